import { countDays, dayOf, EmcError } from '@emc/contract';
import type { Period, PeriodQuery } from '@emc/contract';
import { knownDay } from '../../usage/period.ts';

/** Days that may be asked for at once: a year. */
const MOST_DAYS = 366;

/** The period that is asked for: from the first of the month of `to`, up to today, unless said. @throws EmcError period-invalid */
export function readPeriod(query: PeriodQuery, now_ms: number): Period {
  const to = knownDay('to', query.to ?? dayOf(now_ms));
  const from = knownDay('from', query.from ?? `${to.slice(0, 7)}-01`);
  const days = countDays(from, to);
  if (!(days >= 1)) {
    const detail = `from ${from} is after to ${to}`;
    throw new EmcError('period-invalid', detail, [{ where: 'from', what: 'a day not after "to"' }]);
  }
  if (days > MOST_DAYS) {
    const detail = `${days} days; of dossiers at most ${MOST_DAYS} days can be asked for`;
    throw new EmcError('period-invalid', detail, [{ where: 'from', what: `at most ${MOST_DAYS} days up to "to"` }]);
  }
  return { from, to };
}
