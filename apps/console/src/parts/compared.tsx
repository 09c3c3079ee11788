import { periodBefore } from '../days.ts';
import { useWords } from '../words.ts';

/** With which days the figures of a period are compared. */
export function Compared({ period }: { period: { from: string; to: string } }) {
  const { t, f } = useWords();
  const before = periodBefore(period);
  return <>{t.figures.comparedWith(f.day(before.from), f.day(before.to))}</>;
}
