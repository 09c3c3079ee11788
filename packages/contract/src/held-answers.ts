import { share, type Shared } from './askers.ts';
import type { Clock } from './time.ts';

/** Gives the answer to a question that is under way or was asked at most `age_ms` ago, or asks. */
export type HeldAnswers<T> = (question: string, age_ms: number, ask: () => Promise<T>) => Promise<T>;

/** How many answers are held at most: the oldest make room. */
const MOST_ANSWERS = 100;

/**
 * Asks once for all who ask the same: whoever asks while the question is under way, or soon after, shares its answer.
 * A failure is shared by those who wait for it, and by no one after. What waits in lanes meanwhile waits for all of them.
 */
export function holdAnswers<T>(clock: Clock): HeldAnswers<T> {
  const held = new Map<string, Shared<T> & { asked_ms: number }>();
  return (question, age_ms, ask) => {
    const before = held.get(question);
    if (before !== undefined && (before.isUnderWay || Math.abs(clock() - before.asked_ms) < age_ms))
      return before.join();
    const asked = Object.assign(share(ask), { asked_ms: clock() });
    held.delete(question);
    held.set(question, asked);
    if (held.size > MOST_ANSWERS) for (const oldest of [...held.keys()].slice(0, 1)) held.delete(oldest);
    asked.answer.catch(() => held.get(question) === asked && held.delete(question));
    return asked.answer;
  };
}
