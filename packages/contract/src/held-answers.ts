import type { Clock } from './time.ts';

/** Gives the answer to a question that is under way or was asked at most `age_ms` ago, or asks. */
export type HeldAnswers<T> = (question: string, age_ms: number, ask: () => Promise<T>) => Promise<T>;

/** How many answers are held at most: the oldest make room. */
const MOST_ANSWERS = 100;

/**
 * Asks once for all who ask the same: whoever asks while the question is under way, or soon after, shares its answer.
 * A failure is shared by those who wait for it, and by nobody after.
 */
export function holdAnswers<T>(clock: Clock): HeldAnswers<T> {
  const held = new Map<string, { asked_ms: number; underWay: boolean; answer: Promise<T> }>();
  return (question, age_ms, ask) => {
    const before = held.get(question);
    if (before !== undefined && (before.underWay || Math.abs(clock() - before.asked_ms) < age_ms)) return before.answer;
    const asked = { asked_ms: clock(), underWay: true, answer: ask() };
    held.delete(question);
    held.set(question, asked);
    if (held.size > MOST_ANSWERS) for (const oldest of [...held.keys()].slice(0, 1)) held.delete(oldest);
    asked.answer.then(
      () => (asked.underWay = false),
      () => held.get(question) === asked && held.delete(question),
    );
    return asked.answer;
  };
}
