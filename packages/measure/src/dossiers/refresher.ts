import type { Clock, Log } from '@emc/contract';
import type { EventStore } from '@emc/event-store';
import { createAttempts } from '../attempts.ts';
import { createRounds, type Rounds } from '../rounds.ts';
import { askClock, createClockLook, forgetAhead } from '../store-clock.ts';
import { countTouched, planGroups } from './counting.ts';
import { noteContradictions, noteEventDays, staleSystems } from './dossier-days.ts';
import { touchedSystems, withContentAhead } from './events.ts';
import type { TouchedSystem } from './events.ts';
import { createTelling, readHowFar } from './how-far.ts';

export interface DossierRefresherOptions {
  eventStore: EventStore;
  clock: Clock;
  /** What was acknowledged before is in the store, as far as the collectors know now; the clock when left out. */
  loadedThrough?: () => number;
  log: Log;
  /** Pause between two looks; 300 ms when left out. It grows so that computing takes at most a fifth of the time. */
  pause_ms?: number;
  /**
   * How far back what was touched is looked at again at the start, and whenever so much time has gone by; 10 minutes when
   * left out. No insert may take longer to become visible.
   */
  lookBack_ms?: number;
}

/** Keeps the counts of dossiers in step with their states, and tells in the store how far they are. */
export interface DossierRefresher {
  start(): void;
  /** Ends after the computation under way. */
  stop(): Promise<void>;
  /** Resolves when everything that was in the store at the time of the call is counted. Throws when something could not be. @throws store-unavailable */
  refreshNow(): Promise<void>;
}

