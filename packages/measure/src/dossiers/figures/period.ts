import { monthOf, resolvePeriod } from '@emc/contract';
import type { Period, PeriodQuery } from '@emc/contract';

/** Days that may be asked for at once: a year. */
const MOST_DAYS = 366;

/** The period that is asked for: from the first of the month of `to`, up to today, unless said. @throws EmcError period-invalid */
export function readPeriod(query: PeriodQuery, now_ms: number): Period {
  const rules = { firstDay: monthOf, mostDays: MOST_DAYS, what: 'of dossiers' };
  const { from, to } = resolvePeriod(query, now_ms, rules);
  return { from, to };
}
