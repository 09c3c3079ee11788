import { addDays, type Catalogue, type Day, EmcError, type Procedure, type ProcedureList } from '@emc/contract';
import { bodyExistingOn, knownBody } from '../refusals.ts';
import { nameOn, nearestRow, type Register } from '../register.ts';
import {
  type CatalogueCopy,
  type Handled,
  handledBy,
  mapOn,
  type ProcedureContent,
  procedureView,
} from './catalogue-copy.ts';
import type { CatalogueDay } from './catalogue-day.ts';
import { withoutAccents } from './columns.ts';
import { inTurns } from './in-turns.ts';
import { countIn, noCounts } from './procedure-counts.ts';
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
 * of all levels, so that one sees what another level would show. Of what is found, only what is asked for is kept.
 */
export async function listProcedures(on: CatalogueDay, filter: Filter): Promise<ProcedureList> {
  const { bodyCode, level, limit, offset } = filter;
  const words = withoutAccents(filter.q ?? '')
    .split(/\s+/)
    .filter((word) => word !== '');
  if (words.length > 0) {
    const question = JSON.stringify([bodyCode, level, limit, offset, ...words]);
    return on.found(question, () => search(on.handled(bodyCode), words, filter));
  }
  const counts = on.counts(bodyCode);
  const all = on.handled(bodyCode);
  if (level === undefined) return listOf(counts, counts.total, all.slice(offset, offset + limit));
  const items: Handled[] = [];
  let passed = 0;
  for (const one of all) {
    if (items.length === limit) break;
    if (one.version.content.level === level && passed++ >= offset) items.push(one);
  }
  return listOf(counts, counts[level], items);
}

function listOf(counts: ProcedureList['counts'], total: number, items: readonly Handled[]): ProcedureList {
  return { total, counts, items: items.map(procedureView) };
}

async function search(handled: readonly Handled[], words: readonly string[], filter: Filter): Promise<ProcedureList> {
  const { level, limit, offset } = filter;
  const counts = noCounts();
  const items: Handled[] = [];
  let total = 0;
  await inTurns(handled, (one) => {
    if (!matches(one, words)) return;
    const { content } = one.version;
    countIn(counts, content);
    if (level !== undefined && content.level !== level) return;
    if (total++ >= offset && items.length < limit) items.push(one);
  });
  return listOf(counts, total, items);
}

function matches({ procedure, version }: Handled, words: readonly string[]): boolean {
  version.searched ??= searchedIn(procedure.code, version.content);
  const { searched } = version;
  return words.every((word) => searched.includes(word));
}

function searchedIn(code: string, { nameVi, nameEn, fieldVi, localCode, services }: ProcedureContent): string {
  return withoutAccents([nameVi, nameEn, fieldVi, localCode, code, ...services.map((one) => one.nameVi)].join(' '));
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
