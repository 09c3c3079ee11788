import { isDay } from './redact/calendar.ts';

/**
 * The codes of the field (domain.md 5): procedures, dossiers, agencies. Everything that arrives under an old form is
 * kept under the new one, so that what belongs together is found together.
 */

const PROCEDURE = /^(\d\.\d{6})(?:\.(\d{3}\.\d{2}\.\d{2}\.[GH]\d{2}|[GH]\d{2}(?:\.\d+)*))?(?:\.(\d{2}))?$/;

export interface ProcedureCode {
  /** `1.000123`: with the body that handles it, what a procedure is known by. */
  national: string;
  /** The agency of the local form, in the new form (`H56`, `H56.12`); null = national form. */
  agency: string | null;
  /** `.NN` of a public service; null = the procedure itself. */
  service: string | null;
}

/** Reads a procedure's or service's code; undefined when it is none. Case and blanks around it do not matter. */
export function readProcedureCode(text: string): ProcedureCode | undefined {
  const found = PROCEDURE.exec(text.trim().toUpperCase());
  if (found === null) return undefined;
  const [, national, agency, service] = found;
  return { national: national!, agency: agency === undefined ? null : newAgencyForm(agency), service: service ?? null };
}

/** Whether a text is the national code of a procedure, without agency and service: what may be shown to everybody. */
export function isNationalCode(text: string): boolean {
  return readProcedureCode(text)?.national === text;
}

const OLD_AGENCY = /^(\d{3})\.(\d{2})\.(\d{2})\.([A-Z]\d{2,3})$/;
const NEW_AGENCY = /^[A-Z]\d{2,3}(\.\d+)*$/;

/**
 * The agency code in the form of Decision 20/2020/QĐ-TTg: `000.00.12.H56` is `H56.12`, and `H56.12` stays. Undefined
 * when it is neither.
 */
export function readAgencyCode(text: string): string | undefined {
  const upper = text.trim().toUpperCase();
  return OLD_AGENCY.test(upper) || NEW_AGENCY.test(upper) ? newAgencyForm(upper) : undefined;
}

function newAgencyForm(code: string): string {
  const old = OLD_AGENCY.exec(code);
  if (old === null) return code;
  const [, third, second, first, body] = old;
  const groups = [first!, second!, third!];
  while (groups.length > 0 && Number(groups.at(-1)) === 0) groups.pop();
  return [body, ...groups].join('.');
}

/** `000.00.12.H56-220101-0001` (Circular 01/2018/TT-VPCP) or `H56.12.34-220101-0001` (Decision 20/2020/QĐ-TTg). */
const DOSSIER = /^(\d{3}\.\d{2}\.\d{2}\.[A-Z]\d{2,3}|[A-Z]\d{2,3}(?:\.\d+)*)-(\d{2})(\d{2})(\d{2})-(\d{4,5})$/;

export interface DossierCode {
  /** With the agency as it was written; upper case. */
  code: string;
  /** In the new form. */
  agency: string;
  /** `YYYY-MM-DD`: the day of receipt that the code names; null when it is no day of the calendar. */
  day: string | null;
}

/** Reads a dossier's official code; undefined when it has another form (a private number of some system). */
export function readDossierCode(text: string): DossierCode | undefined {
  const upper = text.trim().toUpperCase();
  const found = DOSSIER.exec(upper);
  if (found === null) return undefined;
  const [, agency, year, month, date] = found;
  const day = isDay(`20${year}`, month!, date!) ? `20${year}-${month}-${date}` : null;
  return { code: upper, agency: newAgencyForm(agency!), day };
}
