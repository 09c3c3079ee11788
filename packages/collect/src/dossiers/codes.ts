import { createHmac } from 'node:crypto';
import {
  composed,
  readAgencyCode,
  readDossierCode,
  readProcedureCode,
  type Redaction,
  startOfDay,
} from '@emc/contract';
import { TwoGenerationCache } from '../two-generation-cache.ts';
import { canHaveHappened } from './times.ts';

const LONGEST_DOSSIER_CODE = 100;
const LONGEST_PROCEDURE = 64;
/** Of a code's text that is remembered. */
const LONGEST_CODE = 40;
const DIGEST_LENGTH = 32;
/** An agency below a body: at most three groups. Longer runs of digits could be somebody's number. */
const AGENCY = /^[A-Z]\d{2,3}(?:\.\d{1,3}){0,3}$/;

/** What a dossier is known by. */
interface DossierName {
  /** The official code; or `x-` and a keyed digest, since a private number may hold one of a person. */
  dossier: string;
  /** Begin of the local day that an official code names; 0 = none. */
  coded_ms: number;
}

/** Undefined when the text is empty or too long for a code. */
export function nameDossier(sent: string, secret: Buffer, now_ms: number): DossierName | undefined {
  if (sent === '' || sent.length > LONGEST_DOSSIER_CODE) return undefined;
  const official = readDossierCode(sent);
  if (official === undefined || !AGENCY.test(official.agency)) {
    // The same number in another spelling of Unicode or of capitals is the same dossier.
    const digest = createHmac('sha256', secret).update(composed(sent).toUpperCase()).digest('hex');
    return { dossier: `x-${digest.slice(0, DIGEST_LENGTH)}`, coded_ms: 0 };
  }
  const coded_ms = official.day === null ? 0 : startOfDay(official.day);
  return { dossier: official.code, coded_ms: canHaveHappened(coded_ms, now_ms) ? coded_ms : 0 };
}

/** The same few thousand stand in all dossiers of the country. */
const NATIONAL_CODES = new TwoGenerationCache((sent) => readProcedureCode(sent)?.national ?? '', 5000, LONGEST_CODE);
const UNITS = new TwoGenerationCache(readUnit, 5000, LONGEST_CODE);

/** The national code of a procedure; what is none is kept as it was sent, without what may be personal. */
export function nameProcedure(sent: string, redaction: Redaction): string {
  return NATIONAL_CODES.get(sent) || redaction.clean(sent, LONGEST_PROCEDURE);
}

/** The agency code of a unit in the new form; '' when the text is none: names of units are not kept. */
export function nameUnit(sent: string): string {
  return UNITS.get(sent);
}

function readUnit(sent: string): string {
  const code = readAgencyCode(sent);
  return code !== undefined && AGENCY.test(code) ? code : '';
}

/** Whether an agency is `of` or stands below it; both in the new form. */
export function belongsTo(agency: string | undefined, of: string): boolean {
  return agency !== undefined && (agency === of || agency.startsWith(`${of}.`));
}
