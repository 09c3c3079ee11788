import type { CatalogueEntry, Day, Procedure } from '@emc/contract';
import { bodyOn, isValidOn, nameOn, type Register, type Validity } from '../register.ts';
import { inTurns } from './in-turns.ts';

/** What a line of the catalogue says about a procedure. */
export type ProcedureContent = Omit<Procedure, 'id' | 'bodyCode' | 'code' | 'validFrom' | 'validTo'>;

export interface StoredVersion extends Validity {
  id: number;
  content: ProcedureContent;
  /** What a search looks in: folded once, by the first search of this copy. */
  searched?: string;
}

export interface StoredProcedure {
  id: number;
  /** The body in whose name it was entered; after a merger its successor handles it, see {@link mapOn}. */
  bodyCode: string;
  code: string;
  /** Oldest first; gaps are days on which it was not handled. */
  versions: StoredVersion[];
}

/** The whole catalogue in memory: some ten thousands of procedures. What holds on which day is worked out without I/O. */
export interface CatalogueCopy {
  /** Rises with every change; see the table catalogue_version. */
  version: number;
  /** By the body of the entry, then by national code; in order of both. */
  byBody: ReadonlyMap<string, ReadonlyMap<string, StoredProcedure>>;
}

/** For each body that exists on the day: whose entries are its own then. Itself comes first, then predecessors by code. */
export type BodyMap = ReadonlyMap<string, readonly string[]>;

export function mapOn(register: Register, day: Day): BodyMap {
  const codes = [...register.bodies.keys()].sort();
  const all = Map.groupBy(codes, (code) => bodyOn(register, code, day));
  const existing = codes.filter((code) => nameOn(register.bodies.get(code)!, day) !== undefined);
  return new Map(existing.map((code) => [code, [code, ...(all.get(code) ?? []).filter((before) => before !== code)]]));
}

/** A procedure that a body handles on a day, with what holds then. */
export interface Handled {
  bodyCode: string;
  procedure: StoredProcedure;
  version: StoredVersion;
}

/**
 * What the body handles under the code on the day. Its own entry goes before those that it took over; of several
 * predecessors with the same procedure, the first by code stands for all: after a merger one body handles it once.
 */
export function handledBy(
  copy: CatalogueCopy,
  map: BodyMap,
  bodyCode: string,
  code: string,
  day: Day,
): Handled | undefined {
  for (const origin of map.get(bodyCode) ?? []) {
    const procedure = copy.byBody.get(origin)?.get(code);
    const version = procedure?.versions.find((one) => isValidOn(one, day));
    if (procedure !== undefined && version !== undefined) return { bodyCode, procedure, version };
  }
  return undefined;
}

/** Everything that is handled on the day, by body and code; worked out in turns. */
export async function handledOn(copy: CatalogueCopy, register: Register, day: Day): Promise<Handled[]> {
  const map = mapOn(register, day);
  const handled: Handled[] = [];
  await inTurns(codesOn(copy, map), ([bodyCode, code]) => {
    const one = handledBy(copy, map, bodyCode, code, day);
    if (one !== undefined) handled.push(one);
  });
  return handled;
}

/** Each body with each code that it or a predecessor ever had, in order of both. */
function* codesOn(copy: CatalogueCopy, map: BodyMap): Iterable<[bodyCode: string, code: string]> {
  for (const [bodyCode, origins] of map) {
    const entered = origins.map((origin) => [...(copy.byBody.get(origin)?.keys() ?? [])]);
    const codes = origins.length === 1 ? entered.flat() : [...new Set(entered.flat())].sort();
    for (const code of codes) yield [bodyCode, code];
  }
}

export function entryOf({ bodyCode, procedure, version }: Handled): CatalogueEntry {
  const { nameVi, level, hasFee, onlinePayment } = version.content;
  return { bodyCode, code: procedure.code, nameVi, level, hasFee, onlinePayment };
}

/** The procedure as the API shows it; its validity is that of the whole run of days on which it is handled. */
export function procedureView({ bodyCode, procedure, version }: Handled): Procedure {
  const run = runOf(procedure.versions, version);
  return { id: procedure.id, bodyCode, code: procedure.code, ...version.content, validFrom: run.from, validTo: run.to };
}

function runOf(versions: StoredVersion[], version: StoredVersion): Validity {
  let { from, to } = version;
  for (const earlier of versions.toReversed()) if (from !== null && earlier.to === from) from = earlier.from;
  for (const later of versions) if (to !== null && later.from === to) to = later.to;
  return { from, to };
}
