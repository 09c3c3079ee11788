import { UTC_OFFSET_MS, type Log } from '@emc/contract';
import type { Clock } from '@emc/contract';
import type { EventStore } from '@emc/event-store';
import { createAttempts } from '../attempts.ts';
import { createRounds, type Rounds } from '../rounds.ts';
import { computeCountryDays, staleCountryDays } from './country-days.ts';
import type { StaleCountryDay } from './country-days.ts';
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
  /** Resolves when everything that was in the store at the time of the call is computed. Throws when something could not be. @throws store-unavailable */
  refreshNow(): Promise<void>;
}

/** How far back before the last look a touched day is looked at again: no insert takes this long to become visible. */
const LOOK_BACK_MS = 600_000;
const DAYS_AT_ONCE = 31;

export function createRefresher(options: RefresherOptions): Refresher {
  const { log, pause_ms = 300 } = options;
  const round = createRound(options, () => rounds.stopping());
  const rounds: Rounds = createRounds({ round, log, pause_ms, what: 'visits' });
  return {
    start: rounds.start,
    stop: rounds.stop,
    refreshNow: async () => {
      const failure = await rounds.next();
      if (failure !== undefined) throw failure;
    },
  };
}

/**
 * One round: what is stale is looked up and computed, the few days of the country before the many of the portals. The
 * first looks at every day, the next ones at what was touched. Resolves to why something could not be computed.
 */
function createRound({ eventStore: store, log }: RefresherOptions, stopping: () => boolean): () => Promise<unknown> {
  const askClock = async () => (await store.ask(storeClock, {}))[0]?.now_ms ?? 0;
  const always = { probe: askClock, stopping, log };
  const countryDays = createAttempts<StaleCountryDay>({
    ...always,
    keyOf: ({ day }) => day,
    stateOf: ({ state }) => state,
    compute: (group) =>
      store.run(computeCountryDays, { days: group.map(({ day }) => day), utc_offset_ms: UTC_OFFSET_MS }),
  });
  const siteDays = createAttempts<StaleDay>({
    ...always,
    keyOf: (day) => `${day.siteId} ${day.day}`,
    stateOf: (day) => `${day.hits} ${day.computedHits}`,
    compute: (group) => store.run(computeVisitDays, computationParams(group)),
  });
  let since_ms = 0;
  return async () => {
    const looked_ms = await askClock();
    const days = countryDays.worthTrying(await store.ask(staleCountryDays, {}), looked_ms);
    for (let i = 0; i < days.length; i += DAYS_AT_ONCE) {
      await countryDays.compute(days.slice(i, i + DAYS_AT_ONCE), looked_ms);
    }
    const stale = await store.ask(staleSiteDays, { since_ms });
    for (const group of planComputations(siteDays.worthTrying(stale, looked_ms))) {
      await siteDays.compute(group, looked_ms);
    }
    // A day that could not be computed must be found again, however long ago it was touched.
    if (!stopping() && siteDays.failure() === undefined) since_ms = Math.max(0, looked_ms - LOOK_BACK_MS);
    return countryDays.failure() ?? siteDays.failure();
  };
}
