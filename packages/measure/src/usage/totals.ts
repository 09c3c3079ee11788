import type { UsageTotals } from '@emc/contract';

/** What is added up before rates are made of it: the rows of three questions. */
export interface Sums {
  pageViews: number;
  events: number;
  downloads: number;
  outlinks: number;
  searches: number;
  serviceViews: number;
  serviceSubmissions: number;
  visitors: number;
  visits: number;
  bounces: number;
  visit_ms: number;
}

export function noSums(): Sums {
  return {
    pageViews: 0,
    events: 0,
    downloads: 0,
    outlinks: 0,
    searches: 0,
    serviceViews: 0,
    serviceSubmissions: 0,
    visitors: 0,
    visits: 0,
    bounces: 0,
    visit_ms: 0,
  };
}

const SUM_NAMES = [
  'pageViews',
  'events',
  'downloads',
  'outlinks',
  'searches',
  'serviceViews',
  'serviceSubmissions',
  'visitors',
  'visits',
  'bounces',
  'visit_ms',
] as const satisfies (keyof Sums)[];

/** Adds the fields that a row has. */
export function addTo(sums: Sums, row: Partial<Sums>): void {
  for (const key of SUM_NAMES) sums[key] += row[key] ?? 0;
}

/** Figures of a period or of a point of it. A rate without a denominator is null, not 0. */
export function totalsOf(sums: Sums): UsageTotals {
  const { visit_ms, ...counts } = sums;
  const perVisit = (value: number) => (sums.visits === 0 ? null : value / sums.visits);
  return {
    ...counts,
    bounceRate: perVisit(sums.bounces),
    pagesPerVisit: perVisit(sums.pageViews),
    averageVisitSeconds: perVisit(visit_ms / 1000),
  };
}
