import type { PortalConnection } from '@emc/contract';
import { useWords } from '../words.ts';

type Deadline = NonNullable<PortalConnection['deadline']>;

/** When a portal is due, and how many days are left or gone. The rule is told where there is room. */
export function DeadlineText({ deadline, withRule = false }: { deadline: Deadline; withRule?: boolean }) {
  const { t, f } = useWords();
  const { day, daysLeft, rule } = deadline;
  const text =
    daysLeft === 0
      ? t.board.deadlineToday(f.day(day))
      : daysLeft < 0
        ? t.board.deadlinePassed(f.day(day), f.number(-daysLeft))
        : t.board.deadlineLeft(f.day(day), f.number(daysLeft));
  return (
    <span className={deadline.passed ? 'is-late' : undefined}>
      {text}
      {withRule && t.board.deadlineRules[rule] !== undefined ? <small>. {t.board.deadlineRules[rule]}</small> : null}
    </span>
  );
}
