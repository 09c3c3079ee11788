import { Askers, doneForAll, presentAskers } from './askers.ts';
import type { Clock } from './time.ts';

/** Gives the answer to a question that is under way or was asked at most `age_ms` ago, or asks. */
export type HeldAnswers<T> = (question: string, age_ms: number, ask: () => Promise<T>) => Promise<T>;

/** How many answers are held at most: the oldest make room. */
const MOST_ANSWERS = 100;

/**
 * Asks once for all who ask the same: whoever asks while the question is under way, or soon after, shares its answer.
 * A failure is shared by those who wait for it, and by nobody after. What waits in lanes meanwhile waits for all of them.
 */
export function holdAnswers<T>(clock: Clock): HeldAnswers<T> {
  const held = new Map<string, { asked_ms: number; underWay: boolean; askers: Askers; answer: Promise<T> }>();
  return (question, age_ms, ask) => {
    const before = held.get(question);
    if (before !== undefined && (before.underWay || Math.abs(clock() - before.asked_ms) < age_ms)) {
      if (before.underWay) before.askers.admit(presentAskers());
      return before.answer;
    }
    const askers = new Askers();
    askers.admit(presentAskers());
    const asked = { asked_ms: clock(), underWay: true, askers, answer: doneForAll(askers, ask) };
    held.delete(question);
    held.set(question, asked);
    if (held.size > MOST_ANSWERS) for (const oldest of [...held.keys()].slice(0, 1)) held.delete(oldest);
    const settled = (): void => {
      asked.underWay = false;
      askers.answered();
    };
    const failed = (): void => {
      settled();
      if (held.get(question) === asked) held.delete(question);
    };
    asked.answer.then(settled, failed);
    return asked.answer;
  };
}
