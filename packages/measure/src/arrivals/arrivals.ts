import { addDays, createLanes, dayOf, holdAnswers, startOfDay } from '@emc/contract';
import type { Arrivals, Clock, Day } from '@emc/contract';
import type { EventStore } from '@emc/event-store';
import { inStore } from '../store-days.ts';
import { createHeardDays } from './heard-days.ts';
import type { Heard } from './heard-days.ts';
import { wrongHosts } from './readings.ts';
import type { RefusedHost } from './readings.ts';

export interface ArrivalsOptions {
  eventStore: EventStore;
  clock: Clock;
}

/** Those who ask the same within this share one reading. Part of how soon the state of a connection changes. */
const SHARED_AGE_MS = 1_000;
const HOUR_MS = 3_600_000;
/** Past days that are read at the same time: there are many, and today, which the register needs, does not wait for them. */
const PAST_AT_ONCE = 2;

/** What arrived, as connection is judged by it. Made once in a process: closed days are read once in a while only. */
export function createArrivals({ eventStore: store, clock }: ArrivalsOptions): Arrivals {
  const read = createHeardDays(store, clock);
  const heardBy = holdStanding<ReadonlyMap<Day, Heard>>(clock);
  const refused = holdStanding<readonly RefusedHost[]>(clock);
  const lanes = createLanes(PAST_AT_ONCE);

  return {
    asOf: async (asked) => {
      // Tomorrow nothing more is known than today.
      const today = dayOf(clock());
      const cut = (day: Day): Day => (day > today ? today : inStore(day));
      const days = [...new Set(asked.map(cut))].toSorted();
      const isToday = days[0] === today;
      const found = await heardBy(JSON.stringify(days), isToday, () =>
        isToday ? read(days) : lanes(() => read(days)),
      );
      return new Map(asked.map((day) => [day, found.get(cut(day))!]));
    },
    wrongHosts: (day, window_h) => {
      const now_ms = clock();
      const end_ms = Math.min(startOfDay(addDays(day, 1)), now_ms);
      const window = { begin_ms: Math.max(0, end_ms - window_h * HOUR_MS), end_ms: Math.max(0, end_ms) };
      const isToday = day === dayOf(now_ms);
      const ask = () => store.ask(wrongHosts, window);
      return refused(`${day} ${window_h}`, isToday, isToday ? ask : () => lanes(ask));
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
