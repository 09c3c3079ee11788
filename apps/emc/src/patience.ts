import { setTimeout as sleep } from 'node:timers/promises';

/** How long a stop waits for a question that a store does not answer. */
export const STOP_PATIENCE_MS = 3000;

/**
 * Waits for the end of some work, but not longer than that: a store that hangs must not keep the program from stopping.
 * Whatever is cut short here is safe to cut short: what was acknowledged is in the spool.
 */
export async function atMost(limit_ms: number, work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, limit_ms);
  });
  await Promise.race([work, limit]);
  clearTimeout(timer);
}

/** Does some work again and again with a pause between, until it is stopped. The work must not throw. */
export function repeat(pause_ms: number, work: () => Promise<void>): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const { signal } = stopping;
  const run = async (): Promise<void> => {
    while (!signal.aborted) {
      await work();
      await sleep(pause_ms, undefined, { signal }).catch(() => undefined);
    }
  };
  const running = run();
  return {
    stop: () => {
      stopping.abort();
      return running;
    },
  };
}
