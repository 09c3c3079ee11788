import { EmcError } from './errors.ts';
import type { Period, PeriodQuery } from './figures.ts';
import { daySchema, FIRST_DAY, LAST_DAY } from './registry.ts';
import { addDays, countDays, type Day, dayOf } from './time.ts';

/** What a figure allows of its periods, and what it takes when less is said. */
export interface PeriodRules {
  /** The first day when none is said. */
  firstDay: (to: Day) => Day;
  mostDays: number;
  /** Whose limit it is, for the refusal: `of dossiers`. */
  what: string;
}

/** From the first of the month on. */
export function monthOf(to: Day): Day {
  return `${to.slice(0, 7)}-01`;
}

/** The period that is asked for, up to today unless said. @throws EmcError period-invalid naming the limit */
export function resolvePeriod(
  asked: PeriodQuery,
  now_ms: number,
  { firstDay, mostDays, what }: PeriodRules,
): Period & { days: number } {
  const to = knownDay('to', asked.to ?? dayOf(now_ms));
  const from = knownDay('from', asked.from ?? firstDay(to));
  const days = countDays(from, to);
  if (!(days >= 1)) throw refusal(`from ${from} is after to ${to}`, 'from', 'a day not after "to"');
  if (days > mostDays) {
    const limit = `at most ${mostDays} days before "to"`;
    throw refusal(`${days} days; ${what} at most ${mostDays} days can be asked for`, 'from', limit);
  }
  return { from, to, days };
}

/** The period of the same length just before, to compare with; null = before the calendar of the product. */
export function periodBefore({ from, to }: Period): Period | null {
  const before = { from: addDays(from, -countDays(from, to)), to: addDays(from, -1) };
  return before.from < FIRST_DAY ? null : before;
}

/** The day, if it is one that the product knows: beyond the year 9999 days no longer sort as text. @throws EmcError period-invalid */
export function knownDay(where: string, day: Day): Day {
  if (daySchema.safeParse(day).success) return day;
  const what = `a day from ${FIRST_DAY} to ${LAST_DAY}`;
  throw refusal(`${where} is not ${what}`, where, what);
}

function refusal(detail: string, where: string, what: string): EmcError {
  return new EmcError('period-invalid', detail, [{ where, what }]);
}
