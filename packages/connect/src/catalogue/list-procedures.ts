import {
  addDays,
  type Catalogue,
  type Day,
  EmcError,
  type Procedure,
  type ProcedureLevel,
  type ProcedureList,
} from '@emc/contract';
import { bodyExistingOn, knownBody } from '../refusals.ts';
import { nameOn, nearestRow, type Register } from '../register.ts';
import {
  type CatalogueCopy,
  type Handled,
  handledBy,
  mapOn,
  procedureView,
  type StoredVersion,
} from './catalogue-copy.ts';
import { withoutAccents } from './columns.ts';
import { readCode } from './read-cells.ts';

type Filter = Parameters<Catalogue['listProcedures']>[0];

/**
 * The day whose list is meant. Without a day, a body that has ended is shown as it was last; asked for a day, it must
 * exist then.
 * @throws EmcError body-unknown, body-not-valid-then
 */
export function dayMeant(register: Register, { bodyCode, asOf }: Pick<Filter, 'bodyCode' | 'asOf'>, today: Day): Day {
  if (bodyCode === undefined) return asOf ?? today;
  if (asOf !== undefined) {
    bodyExistingOn(register, bodyCode, asOf);
    return asOf;
  }
  const body = knownBody(register, bodyCode);
  const end = body.names.at(-1)?.to ?? null;
  return nameOn(body, today) === undefined && end !== null && end <= today ? addDays(end, -1) : today;
}

/**
 * Procedures by body and code. `q` finds in names, fields and codes, whatever the case and the accents. The counts are
 * of all levels, so that one sees what another level would show.
 *
 * @param handled everything that is handled on the day that the filter means
 */
export function listProcedures(handled: readonly Handled[], filter: Filter): ProcedureList {
  const words = withoutAccents(filter.q ?? '')
    .split(/\s+/)
    .filter((word) => word !== '');
  const found = handled
    .filter(({ bodyCode }) => filter.bodyCode === undefined || bodyCode === filter.bodyCode)
    .filter((one) => words.length === 0 || matches(one, words));
  const counts = countsOf(found.map(({ version }) => version.content));
  const items = filter.level === undefined ? found : found.filter((one) => one.version.content.level === filter.level);
  return {
    total: items.length,
    counts,
    items: items.slice(filter.offset, filter.offset + filter.limit).map(procedureView),
  };
}

function countsOf(contents: readonly StoredVersion['content'][]): ProcedureList['counts'] {
  const at = (wanted: ProcedureLevel) => contents.filter(({ level }) => level === wanted).length;
  const withFee = contents.filter(({ hasFee }) => hasFee);
  const [full, partial] = [at('full'), at('partial')];
  return {
    full,
    partial,
    information: at('information'),
    online: full + partial,
    total: contents.length,
    withFee: withFee.length,
    withFeePayableOnline: withFee.filter(({ onlinePayment }) => onlinePayment).length,
  };
}

/** What `q` is looked for in, worked out once for each version: there are a hundred thousand. */
const searched = new WeakMap<StoredVersion, string>();

function matches({ procedure, version }: Handled, words: string[]): boolean {
  let text = searched.get(version);
  if (text === undefined) {
    const { nameVi, nameEn, fieldVi, localCode, services } = version.content;
    const texts = [nameVi, nameEn, fieldVi, localCode, procedure.code, ...services.map((service) => service.nameVi)];
    text = withoutAccents(texts.join(' '));
    searched.set(version, text);
  }
  return words.every((word) => text.includes(word));
}

/**
 * One procedure as it is today; one that ended as it was last, one that is yet to begin as it will be.
 * @throws EmcError body-unknown, procedure-unknown
 */
export function findProcedure(
  copy: CatalogueCopy,
  register: Register,
  bodyCode: string,
  code: string,
  today: Day,
): Procedure {
  const body = knownBody(register, bodyCode);
  const reading = readCode(code);
  if ('wrong' in reading) {
    throw new EmcError('procedure-unknown', `"${code.slice(0, 60)}" is no code of a procedure; such as 1.000123.`);
  }
  const { national } = reading.value;
  const handled = handledBy(copy, mapOn(register, today), bodyCode, national, today);
  if (handled !== undefined) return procedureView(handled);
  const procedure = copy.byBody.get(body.code)?.get(national);
  if (procedure === undefined) {
    throw new EmcError('procedure-unknown', `The catalogue of ${bodyCode} has no procedure ${national}.`);
  }
  return procedureView({ bodyCode, procedure, version: nearestRow(procedure.versions, today) });
}
