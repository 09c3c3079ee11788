import type { Log } from '@emc/contract';

export interface AttemptsOptions<T> {
  keyOf: (item: T) => string;
  /** What the computation of an item starts from: while it is the same, a computation gives the same. */
  stateOf: (item: T) => string;
  compute(group: readonly T[]): Promise<void>;
  /** Throws when the store is away: then it is not the group's fault. */
  probe(): Promise<unknown>;
  stopping(): boolean;
  log: Log;
}

interface Attempt {
  state: string;
  at_ms: number;
  /** Why it could not be computed, when it could not. */
  error?: unknown;
}

/**
 * A day whose rollup lacks hits stays stale whatever is computed, until a rebuild settles it: when nothing has changed
 * since it was last computed, it is computed again only after this.
 */
const COMPUTED_AGAIN_MS = 10_000;
/** What could not be computed is tried again after this, whether or not it has changed. */
const FAILED_AGAIN_MS = 60_000;
/** Failures in one group after which the rest of it is left for later, rather than tried in smaller and smaller parts. */
const MOST_FAILURES = 20;

/**
 * Computes what is stale, group by group. A group that cannot be computed is taken apart until the item at fault is
 * found: that one waits, and the others go on.
 */
export function createAttempts<T>(options: AttemptsOptions<T>) {
  const { keyOf, stateOf, log } = options;
  const attempts = new Map<string, Attempt>();

  function note(group: readonly T[], at_ms: number, error?: unknown): void {
    for (const item of group) attempts.set(keyOf(item), { state: stateOf(item), at_ms, error });
  }

  async function tryGroup(group: readonly T[], now_ms: number, patience: { left: number }): Promise<void> {
    if (group.length === 0 || options.stopping()) return;
    try {
      await options.compute(group);
      note(group, now_ms);
    } catch (error) {
      await options.probe();
      if (group.length === 1 || --patience.left <= 0) {
        log.error({ err: error, first: keyOf(group[0]!), count: group.length }, 'some days cannot be computed');
        return note(group, now_ms, error);
      }
      const half = Math.ceil(group.length / 2);
      await tryGroup(group.slice(0, half), now_ms, patience);
      await tryGroup(group.slice(half), now_ms, patience);
    }
  }

  return {
    worthTrying(stale: readonly T[], now_ms: number): T[] {
      for (const [key, { at_ms, error }] of attempts) {
        if (now_ms - at_ms > (error === undefined ? COMPUTED_AGAIN_MS : FAILED_AGAIN_MS)) attempts.delete(key);
      }
      return stale.filter((item) => {
        const attempt = attempts.get(keyOf(item));
        return attempt === undefined || (attempt.error === undefined && attempt.state !== stateOf(item));
      });
    },
    /** @throws whatever `probe` throws */
    compute: (group: readonly T[], now_ms: number) => tryGroup(group, now_ms, { left: MOST_FAILURES }),
    /** Why something could not be computed that has not been computed since; undefined when all could. */
    failure: (): unknown => [...attempts.values()].find(({ error }) => error !== undefined)?.error,
  };
}
