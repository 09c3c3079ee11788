import { UTC_OFFSET_MS, type Log } from '@emc/contract';
import type { Clock } from '@emc/contract';
import type { EventStore } from '@emc/event-store';
import { computeCountryDays, staleCountryDays } from './country-days.ts';
import { computationParams, planComputations, staleSiteDays, storeClock } from './stale.ts';
import type { StaleDay } from './stale.ts';
import { computeVisitDays } from './visit-days.ts';

export interface RefresherOptions {
  eventStore: EventStore;
  clock: Clock;
  log: Log;
  /** Pause between two looks; 300 ms when left out. It grows so that computing takes at most a fifth of the time. */
  pause_ms?: number;
}

/** Keeps visits, and visitors of the country, in step with the hits. */
export interface Refresher {
  start(): void;
  /** Ends after the computation under way. */
  stop(): Promise<void>;
  /** Resolves when everything that was in the store at the time of the call is computed. @throws store-unavailable */
  refreshNow(): Promise<void>;
}

/** How far back before the last look a touched day is looked at again: no insert takes this long to become visible. */
const LOOK_BACK_MS = 600_000;
const PAUSE_WHEN_AWAY_MS = 2_000;
const TRY_AGAIN_MS = 10_000;
const DAYS_AT_ONCE = 31;
/** The pause after a computation, as a multiple of what it took: computing takes at most a fifth of the time. */
const REST_FACTOR = 4;

export function createRefresher(options: RefresherOptions): Refresher {
  const pause_ms = options.pause_ms ?? 300;
  let current: Promise<void> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;
  let running = false;
  let stopping = false;
  let away = false;
  const round = createRound(options.eventStore, () => stopping);

  // One round at a time: a second would compute the same days.
  const next = (): Promise<void> => {
    const mine = current.catch(() => {}).then(round);
    current = mine;
    return mine;
  };

  async function turn(): Promise<void> {
    const began_ms = options.clock();
    let wait_ms = pause_ms;
    try {
      await next();
      wait_ms = Math.max(pause_ms, REST_FACTOR * (options.clock() - began_ms));
      if (away) options.log.info({}, 'visits are computed again');
      away = false;
    } catch (error) {
      if (!away) options.log.warn({ err: error }, 'visits cannot be computed at the moment');
      away = true;
      wait_ms = PAUSE_WHEN_AWAY_MS;
    }
    if (running) timer = setTimeout(() => void turn(), wait_ms);
  }

  return {
    start: () => {
      if (running) return;
      running = true;
      stopping = false;
      void turn();
    },
    stop: async () => {
      running = false;
      stopping = true;
      clearTimeout(timer);
      await current.catch(() => {});
    },
    refreshNow: next,
  };
}

/** One round: what is stale is looked up and computed. The first looks at every day, the next ones at what was touched. */
function createRound(store: EventStore, stopping: () => boolean): () => Promise<void> {
  const memory = createMemory();
  let since_ms = 0;
  return async () => {
    const looked_ms = (await store.ask(storeClock, {}))[0]?.now_ms ?? 0;
    const stale = await store.ask(staleSiteDays, { since_ms });
    for (const group of planComputations(memory.worthTrying(stale, looked_ms))) {
      if (stopping()) return;
      await store.run(computeVisitDays, computationParams(group));
      memory.tried(group, looked_ms);
    }
    const days = (await store.ask(staleCountryDays, {})).map(({ day }) => day);
    for (let i = 0; i < days.length && !stopping(); i += DAYS_AT_ONCE) {
      await store.run(computeCountryDays, { days: days.slice(i, i + DAYS_AT_ONCE), utc_offset_ms: UTC_OFFSET_MS });
    }
    since_ms = Math.max(0, looked_ms - LOOK_BACK_MS);
  };
}

/**
 * A day whose rollup lacks hits stays stale whatever is computed, until a rebuild settles it. When nothing has changed
 * since it was last tried, it is tried again only after a while.
 */
function createMemory() {
  const attempts = new Map<string, { state: string; at_ms: number }>();
  const keyOf = (day: StaleDay) => `${day.siteId} ${day.day}`;
  const stateOf = (day: StaleDay) => `${day.hits} ${day.computedHits}`;
  return {
    worthTrying(stale: readonly StaleDay[], now_ms: number): StaleDay[] {
      for (const [key, { at_ms }] of attempts) if (now_ms - at_ms > TRY_AGAIN_MS) attempts.delete(key);
      return stale.filter((day) => attempts.get(keyOf(day))?.state !== stateOf(day));
    },
    tried(group: readonly StaleDay[], at_ms: number): void {
      for (const day of group) attempts.set(keyOf(day), { state: stateOf(day), at_ms });
    },
  };
}
