import type { Log } from '@emc/contract';

/** Runs work; a fault of ours is logged by its place (what was sent is not) and answered by `failed`. */
export function guard(work: () => void, log: Log, failed: () => void): void {
  try {
    work();
  } catch (error) {
    log.error(placeOf(error), 'what was sent made the collector fail');
    failed();
  }
}

/** Where an error was thrown; not what it says, since that may be what was sent. */
export function placeOf(error: unknown): { name: string; at: string | undefined } {
  if (!(error instanceof Error)) return { name: 'unknown', at: undefined };
  return { name: error.name, at: error.stack?.split('\n').find((line) => line.startsWith('    at ')) };
}
