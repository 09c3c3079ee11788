import { addDays, DAY_MS, knownDay, resolvePeriod, startOfDay } from '@emc/contract';
import type { Day, Interval, UsageQuery } from '@emc/contract';

/** A point of a series: local time from `start_ms` to before `end_ms`. */
export interface Bucket {
  start_ms: number;
  end_ms: number;
}

export interface Period {
  from: Day;
  /** Included. */
  to: Day;
  interval: Interval;
  /** The period of the same length just before. */
  previousFrom: Day;
  previousTo: Day;
  mapDay: Day;
  buckets: Bucket[];
}

/** Days that may be asked for at once, by interval: a series stays small enough to draw and to answer quickly. */
const MOST_DAYS: Record<Interval, number> = { hour: 31, day: 800, month: 3_660 };
const DEFAULT_DAYS = 30;
const HOUR_MS = 3_600_000;

/** The period that a query asks for. @throws EmcError period-invalid */
export function resolveUsagePeriod({ interval, asOf, ...asked }: UsageQuery, now_ms: number): Period {
  const { from, to, days } = resolvePeriod(asked, now_ms, {
    firstDay: (last) => addDays(last, 1 - DEFAULT_DAYS),
    mostDays: MOST_DAYS[interval],
    what: `by ${interval}`,
  });
  return {
    from,
    to,
    interval,
    previousFrom: addDays(from, -days),
    previousTo: addDays(from, -1),
    mapDay: knownDay('asOf', asOf ?? to),
    buckets: bucketsOf(from, to, interval),
  };
}

function bucketsOf(from: Day, to: Day, interval: Interval): Bucket[] {
  const begin_ms = startOfDay(from);
  const end_ms = startOfDay(addDays(to, 1));
  if (interval === 'month') return monthsOf(from, to);
  const step_ms = interval === 'hour' ? HOUR_MS : DAY_MS;
  const buckets: Bucket[] = [];
  for (let start_ms = begin_ms; start_ms < end_ms; start_ms += step_ms) {
    buckets.push({ start_ms, end_ms: start_ms + step_ms });
  }
  return buckets;
}

/** Calendar months, the first and the last cut to the period. */
function monthsOf(from: Day, to: Day): Bucket[] {
  const buckets: Bucket[] = [];
  let start = from;
  while (start <= to) {
    const next = firstOfNextMonth(start);
    const last = addDays(to, 1);
    buckets.push({ start_ms: startOfDay(start), end_ms: startOfDay(next < last ? next : last) });
    start = next;
  }
  return buckets;
}

function firstOfNextMonth(day: Day): Day {
  return `${addDays(`${day.slice(0, 7)}-01`, 31).slice(0, 7)}-01`;
}
