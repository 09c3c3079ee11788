import type { Filters } from './addresses.ts';
import { addDays, isDay } from './days.ts';

type PeriodKind = 'now' | 'month' | 'quarter' | 'year' | 'custom';

/** A period over which bodies are evaluated and dossiers counted, as the address and the API name it. */
export interface ReportingPeriod {
  kind: PeriodKind;
  /** As in `?period=`: empty (this month so far), `2024-01`, `2024-Q1`, `2024` or `2024-01-01..2024-01-18`. */
  key: string;
  from: string;
  /** Included; today at the latest. */
  to: string;
  /** For the API. Empty for `now`: the server knows its own today. */
  query: Filters;
}

const earlier = (a: string, b: string): string => (a < b ? a : b);
const two = (n: number): string => String(n).padStart(2, '0');

/** The last day of the month that is `month` (1 to 12) of `year`. */
function endOfMonth(year: number, month: number): string {
  return addDays(`${month === 12 ? year + 1 : year}-${two(month === 12 ? 1 : month + 1)}-01`, -1);
}

function boundsOf(key: string): { kind: PeriodKind; from: string; to: string } | undefined {
  const [, year, quarter, month] = /^(\d{4})(?:-Q([1-4])|-(0[1-9]|1[0-2]))?$/.exec(key) ?? [];
  if (year !== undefined) {
    const first = quarter === undefined ? Number(month ?? 1) : Number(quarter) * 3 - 2;
    const last = quarter === undefined ? Number(month ?? 12) : Number(quarter) * 3;
    const kind = quarter !== undefined ? 'quarter' : month !== undefined ? 'month' : 'year';
    return { kind, from: `${year}-${two(first)}-01`, to: endOfMonth(Number(year), last) };
  }
  const [from, to] = key.split('..');
  return isDay(from) && isDay(to) && from <= to ? { kind: 'custom', from, to } : undefined;
}

/** Reads `?period=`. Whatever the address says, the result is a valid period that has begun; this month so far by default. */
export function reportingPeriodOf(text: string | undefined, today: string): ReportingPeriod {
  const bounds = text === undefined || text < '1900' ? undefined : boundsOf(text);
  if (text === undefined || bounds === undefined || bounds.from > today)
    return { kind: 'now', key: '', from: `${today.slice(0, 7)}-01`, to: today, query: {} };
  const to = earlier(bounds.to, today);
  return { kind: bounds.kind, key: text, from: bounds.from, to, query: { from: bounds.from, to } };
}

/** What is offered to choose from: the months, quarters and years behind, newest first. */
export function recentPeriods(today: string): Record<'month' | 'quarter' | 'year', string[]> {
  const year = Number(today.slice(0, 4));
  const month = Number(today.slice(5, 7));
  const months = Array.from({ length: 13 }, (_, back) => {
    const index = year * 12 + month - 1 - back;
    return `${Math.floor(index / 12)}-${two((index % 12) + 1)}`;
  });
  const quarters = Array.from({ length: 5 }, (_, back) => {
    const index = year * 4 + Math.floor((month - 1) / 3) - back;
    return `${Math.floor(index / 4)}-Q${(index % 4) + 1}`;
  });
  return { month: months.slice(1), quarter: quarters, year: [0, 1, 2].map((back) => String(year - back)) };
}
