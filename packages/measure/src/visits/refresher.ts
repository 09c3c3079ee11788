import { UTC_OFFSET_MS, type Log } from '@emc/contract';
import type { Clock } from '@emc/contract';
import type { EventStore } from '@emc/event-store';
import { createAttempts } from '../attempts.ts';
import { createRounds, type Rounds } from '../rounds.ts';
import { computeCountryDays, staleCountryDays } from './country-days.ts';
import type { StaleCountryDay } from './country-days.ts';
import { askClock, createClockLook, forgetAhead } from '../store-clock.ts';
import { computationParams, planComputations, staleSiteDays } from './stale.ts';
import type { StaleDay } from './stale.ts';
import { computeVisitDays } from './visit-days.ts';
import { NOTED_EVERY_MS, noteVisitRound } from './visit-rounds.ts';

export interface RefresherOptions {
  eventStore: EventStore;
  clock: Clock;
  /** What was acknowledged before is in the store, as far as the collectors know now; the clock when left out. */
  loadedThrough?: () => number;
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
function createRound(options: RefresherOptions, stopping: () => boolean): () => Promise<unknown> {
  const { eventStore: store, clock, loadedThrough = clock, log } = options;
  const look = createClockLook(store);
  const always = { probe: () => askClock(store), stopping, log };
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
  let noted_ms = Number.NEGATIVE_INFINITY;
  const note = async (round: { looked_ms: number; through_ms: number }): Promise<void> => {
    if (performance.now() - noted_ms < NOTED_EVERY_MS) return;
    await store.run(noteVisitRound, round);
    noted_ms = performance.now();
  };
  return async () => {
    // Before the look: what it finds is at least this new.
    const through_ms = loadedThrough();
    const { looked_ms, wasSet } = await look();
    // When things were touched says nothing then: every day is looked at.
    if (wasSet) since_ms = 0;
    if (wasSet) await forgetAhead(store, 'visit_rounds', looked_ms);
    const tried_ms = performance.now();
    const days = countryDays.worthTrying(await store.ask(staleCountryDays, {}), tried_ms);
    for (let i = 0; i < days.length; i += DAYS_AT_ONCE) {
      await countryDays.compute(days.slice(i, i + DAYS_AT_ONCE), tried_ms);
    }
    const stale = await store.ask(staleSiteDays, { since_ms });
    for (const group of planComputations(siteDays.worthTrying(stale, tried_ms))) {
      await siteDays.compute(group, tried_ms);
    }
    // A day that could not be computed must be found again, however long ago it was touched.
    if (!stopping() && siteDays.failure() === undefined) since_ms = Math.max(0, looked_ms - LOOK_BACK_MS);
    const failure = countryDays.failure() ?? siteDays.failure();
    if (!stopping() && failure === undefined) await note({ looked_ms, through_ms });
    return failure;
  };
}
