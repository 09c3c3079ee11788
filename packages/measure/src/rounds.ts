import type { Log } from '@emc/contract';

export interface RoundsOptions {
  /** One round of work; resolves to why a part of it could not be done, undefined when all could. Throws when the store is away. */
  round: () => Promise<unknown>;
  log: Log;
  /** What is computed, for the log: "visits". */
  what: string;
  /** Pause between two rounds; it grows so that the work takes at most a fifth of the time. */
  pause_ms: number;
  /** The longest pause, however long a round took; 30 s when left out. A store that hung for minutes did not work meanwhile. */
  longestPause_ms?: number;
}

export interface Rounds {
  /** Does nothing when it runs already. */
  start: () => void;
  /** Ends after the round under way; it may be started again. */
  stop: () => Promise<void>;
  /** Whether the round under way is waited for: it should leave what can be left. */
  stopping: () => boolean;
  /** A round after the one under way; throws what it throws. */
  next: () => Promise<unknown>;
}

const PAUSE_WHEN_AWAY_MS = 2_000;
const LONGEST_PAUSE_MS = 30_000;
/** The pause after a round, as a multiple of what it took: computing takes at most a fifth of the time. */
const REST_FACTOR = 4;

/** Runs rounds of background work, one at a time: a second beside it would compute the same. */
export function createRounds(options: RoundsOptions): Rounds {
  const { round, log, what, pause_ms, longestPause_ms = LONGEST_PAUSE_MS } = options;
  let current: Promise<unknown> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;
  let running = false;
  let stopping = false;
  let away = false;

  const next = (): Promise<unknown> => {
    const mine = current.catch(() => {}).then(round);
    current = mine;
    return mine;
  };

  async function turn(): Promise<void> {
    // Not by a clock that tells the time: it may be set while the round is under way.
    const began_ms = performance.now();
    let wait_ms = pause_ms;
    try {
      await next();
      wait_ms = Math.min(Math.max(pause_ms, REST_FACTOR * (performance.now() - began_ms)), longestPause_ms);
      if (away) log.info({}, `${what} are computed again`);
      away = false;
    } catch (error) {
      if (!away) log.warn({ err: error }, `${what} cannot be computed at the moment`);
      away = true;
      wait_ms = PAUSE_WHEN_AWAY_MS;
    }
    if (running) timer = setTimeout(() => void turn(), wait_ms);
  }

  return {
    start: () => {
      if (running) return;
      running = true;
      void turn();
    },
    stop: async () => {
      [running, stopping] = [false, true];
      clearTimeout(timer);
      await current.catch(() => {});
      stopping = false;
    },
    stopping: () => stopping,
    next,
  };
}
