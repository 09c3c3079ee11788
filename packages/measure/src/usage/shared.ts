import type { Clock } from '@emc/contract';

/** Asks unless the answer to the same question is under way or young enough to be shared. */
export type Shared<T> = (key: string, ask: () => Promise<T>) => Promise<T>;

/** How many answers are held at most: the oldest make room. */
const MOST_ANSWERS = 100;

/**
 * Asks once for all who ask the same: an answer is shared while it is under way and until it was asked for `age_ms` ago.
 * A failure is shared by those who wait for it, and by nobody after.
 */
export function createShared<T>(clock: Clock, age_ms: number): Shared<T> {
  const answers = new Map<string, { asked_ms: number; underWay: boolean; found: Promise<T> }>();
  return (key, ask) => {
    const held = answers.get(key);
    if (held !== undefined && (held.underWay || Math.abs(clock() - held.asked_ms) < age_ms)) return held.found;
    const answer = { asked_ms: clock(), underWay: true, found: ask() };
    answers.delete(key);
    answers.set(key, answer);
    if (answers.size > MOST_ANSWERS) for (const oldest of [...answers.keys()].slice(0, 1)) answers.delete(oldest);
    answer.found.then(
      () => (answer.underWay = false),
      () => answers.get(key) === answer && answers.delete(key),
    );
    return answer.found;
  };
}
