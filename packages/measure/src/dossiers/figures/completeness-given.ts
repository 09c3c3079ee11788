import type { Damage, Day, Period } from '@emc/contract';
import type { LoaderStatus } from '../../figures-options.ts';
import type { Reading } from './read.ts';
import type { Whose } from './subject.ts';

/** What it is judged by whether figures are complete. */
export interface CompletenessGiven extends Pick<
  Reading,
  'sending' | 'howFar' | 'toldTwice' | 'contradicted' | 'now_ms'
> {
  whose: Whose;
  period: Period;
  today: Day;
  loaders: LoaderStatus;
  simulated: boolean;
  damage: readonly Damage[];
  /** What waits longer than this to be counted is named. */
  countedWithin_ms: number;
}
