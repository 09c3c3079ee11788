import { addDays, dayOf } from '@emc/contract';
import type { Clock, Day, LastHits } from '@emc/contract';
import type { EventStore } from '@emc/event-store';
import { STORE_BEGINS } from '../store-days.ts';
import { lastChangesByDay, lastHitsByDay } from './readings.ts';
import type { ArrivalRow } from './readings.ts';

/** What was heard by the end of a day. */
export interface Heard {
  hits: LastHits;
  changes: LastHits;
}

/** Hits may come a day late, and a spool may be loaded after an outage: younger days are always read again. */
const SETTLED_AFTER_DAYS = 3;
/** What was brought in for a settled day later is seen after this. */
const KEPT_MS = 600_000;
/** Answers that are kept: a trend of 30 days, and some for days chosen by hand. */
const MOST_KEPT = 100;

/** Reads what was heard by the end of days, in order; closed days are read once in a while only. */
export function createHeardDays(store: EventStore, clock: Clock) {
  const { keptOf, keep, newestBefore } = keepDays(clock);
  return async (days: readonly Day[]): Promise<ReadonlyMap<Day, Heard>> => {
    const now_ms = clock();
    const known = new Map(days.map((day) => [day, keptOf(day)]));
    const wanted = days.filter((day) => known.get(day) === undefined);
    const settled = addDays(dayOf(now_ms), -SETTLED_AFTER_DAYS);
    // Whoever asks for today asks again: with this day kept, only the days since are read then.
    if (wanted[0] !== undefined && wanted[0] > settled && keptOf(settled) === undefined) wanted.unshift(settled);
    const [first] = wanted;
    if (first !== undefined) {
      const heard = await readHeard(store, wanted, newestBefore(first));
      for (const day of wanted) {
        known.set(day, heard.get(day));
        if (day <= settled) keep(day, heard.get(day)!, now_ms);
      }
    }
    return new Map([...known].map(([day, heard]) => [day, heard!]));
  };
}

interface KeptDay {
  day: Day;
  heard: Heard;
}

function keepDays(clock: Clock) {
  const kept = new Map<Day, { read_ms: number; heard: Heard }>();
  const keptOf = (day: Day): Heard | undefined => {
    const found = kept.get(day);
    return found !== undefined && Math.abs(clock() - found.read_ms) < KEPT_MS ? found.heard : undefined;
  };
  return {
    keptOf,
    keep: (day: Day, heard: Heard, read_ms: number): void => {
      kept.delete(day);
      kept.set(day, { read_ms, heard });
      for (const oldest of [...kept.keys()].slice(0, Math.max(0, kept.size - MOST_KEPT))) kept.delete(oldest);
    },
    /** From this day on nothing older has to be read. */
    newestBefore: (first: Day): KeptDay | undefined => {
      const days = [...kept.keys()].filter((day) => day < first && keptOf(day) !== undefined);
      const day = days.toSorted().at(-1);
      return day === undefined ? undefined : { day, heard: keptOf(day)! };
    },
  };
}

/** What was heard by the end of each day; `days` in order. */
async function readHeard(
  store: EventStore,
  days: readonly Day[],
  base: KeptDay | undefined,
): Promise<ReadonlyMap<Day, Heard>> {
  const asked = { after: base?.day ?? STORE_BEGINS, first: days[0]!, last: days.at(-1)! };
  const [hits, changes] = await Promise.all([store.ask(lastHitsByDay, asked), store.ask(lastChangesByDay, asked)]);
  const hitsByDay = accumulate(days, hits, base?.heard.hits);
  const changesByDay = accumulate(days, changes, base?.heard.changes);
  return new Map(days.map((day, index) => [day, { hits: hitsByDay[index]!, changes: changesByDay[index]! }]));
}

/** One map for each day: what was last heard up to its end. */
function accumulate(days: readonly Day[], rows: readonly ArrivalRow[], base: LastHits | undefined): LastHits[] {
  const maps = days.map(() => new Map(base));
  for (const { id, before_ms, days: own } of rows) {
    own.sort(([a], [b]) => (a < b ? -1 : 1));
    let last_ms = Math.max(before_ms, base?.get(id) ?? 0);
    let next = 0;
    for (const [index, day] of days.entries()) {
      for (; next < own.length && own[next]![0] <= day; next++) last_ms = Math.max(last_ms, own[next]![1]);
      if (last_ms > 0) maps[index]!.set(id, last_ms);
    }
  }
  return maps;
}
