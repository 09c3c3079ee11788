import { EmcError } from './errors.ts';
import type { Clock } from './time.ts';

export interface HeartbeatOptions {
  /** For people: "event store". */
  name: string;
  /** Resolves when the store answers, rejects when it does not; should end when the signal aborts. */
  ping: (signal: AbortSignal) => Promise<void>;
  clock: Clock;
  /** From one answer to the next ping; a second when left out. */
  every_ms?: number;
  /** How long no ping may be answered until the store is unavailable; 5 s when left out. */
  limit_ms?: number;
}

/** Whether a store lives, as far as its answers to pings say. */
export interface Heartbeat {
  start: () => void;
  stop: () => void;
  /** Since when the store is unavailable, by the clock, Unix milliseconds; undefined = it answers. */
  unavailableSince_ms: () => number | undefined;
  /** How long no ping was answered, by a clock that nobody sets; time in which this process stood still does not count. */
  silent_ms: () => number;
  /**
   * Asks a reader's question. When the store is or becomes unavailable it ends at once, however long it may take otherwise.
   * @throws EmcError store-unavailable, and what `ask` throws
   */
  whileAnswering: <T>(ask: (signal: AbortSignal) => Promise<T>) => Promise<T>;
}

const EVERY_MS = 1_000;
const LIMIT_MS = 5_000;
/** Looks at the silence within one limit. */
const LOOKS = 20;

/** Pings a store for as long as it runs. Before the first ping the store is taken to answer: whoever starts it has asked it. */
export function createHeartbeat(options: HeartbeatOptions): Heartbeat {
  const { name, ping, clock, every_ms = EVERY_MS, limit_ms = LIMIT_MS } = options;
  const waiting = new Set<() => void>();
  let running: AbortController | undefined;
  /** A ping is on its way, or the last one was not answered. */
  let isOwed = false;
  let silent_ms = 0;
  let since_ms: number | undefined;

  const refusal = (): EmcError => new EmcError('store-unavailable', `${name}: it answers no ping`);

  function lose(): void {
    if (since_ms !== undefined) return;
    since_ms = clock() - silent_ms;
    for (const end of waiting) end();
    waiting.clear();
  }

  /** One ping, and another at once: a connection that was kept may have been closed at the other end. */
  async function pingTwice(stopped: AbortSignal): Promise<'answered' | 'refused' | 'silent'> {
    const limit = new AbortController();
    const giveUp = (): void => limit.abort();
    const timer = setTimeout(giveUp, limit_ms);
    stopped.addEventListener('abort', giveUp, { once: true });
    try {
      await ping(limit.signal).catch(() => ping(limit.signal));
      return 'answered';
    } catch {
      return limit.signal.aborted ? 'silent' : 'refused';
    } finally {
      clearTimeout(timer);
      stopped.removeEventListener('abort', giveUp);
    }
  }

  async function pings(stopped: AbortSignal): Promise<void> {
    while (!stopped.aborted) {
      isOwed = true;
      const outcome = await pingTwice(stopped);
      if (stopped.aborted) return;
      if (outcome === 'answered') [isOwed, silent_ms, since_ms] = [false, 0, undefined];
      if (outcome === 'refused') lose();
      await pause(every_ms, stopped);
    }
  }

  function watchSilence(stopped: AbortSignal): void {
    const look_ms = limit_ms / LOOKS;
    let looked_ms = performance.now();
    const timer = setInterval(() => {
      const now_ms = performance.now();
      // When this process itself stood still, answers may wait to be read.
      if (isOwed) silent_ms += Math.min(now_ms - looked_ms, 2 * look_ms);
      looked_ms = now_ms;
      if (silent_ms >= limit_ms) lose();
    }, look_ms);
    stopped.addEventListener('abort', () => clearInterval(timer), { once: true });
  }

  return {
    start: () => {
      if (running !== undefined) return;
      running = new AbortController();
      watchSilence(running.signal);
      void pings(running.signal);
    },
    stop: () => {
      running?.abort();
      running = undefined;
    },
    unavailableSince_ms: () => since_ms,
    silent_ms: () => silent_ms,
    whileAnswering: (ask) => {
      if (since_ms !== undefined) return Promise.reject(refusal());
      const cut = new AbortController();
      return new Promise((resolve, reject) => {
        const end = (): void => {
          reject(refusal());
          cut.abort();
        };
        waiting.add(end);
        const asked = (async () => ask(cut.signal))();
        asked.then(resolve, reject).finally(() => waiting.delete(end));
      });
    },
  };
}

function pause(for_ms: number, stopped: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, for_ms);
    function done(): void {
      clearTimeout(timer);
      stopped.removeEventListener('abort', done);
      resolve();
    }
    stopped.addEventListener('abort', done, { once: true });
  });
}
