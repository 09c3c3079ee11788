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
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}
