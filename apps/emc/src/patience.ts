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
