import type { Interval } from '@emc/contract';
import type { Filters } from './addresses.ts';
import { addDays, countDays, dayOf, isDay } from './days.ts';

export const RANGES = ['today', '7d', '30d', '90d', '12m'] as const;
type Range = (typeof RANGES)[number];
const RANGE_DAYS: Record<Exclude<Range, '12m'>, number> = { today: 1, '7d': 7, '30d': 30, '90d': 90 };

const LONGEST_BY_HOUR_DAYS = 31;
const SHORTEST_BY_MONTH_DAYS = 32;
const LONGEST_BY_DAY_DAYS = 400;

/** A period as the reader chose it, and as the API is asked for it. */
export interface Period {
  range: Range | 'custom';
  from: string;
  to: string;
  interval: Interval;
  /** The intervals that make sense for this length. */
  intervals: Interval[];
  query: Filters;
}

function firstDay(range: Range, today: string): string {
  // Twelve whole months and the one that runs.
  if (range === '12m') return `${Number(today.slice(0, 4)) - 1}${today.slice(4, 7)}-01`;
  return addDays(today, 1 - RANGE_DAYS[range]);
}

function intervalsFor(days: number): Interval[] {
  const fitting: Interval[] = [];
  if (days <= LONGEST_BY_HOUR_DAYS) fitting.push('hour');
  if (days > 1 && days <= LONGEST_BY_DAY_DAYS) fitting.push('day');
  if (days >= SHORTEST_BY_MONTH_DAYS) fitting.push('month');
  return fitting;
}

/** The last day on which a body existed; undefined while it exists. `validTo` is the first day without it. */
export function lastDayOf({ validTo }: { validTo: string | null }, now_ms: number): string | undefined {
  return validTo !== null && validTo <= dayOf(now_ms) ? addDays(validTo, -1) : undefined;
}

const earlier = (day: string, other: string): string => (day < other ? day : other);

/**
 * Reads `?range=` or `?from=&to=`, and `?interval=`. Whatever the address says, the result is a valid period; 30 days by
 * default. With `lastDay` (of a body that no longer exists) nothing after it is asked for, ranges end on it, and the map
 * of bodies is that of `lastDay`: on any later map the body is not there.
 */
export function periodOf(
  search: Readonly<Record<string, string | undefined>>,
  now_ms: number,
  lastDay?: string,
): Period {
  const today = lastDay === undefined ? dayOf(now_ms) : earlier(lastDay, dayOf(now_ms));
  const until = isDay(search['to']) && lastDay !== undefined ? earlier(search['to'], lastDay) : search['to'];
  const custom = isDay(search['from']) && isDay(until) && search['from'] <= until;
  const range = custom ? 'custom' : (RANGES.find((known) => known === search['range']) ?? '30d');
  const from = range === 'custom' ? String(search['from']) : firstDay(range, today);
  const to = range === 'custom' ? String(until) : today;
  const days = countDays(from, to);
  const intervals = intervalsFor(days);
  const natural: Interval = days <= 2 ? 'hour' : days <= 120 ? 'day' : 'month';
  const interval = intervals.find((known) => known === search['interval']) ?? natural;
  const asOf = lastDay === undefined ? {} : { asOf: today };
  return { range, from, to, interval, intervals, query: { from, to, interval, ...asOf } };
}