export function createDossierRefresher(options: DossierRefresherOptions): DossierRefresher {
  const { log, pause_ms = 300 } = options;
  const round = createRound(options, () => rounds.stopping());
  const rounds: Rounds = createRounds({ round, log, pause_ms, longestPause_ms: REST_MS, what: 'dossiers' });
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
 * After a long round, such as the first, no longer a rest than this: what waits for fifteen seconds to be counted is named as
 * missing.
 */
const REST_MS = 5_000;

/**
 * What is looked at again each time: the clocks of the servers of the store, and of the collectors, may differ by so much.
 */
const CLOCKS_DIFFER_MS = 15_000;

/** Where the next look goes on. All by the clock of the store. */
interface Progress {
  /**
   * What was touched before is counted, but of the systems that are behind: what was loaded at the last look. An insert that
   * was under way then says that it is older than the look.
   */
  seen_ms: number;
  /** Since when what touched them is not counted, by system. */
  behind: ReadonlyMap<number, number>;
  /** The last look that went further back. */
  longLook_ms: number;
}

/**
 * One round: systems of which something was touched are looked up, and what of it is not counted yet is. The first round
 * goes on where the last one ended that was told in the store, whoever told it, and with what its process left half done.
 */
function createRound(options: DossierRefresherOptions, stopping: () => boolean): () => Promise<unknown> {
  const { eventStore: store, clock, loadedThrough = clock, log, lookBack_ms = 600_000 } = options;
  const look = createClockLook(store);
  const tell = createTelling(store);
  let progress: Progress | undefined;
  /** By what the systems were touched when they were counted last. */
  const counted = new Map<number, string>();
  let since_ms = 0;
  /** Whether something may be half written: at the start, and after what could not be done. */
  let isUnsure = true;
  const attempts = createAttempts<TouchedSystem>({
    keyOf: ({ systemId }) => String(systemId),
    stateOf: ({ state }) => state,
    probe: () => askClock(store),
    stopping,
    log,
    compute: async (group) => {
      // Who is behind is so by itself, see `groupsOf`.
      const [{ systemId }] = group as [TouchedSystem];
      const left_ms = progress?.behind.get(systemId);
      const from_ms = left_ms === undefined ? since_ms : Math.min(since_ms, windowBegin(left_ms, lookBack_ms));
      await countTouched(store, group, from_ms).catch((error: unknown) => {
        isUnsure = true;
        throw error;
      });
      for (const system of group) counted.set(system.systemId, system.state);
    },
  });

  return async () => {
    // Before the look: what it finds is at least this new.
    const through_ms = loadedThrough();
    // By one clock: in a simulated country that of the collectors is years from that of the store.
    const unloaded_ms = Math.max(0, clock() - through_ms);
    const { looked_ms, wasSet } = await look();
    if (wasSet) await forgetAhead(store, 'dossier_rounds', looked_ms);
    // A clock that was set back must not keep from a look what was touched since.
    if (progress !== undefined && progress.seen_ms > looked_ms) progress = { ...progress, seen_ms: looked_ms };
    if (isUnsure) await noteHalfWritten(store, progress, lookBack_ms);
    isUnsure = false;
    progress ??= await readProgress(store);
    const isLong = wasSet || looked_ms - progress.longLook_ms >= lookBack_ms;
    since_ms = windowBegin(progress.seen_ms, isLong ? lookBack_ms : CLOCKS_DIFFER_MS);
    const touched = await store.ask(touchedSystems, { since_ms });
    const touchedLonger = await touchedBehind(store, progress.behind, { since_ms, lookBack_ms });
    const all = withBehind([...touched, ...touchedLonger], progress.behind);
    const found = await withContentAhead(store, all, { since_ms, ahead_ms: looked_ms + CLOCKS_DIFFER_MS });
    const isLeft = ({ systemId, state }: TouchedSystem): boolean => counted.get(systemId) !== state;
    const worth = attempts.worthTrying(found.filter(isLeft), performance.now());
    for (const group of groupsOf(worth, progress.behind)) await attempts.compute(group, performance.now());
    const left = new Map(found.filter(isLeft).map(({ systemId, oldest_ms }) => [systemId, oldest_ms]));
    for (const systemId of left.keys()) counted.delete(systemId);
    const seen_ms = looked_ms - Math.min(unloaded_ms, lookBack_ms);
    progress = { seen_ms, behind: left, longLook_ms: isLong ? looked_ms : progress.longLook_ms };
    await tell({ looked_ms, through_ms, left }, worth.length === 0);
    return attempts.failure();
  };
}

/** The beginning of what is looked at moves by whole spans, so that what touched a system stays the same from look to look. */
function windowBegin(seen_ms: number, back_ms: number): number {
  return Math.max(0, (Math.floor(seen_ms / back_ms) - 1) * back_ms);
}

/** What was begun after the last round that was told, or before it by no more than an insert takes. */
async function noteHalfWritten(store: EventStore, progress: Progress | undefined, lookBack_ms: number): Promise<void> {
  const seen_ms = progress?.seen_ms ?? (await readHowFar(store))?.looked_ms ?? 0;
  const since_ms = Math.max(0, seen_ms - lookBack_ms);
  await store.run(noteEventDays, { since_ms });
  await store.run(noteContradictions, { since_ms });
}

async function readProgress(store: EventStore): Promise<Progress> {
  const told = await readHowFar(store);
  const behind = new Map([...(told?.behind ?? [])].map(([systemId, { since_ms }]) => [systemId, since_ms]));
  for (const { systemId, oldest_ms } of await store.ask(staleSystems, {})) {
    behind.set(systemId, Math.min(oldest_ms, behind.get(systemId) ?? oldest_ms));
  }
  return { seen_ms: told?.looked_ms ?? 0, behind, longLook_ms: 0 };
}

/** What touched the systems that are behind since the first of them is; of all others that would be more than is to be counted. */
async function touchedBehind(
  store: EventStore,
  behind: Progress['behind'],
  { since_ms, lookBack_ms }: { since_ms: number; lookBack_ms: number },
): Promise<TouchedSystem[]> {
  if (behind.size === 0) return [];
  const begins = [...behind.values()].map((left_ms) => windowBegin(left_ms, lookBack_ms));
  const touched = await store.ask(touchedSystems, { since_ms: Math.min(since_ms, ...begins) });
  return touched.filter(({ systemId }) => behind.has(systemId));
}

/** Systems that are behind are to be counted also when nothing has touched them since; their oldest touch is that of then. */
function withBehind(touched: readonly TouchedSystem[], behind: Progress['behind']): TouchedSystem[] {
  const found = new Map(touched.map((system) => [system.systemId, system]));
  for (const [systemId, oldest_ms] of behind) {
    const system = found.get(systemId) ?? { systemId, state: 'left', dossiers: 0, oldest_ms, newest_ms: oldest_ms };
    found.set(systemId, { ...system, oldest_ms: Math.min(system.oldest_ms, oldest_ms) });
  }
  return [...found.values()];
}

/** Each system that is behind by itself, since more of it must be counted; the others in groups. */
function groupsOf(systems: readonly TouchedSystem[], behind: Progress['behind']): TouchedSystem[][] {
  const [left, others] = [
    systems.filter(({ systemId }) => behind.has(systemId)),
    systems.filter(({ systemId }) => !behind.has(systemId)),
  ];
  return [...planGroups(others), ...left.map((system) => [system])];
}
