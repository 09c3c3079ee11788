import { countDays, addDays, type Day, type PortalConnection } from '@emc/contract';
import type { DeadlineRules } from './rules.ts';

type Deadline = NonNullable<PortalConnection['deadline']>;

/**
 * By when a portal has to be connected, as the day sees it. Going live under the newer duty, it must be connected before
 * (last day: the day before); already running then, or since nobody knows when, by the day set for all such.
 *
 * @param liveOn the day it went or will go live; null = not said
 */
export function deadlineOf(liveOn: Day | null, rules: DeadlineRules, today: Day): Deadline {
  const isNew = liveOn !== null && liveOn >= rules.newFrom;
  const day = isNew ? addDays(liveOn, -1) : rules.existingUntil;
  return { day, rule: isNew ? 'before-use' : 'existing', passed: today > day, daysLeft: countDays(today, day) - 1 };
}

/** The earliest of them. */
export function nextDeadline(deadlines: readonly (Deadline | null)[]): Deadline | null {
  return deadlines.filter((deadline) => deadline !== null).sort((a, b) => (a.day < b.day ? -1 : 1))[0] ?? null;
}
