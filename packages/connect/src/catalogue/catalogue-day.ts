import {
  type CatalogueEntry,
  createLanes,
  type Day,
  type FileInPieces,
  type Lanes,
  type ProcedureList,
  share,
  type Shared,
} from '@emc/contract';
import type { Register } from '../register.ts';
import { type CatalogueCopy, entryOf, type Handled, handledOn } from './catalogue-copy.ts';
import { exportCsv } from './export-procedures.ts';
import { inTurns } from './in-turns.ts';
import { countIn, noCounts } from './procedure-counts.ts';

/** The catalogue of a day, and what was made of it: nothing is made twice while neither it nor the register changes. */
export interface CatalogueDay {
  /** What a body handles, or all of them, by body and code. */
  handled(bodyCode: string | undefined): readonly Handled[];
  counts(bodyCode: string | undefined): ProcedureList['counts'];
  entries(): Promise<readonly CatalogueEntry[]>;
  file(bodyCode: string | undefined): Promise<FileInPieces>;
  /** The answer to a search that was made lately, or what `search` makes of it. */
  found(question: string, search: () => Promise<ProcedureList>): Promise<ProcedureList>;
}

/** Searches whose answers are kept; the oldest makes room. */
const MOST_SEARCHES = 50;

/** Days, files and searches that are worked on at the same time: who asks for many has them one after another. */
const AT_ONCE = 2;

/** Works it out in turns: there are hundreds of thousands of procedures. */
async function catalogueDay(copy: CatalogueCopy, register: Register, day: Day, lanes: Lanes): Promise<CatalogueDay> {
  const all = await handledOn(copy, register, day);
  const bodies = new Map<string, { handled: Handled[]; counts: ProcedureList['counts'] }>();
  const countsOfAll = noCounts();
  await inTurns(all, (one) => {
    const body = bodies.get(one.bodyCode) ?? { handled: [], counts: noCounts() };
    bodies.set(one.bodyCode, body);
    body.handled.push(one);
    countIn(body.counts, one.version.content);
    countIn(countsOfAll, one.version.content);
  });
  const handled = (bodyCode: string | undefined): readonly Handled[] =>
    bodyCode === undefined ? all : (bodies.get(bodyCode)?.handled ?? []);
  const entries = async (): Promise<CatalogueEntry[]> => {
    const made: CatalogueEntry[] = [];
    await inTurns(all, (one) => void made.push(entryOf(one)));
    return made;
  };
  const [entriesOnce, filesOnce, searches] = [keepMade(1), keepMade(bodies.size + 1), keepMade(MOST_SEARCHES)];
  return {
    handled,
    counts: (bodyCode) => (bodyCode === undefined ? countsOfAll : (bodies.get(bodyCode)?.counts ?? noCounts())),
    entries: () => entriesOnce('', entries),
    file: (bodyCode) => filesOnce(bodyCode ?? '', () => lanes(() => exportCsv(handled(bodyCode)))),
    found: (question, search) => searches(question, () => lanes(search)),
  };
}

/** Days that figures ask for at the same time: today, ends of months, a few chosen ones. */
const MOST_DAYS = 16;

/** Keeps the days last asked for, until the catalogue or the register changes. */
export function keepDays(): (copy: CatalogueCopy, register: Register, day: Day) => Promise<CatalogueDay> {
  const lanes = createLanes(AT_ONCE);
  let days = keepMade(MOST_DAYS);
  let of = { catalogue: 0, register: 0 };
  return (copy, register, day) => {
    if (of.catalogue !== copy.version || of.register !== register.version) {
      of = { catalogue: copy.version, register: register.version };
      days = keepMade(MOST_DAYS);
    }
    return days(day, () => lanes(() => catalogueDay(copy, register, day, lanes)));
  };
}

/** Makes each thing once for all who ask for it, also while it is being made, and keeps the last `most`. */
function keepMade(most: number): <T>(name: string, make: () => Promise<T>) => Promise<T> {
  const made = new Map<string, Shared<unknown>>();
  return <T>(name: string, make: () => Promise<T>) => {
    const known = made.get(name) as Shared<T> | undefined;
    if (known !== undefined) return known.join();
    const [oldest] = made.keys();
    if (oldest !== undefined && made.size >= most) made.delete(oldest);
    const making = share(make);
    made.set(name, making);
    // What failed is tried again.
    making.answer.catch(() => made.get(name) === making && made.delete(name));
    return making.answer;
  };
}
