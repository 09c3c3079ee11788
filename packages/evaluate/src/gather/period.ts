import {
  type Day,
  dayOf,
  EmcError,
  monthOf,
  type Period,
  periodBefore,
  type PeriodQuery,
  resolvePeriod,
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
 * The period that is asked for; the month of `to` up to `to`, and `to` is today, when left out. Of a period that has not
 * begun nothing can be said: catalogue and connection of today alone would make scores and places of it.
 * @throws EmcError period-invalid
 */
export function readPeriod(query: PeriodQuery, now_ms: number): EvaluatedPeriod {
  const today = dayOf(now_ms);
  const rules = { firstDay: monthOf, mostDays: MOST_DAYS, what: 'of an evaluation' };
  const { from, to } = resolvePeriod(query, now_ms, rules);
  if (from > today) {
    const what = `a day not after today, ${today}`;
    throw new EmcError('period-invalid', `the period has not begun: from is not ${what}`, [{ where: 'from', what }]);
  }
  return {
    from,
    to,
    mapDay: to < today ? to : today,
    previous: periodBefore({ from, to }),
    closed: to < today,
  };
}
