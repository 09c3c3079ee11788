import { addDays, dayOf, holdAnswers, startOfDay } from '@emc/contract';
import type { Arrivals, Clock, Day, LastHits } from '@emc/contract';
import type { EventStore } from '@emc/event-store';
import { inStore, STORE_BEGINS } from '../store-days.ts';
import { lastChangesByDay, lastHitsByDay, wrongHosts } from './readings.ts';
import type { ArrivalRow, RefusedHost } from './readings.ts';

export interface ArrivalsOptions {
  eventStore: EventStore;
  clock: Clock;
}

/** What was heard by the end of a day. */
interface Heard {
  hits: LastHits;
  changes: LastHits;
}

/** Those who ask the same within this share one reading. Part of how soon the state of a connection changes. */
const SHARED_AGE_MS = 1_000;
/** Hits may come a day late, and a spool may be loaded after an outage: younger days are always read again. */
const SETTLED_AFTER_DAYS = 3;
/** What was brought in for a settled day later is seen after this. */
const KEPT_MS = 600_000;
/** Answers that are kept: a trend of 30 days, and some for days chosen by hand. */
const MOST_KEPT = 100;
const HOUR_MS = 3_600_000;

/** What arrived, as connection is judged by it. Made once in a process: closed days are read once in a while only. */
export function createArrivals({ eventStore: store, clock }: ArrivalsOptions): Arrivals {
  const kept = new Map<Day, { read_ms: number; heard: Heard }>();
  const heardBy = holdStanding<ReadonlyMap<Day, Heard>>(clock);
  const refused = holdStanding<readonly RefusedHost[]>(clock);

  function keptOf(day: Day): Heard | undefined {
    const found = kept.get(day);
    return found !== undefined && Math.abs(clock() - found.read_ms) < KEPT_MS ? found.heard : undefined;
  }

  function keep(day: Day, heard: Heard, now_ms: number): void {
    if (day > addDays(dayOf(now_ms), -SETTLED_AFTER_DAYS)) return;
    kept.delete(day);
    kept.set(day, { read_ms: now_ms, heard });
    for (const oldest of [...kept.keys()].slice(0, Math.max(0, kept.size - MOST_KEPT))) kept.delete(oldest);
  }

  async function read(days: readonly Day[]): Promise<ReadonlyMap<Day, Heard>> {
    const now_ms = clock();
    const known = new Map(days.map((day) => [day, keptOf(day)]));
    const wanted = days.filter((day) => known.get(day) === undefined);
    const settled = addDays(dayOf(now_ms), -SETTLED_AFTER_DAYS);
    // Whoever asks for today asks again: with this day kept, only the days since are read then.
    if (wanted[0] !== undefined && wanted[0] > settled && keptOf(settled) === undefined) wanted.unshift(settled);
    const [first] = wanted;
    if (first !== undefined) {
      // From the newest kept day before them on, nothing older has to be read.
      const base = [...kept.keys()]
        .filter((day) => day < first && keptOf(day) !== undefined)
        .toSorted()
        .at(-1);
      const heard = await readHeard(store, wanted, base, base === undefined ? undefined : keptOf(base));
      for (const day of wanted) {
        known.set(day, heard.get(day));
        keep(day, heard.get(day)!, now_ms);
      }
    }
    return new Map([...known].map(([day, heard]) => [day, heard!]));
  }

  return {
    asOf: async (asked) => {
      // Tomorrow nothing more is known than today.
      const today = dayOf(clock());
      const cut = (day: Day): Day => (day > today ? today : inStore(day));
      const days = [...new Set(asked.map(cut))].toSorted();
      const found = await heardBy(JSON.stringify(days), days[0] === today, () => read(days));
      return new Map(asked.map((day) => [day, found.get(cut(day))!]));
    },
    wrongHosts: (day, window_h) => {
      const now_ms = clock();
      const end_ms = Math.min(startOfDay(addDays(day, 1)), now_ms);
      const window = { begin_ms: Math.max(0, end_ms - window_h * HOUR_MS), end_ms: Math.max(0, end_ms) };
      return refused(`${day} ${window_h}`, day === dayOf(now_ms), () => store.ask(wrongHosts, window));
    },
  };
}

/**
 * Shares answers for a second. When the newest about today cannot be had, the one before it stands, so that the register
 * stays readable while the store is away; without one, and for other days, the error is the answer.
 */
function holdStanding<T>(clock: Clock) {
  const shared = holdAnswers<T>(clock);
  let last: { question: string; answer: T } | undefined;
  const askOrStand = async (question: string, ask: () => Promise<T>): Promise<T> => {
    try {
      last = { question, answer: await ask() };
    } catch (error) {
      if (last?.question !== question) throw error;
    }
    return last.answer;
  };
  return (question: string, stands: boolean, ask: () => Promise<T>): Promise<T> =>
    shared(question, SHARED_AGE_MS, stands ? () => askOrStand(question, ask) : ask);
}

/** What was heard by the end of each day; `days` in order. */
async function readHeard(
  store: EventStore,
  days: readonly Day[],
  baseDay: Day | undefined,
  base: Heard | undefined,
): Promise<ReadonlyMap<Day, Heard>> {
  const asked = { after: baseDay ?? STORE_BEGINS, first: days[0]!, last: days.at(-1)! };
  const [hits, changes] = await Promise.all([store.ask(lastHitsByDay, asked), store.ask(lastChangesByDay, asked)]);
  const hitsByDay = accumulate(days, hits, base?.hits);
  const changesByDay = accumulate(days, changes, base?.changes);
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
