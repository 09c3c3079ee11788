import {
  addDays,
  countDays,
  type Day,
  dayOf,
  daySchema,
  EmcError,
  FIRST_DAY,
  LAST_DAY,
  type Period,
  type PeriodQuery,
} from '@emc/contract';

export interface EvaluatedPeriod extends Period {
  /** The day of the map, the catalogue and the connection: the last of the period, today at most. */
  mapDay: Day;
  /** The period of the same length just before; null = before the calendar of the product. */
  previous: Period | null;
  /** It ended before today: only what arrives late can still change it. */
  closed: boolean;
}

const MOST_DAYS = 366;

/**
 * The period that is asked for; the month of `to` up to `to`, and `to` is today, when left out.
 * @throws EmcError period-invalid
 */
export function readPeriod(query: PeriodQuery, now_ms: number): EvaluatedPeriod {
  const today = dayOf(now_ms);
  const to = known('to', query.to ?? today);
  const from = known('from', query.from ?? `${to.slice(0, 7)}-01`);
  const days = countDays(from, to);
  if (days < 1) {
    throw new EmcError('period-invalid', `from ${from} is after to ${to}`, [
      { where: 'from', what: 'a day not after "to"' },
    ]);
  }
  if (days > MOST_DAYS) {
    throw new EmcError('period-invalid', `${days} days; at most ${MOST_DAYS} days can be evaluated at once`, [
      { where: 'from', what: `at most ${MOST_DAYS} days before "to"` },
    ]);
  }
  const previous = { from: addDays(from, -days), to: addDays(from, -1) };
  return {
    from,
    to,
    mapDay: to < today ? to : today,
    previous: previous.from < FIRST_DAY ? null : previous,
    closed: to < today,
  };
}

function known(where: string, day: Day): Day {
  if (daySchema.safeParse(day).success) return day;
  const what = `a day from ${FIRST_DAY} to ${LAST_DAY}`;
  throw new EmcError('period-invalid', `${where} is not ${what}`, [{ where, what }]);
}
