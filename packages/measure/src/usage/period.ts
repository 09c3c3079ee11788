import { addDays, countDays, DAY_MS, dayOf, daySchema, EmcError, FIRST_DAY, LAST_DAY, startOfDay } from '@emc/contract';
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
export function resolvePeriod(query: UsageQuery, now_ms: number): Period {
  const to = knownDay('to', query.to ?? dayOf(now_ms));
  const from = knownDay('from', query.from ?? addDays(to, 1 - DEFAULT_DAYS));
  const { interval } = query;
  const days = countDays(from, to);
  if (!(days >= 1)) {
    const detail = `from ${from} is after to ${to}`;
    throw new EmcError('period-invalid', detail, [{ where: 'from', what: 'a day not after "to"' }]);
  }
  if (days > MOST_DAYS[interval]) {
    const detail = `${days} days; by ${interval} at most ${MOST_DAYS[interval]} days can be asked for`;
    throw new EmcError('period-invalid', detail, [
      { where: 'from', what: `at most ${MOST_DAYS[interval]} days before "to"` },
    ]);
  }
  return {
    from,
    to,
    interval,
    previousFrom: addDays(from, -days),
    previousTo: addDays(from, -1),
    mapDay: knownDay('asOf', query.asOf ?? to),
    buckets: bucketsOf(from, to, interval),
  };
}

/** The day, if it is one that the product knows: beyond the year 9999 days no longer sort as text. @throws EmcError period-invalid */
export function knownDay(where: string, day: Day): Day {
  if (daySchema.safeParse(day).success) return day;
  const what = `a day from ${FIRST_DAY} to ${LAST_DAY}`;
  throw new EmcError('period-invalid', `${where} is not ${what}`, [{ where, what }]);
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
