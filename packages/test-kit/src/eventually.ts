/**
 * Asks again and again until `check` no longer throws, and gives its value; after `within_ms` its last error is thrown.
 * For what becomes true by itself; says how long it took.
 */
export async function eventually<T>(
  check: () => Promise<T> | T,
  within_ms = 60_000,
): Promise<{ value: T; took_ms: number }> {
  const started = performance.now();
  for (;;) {
    try {
      return { value: await check(), took_ms: performance.now() - started };
    } catch (error) {
      if (performance.now() - started > within_ms) throw error;
      await pauseAfter(started);
    }
  }
}

/**
 * A pause between two looks: a tenth of the time since the first, so that what comes soon is seen at once, and what takes
 * long is not kept from coming by being asked for.
 * @param started by `performance.now()`
 */
export function pauseAfter(started: number): Promise<void> {
  const pause_ms = Math.min(500, Math.max(20, (performance.now() - started) / 10));
  return new Promise((resolve) => setTimeout(resolve, pause_ms));
}
