import type { Log } from '@emc/contract';

/** Runs work; a fault of ours is logged by its place (what was sent is not) and answered by `failed`. */
export function guard(work: () => void, log: Log, failed: () => void): void {
  try {
    work();
  } catch (error) {
    const stack = error instanceof Error ? (error.stack ?? '') : '';
    const at = stack.split('\n').find((line) => line.startsWith('    at '));
    log.error({ name: error instanceof Error ? error.name : 'unknown', at }, 'what was sent made the collector fail');
    failed();
  }
}
