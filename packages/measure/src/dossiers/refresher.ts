import type { Clock, Log } from '@emc/contract';
import type { EventStore } from '@emc/event-store';
import { createAttempts } from '../attempts.ts';
import { createRounds, type Rounds } from '../rounds.ts';
import { storeClock } from '../visits/stale.ts';
import { computeDossierDays, heardSystems, planComputations, touchedDays, unsettledDays } from './dossier-days.ts';
import type { TouchedDay } from './dossier-days.ts';
import { createTelling } from './how-far.ts';

export interface DossierRefresherOptions {
  eventStore: EventStore;
  clock: Clock;
  /** What was acknowledged before is in the store, as far as the collectors know now; the clock when left out. */
  loadedThrough?: () => number;
  log: Log;
  /** Pause between two looks; 300 ms when left out. It grows so that computing takes at most a fifth of the time. */
  pause_ms?: number;
  /**
   * How far back what was touched is looked at again; 10 minutes when left out. No insert may take longer to become
   * visible, and no two clocks of the store's servers may differ by more.
   */
  lookBack_ms?: number;
}

/** How far the counts are behind the dossiers, as of the last look. */
interface DossierFreshness {
  /** Clock of the store at the last look; undefined before the first. */
  looked_ms: number | undefined;
  /** System days that were found touched and are not computed yet. */
  pending: number;
  /** The earliest touch among these. */
  oldestUntreated_ms: number | undefined;
}

/** Keeps the counts of dossiers in step with their states. */
export interface DossierRefresher {
  start(): void;
  /** Ends after the computation under way. */
  stop(): Promise<void>;
  /** Resolves when everything that was in the store at the time of the call is computed. Throws when something could not be. @throws store-unavailable */
  refreshNow(): Promise<void>;
  status(): DossierFreshness;
}

/** System days of one round: what is left waits for the next, so that today does not wait for a history that is brought in. */
const MOST_DAYS_A_ROUND = 5_000;

export function createDossierRefresher(options: DossierRefresherOptions): DossierRefresher {
  const { clock, log, pause_ms = 300 } = options;
  const { round, status } = createRound(options, () => rounds.stopping());
  const rounds: Rounds = createRounds({ round, clock, log, pause_ms, what: 'dossiers' });
  return {
    start: rounds.start,
    stop: rounds.stop,
    refreshNow: async () => {
      let failure: unknown;
      do failure = await rounds.next();
      while (failure === undefined && status().pending > 0 && !rounds.stopping());
      if (failure !== undefined) throw failure;
    },
    status,
  };
}

const keyOf = ({ systemId, day }: TouchedDay): string => `${systemId} ${day}`;

/**
 * One round: what was touched is looked up, and what of it is not yet treated is computed. The first round compares all
 * days with when they were computed; the next ones remember what they have treated. A day that is no longer touched is
 * computed a last time, so that the next start sees by its time that nothing is missing in it.
 */
function createRound(options: DossierRefresherOptions, stopping: () => boolean) {
  const { eventStore: store, clock, loadedThrough = clock, log, lookBack_ms = 600_000 } = options;
  const tell = createTelling(store);
  const treated = new Map<string, TouchedDay>();
  let freshness: DossierFreshness = { looked_ms: undefined, pending: 0, oldestUntreated_ms: undefined };
  let begun_ms: number | undefined;
  let unsettled: Map<string, TouchedDay> | undefined;

  const askClock = async () => (await store.ask(storeClock, {}))[0]?.now_ms ?? 0;
  const attempts = createAttempts<TouchedDay>({
    keyOf,
    stateOf: ({ state }) => state,
    probe: askClock,
    stopping,
    log,
    compute: async (group) => {
      await store.run(computeDossierDays, {
        pair_systems: group.map(({ systemId }) => systemId),
        pair_days: group.map(({ day }) => day),
        computed_at_ms: await askClock(),
      });
      for (const day of group) treat(day);
    },
  });

  let done = new Set<TouchedDay>();
  function treat(day: TouchedDay): void {
    done.add(day);
    if (day.state === SETTLED) treated.delete(keyOf(day));
    else if (day.state === UNSETTLED) unsettled?.delete(keyOf(day));
    else treated.set(keyOf(day), day);
  }

  /** The beginning of what is looked at moves by whole spans, so that what touched a day stays the same from look to look. */
  const windowBegin = (looked_ms: number): number => (Math.floor(looked_ms / lookBack_ms) - 1) * lookBack_ms;

  async function look(looked_ms: number): Promise<TouchedDay[]> {
    const since_ms = windowBegin(begun_ms ?? looked_ms);
    unsettled ??= new Map((await readUnsettled(store, since_ms, lookBack_ms)).map((day) => [keyOf(day), day]));
    const touched = await store.ask(touchedDays, { since_ms });
    const now = new Set(touched.map(keyOf));
    const gone = [...treated.values()].filter((day) => !now.has(keyOf(day)));
    return [
      ...touched.filter((day) => treated.get(keyOf(day))?.state !== day.state),
      ...[...unsettled.values()].filter((day) => !now.has(keyOf(day))),
      ...gone.map((day) => ({ ...day, state: SETTLED })),
    ];
  }

  const round = async (): Promise<unknown> => {
    // Before the look: what it finds is at least this new.
    const through_ms = loadedThrough();
    const looked_ms = await askClock();
    const found = await look(looked_ms);
    const note = (left: readonly TouchedDay[]): void => {
      const untreated = left.filter(({ state }) => state !== SETTLED).map(({ oldest_ms }) => oldest_ms);
      freshness = { looked_ms, pending: left.length, oldestUntreated_ms: smallest(untreated) };
    };
    note(found);
    done = new Set();
    const worth = attempts.worthTrying(found, looked_ms);
    const chosen = worth.slice(0, MOST_DAYS_A_ROUND);
    for (const group of planComputations(chosen)) await attempts.compute(group, looked_ms);
    const left = found.filter((day) => day.state !== SETTLED && !done.has(day));
    await tell({ looked_ms, through_ms, left: oldestBySystem(left) }, done.size === 0);
    const failure = attempts.failure();
    if (stopping() || failure !== undefined) return failure;
    note(worth.slice(MOST_DAYS_A_ROUND));
    // What was not computed must be found again, however long ago it was touched.
    if (chosen.length === found.length) begun_ms = looked_ms;
    return undefined;
  };
  return { round, status: () => freshness };
}

/** No touch is in sight any more. */
const SETTLED = 'settled';
/** Found at the start. */
const UNSETTLED = 'unsettled';

async function readUnsettled(store: EventStore, until_ms: number, look_back_ms: number): Promise<TouchedDay[]> {
  const days: TouchedDay[] = [];
  for (const { systemId } of await store.ask(heardSystems, {})) {
    days.push(...(await store.ask(unsettledDays, { system_id: systemId, until_ms, look_back_ms })));
  }
  return days;
}

function oldestBySystem(days: readonly TouchedDay[]): Map<number, number> {
  const oldest = new Map<number, number>();
  for (const { systemId, oldest_ms } of days) {
    oldest.set(systemId, Math.min(oldest_ms, oldest.get(systemId) ?? oldest_ms));
  }
  return oldest;
}

function smallest(times: readonly number[]): number | undefined {
  return times.reduce<number | undefined>(
    (least, time) => (least === undefined || time < least ? time : least),
    undefined,
  );
}
