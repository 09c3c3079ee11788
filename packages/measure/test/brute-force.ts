import type { Hit, ReferrerKind } from '@emc/event-store';

/**
 * What usage figures must be, worked out the slow and plain way, straight from the definitions in the tracking contract
 * and knowing nothing of the store: one hit after the other, one visitor after the other.
 */
export interface Reckoning {
  pageViews: number;
  events: number;
  downloads: number;
  outlinks: number;
  searches: number;
  serviceViews: number;
  serviceSubmissions: number;
  /** Distinct visitors of each day, added up. */
  visitors: number;
  visits: number;
  bounces: number;
  visit_ms: number;
}

export interface Visit {
  siteId: number;
  start_ms: number;
  end_ms: number;
  pageViews: number;
  first: Hit;
}

/** Of two hits at one instant, whose visits differ in nothing before it, the one of the kind that comes first here is the first. */
const REFERRER_ORDER = ['direct', 'search', 'social', 'website', 'campaign', 'internal'];
const HALF_AN_HOUR_MS = 30 * 60 * 1000;
const SEVEN_HOURS_MS = 7 * 60 * 60 * 1000;

/** `YYYY-MM-DD` in Viet Nam, worked out without the product's own helper. */
function localDay(instant_ms: number): string {
  return new Date(instant_ms + SEVEN_HOURS_MS).toISOString().slice(0, 10);
}

/** Unix milliseconds at which a day begins in Viet Nam, worked out in the same way. */
export function midnight(day: string): number {
  return Date.parse(`${day}T00:00:00Z`) - SEVEN_HOURS_MS;
}

/** All visits in the hits of any portals, visitors and days. */
export function visitsIn(hits: readonly Hit[]): Visit[] {
  const byVisitor = Map.groupBy(hits, (hit) => `${hit.siteId} ${hit.visitor} ${localDay(hit.time_ms)}`);
  return [...byVisitor.values()].flatMap((own) => visitsOfOne([...own].sort(inOrder)));
}

function visitsOfOne(sorted: readonly Hit[]): Visit[] {
  const visits: Visit[] = [];
  let visit: Visit | undefined;
  let campaign = '';
  let last_ms = Number.NEGATIVE_INFINITY;
  for (const hit of sorted) {
    if (hit.time_ms - last_ms > HALF_AN_HOUR_MS) visit = undefined;
    last_ms = hit.time_ms;
    if (hit.kind === 'ping') {
      if (visit !== undefined) visit.end_ms = hit.time_ms;
      continue;
    }
    const isNewCampaign = visit !== undefined && hit.campaign !== '' && hit.campaign !== campaign;
    if (visit === undefined || isNewCampaign) {
      visit = { siteId: hit.siteId, start_ms: hit.time_ms, end_ms: hit.time_ms, pageViews: 0, first: hit };
      visits.push(visit);
      campaign = '';
    }
    if (hit.campaign !== '') campaign = hit.campaign;
    visit.end_ms = hit.time_ms;
    if (hit.kind === 'page_view') visit.pageViews++;
  }
  return visits;
}

/** By time, then page views before other hits before pings, then by every field that a visit takes from its first hit. */
function inOrder(a: Hit, b: Hit): number {
  const rank = (hit: Hit) => (hit.kind === 'page_view' ? 0 : hit.kind === 'ping' ? 2 : 1);
  return (
    a.time_ms - b.time_ms ||
    rank(a) - rank(b) ||
    Buffer.compare(Buffer.from(a.campaign), Buffer.from(b.campaign)) ||
    REFERRER_ORDER.indexOf(a.referrerKind) - REFERRER_ORDER.indexOf(b.referrerKind) ||
    Buffer.compare(Buffer.from(a.referrer), Buffer.from(b.referrer)) ||
    Buffer.compare(Buffer.from(a.device), Buffer.from(b.device)) ||
    Buffer.compare(Buffer.from(a.browser), Buffer.from(b.browser)) ||
    Buffer.compare(Buffer.from(a.os), Buffer.from(b.os))
  );
}

/** The figures of the hits and of the visits that begin in a span of time. `unit` = what visitors are distinct within. */
export function reckon(
  hits: readonly Hit[],
  visits: readonly Visit[],
  begin_ms: number,
  end_ms: number,
  unit: 'day' | 'hour' = 'day',
): Reckoning {
  const inSpan = hits.filter((hit) => hit.time_ms >= begin_ms && hit.time_ms < end_ms);
  const begun = visits.filter((visit) => visit.start_ms >= begin_ms && visit.start_ms < end_ms);
  const ofKind = (kind: Hit['kind']) => inSpan.filter((hit) => hit.kind === kind);
  const within = (hit: Hit) => (unit === 'day' ? localDay(hit.time_ms) : String(Math.floor(hit.time_ms / 3_600_000)));
  const seen = new Set(inSpan.filter((hit) => hit.kind !== 'ping').map((hit) => `${within(hit)} ${hit.visitor}`));
  return {
    pageViews: ofKind('page_view').length,
    events: ofKind('event').length,
    downloads: ofKind('download').length,
    outlinks: ofKind('outlink').length,
    searches: ofKind('search').length,
    serviceViews: ofKind('service').filter((hit) => hit.serviceState === -1).length,
    serviceSubmissions: ofKind('service').filter((hit) => hit.serviceState === 1).length,
    visitors: seen.size,
    visits: begun.length,
    bounces: begun.filter((visit) => visit.pageViews === 1).length,
    visit_ms: begun.reduce((sum, visit) => sum + visit.end_ms - visit.start_ms, 0),
  };
}

/** How often each name occurs, most frequent first, then by name. */
export function tally<T>(items: readonly T[], nameOf: (item: T) => string): { value: string; count: number }[] {
  const counts = [...Map.groupBy(items, nameOf)].map(([value, same]) => ({ value, count: same.length }));
  return counts.sort((a, b) => b.count - a.count || Buffer.compare(Buffer.from(a.value), Buffer.from(b.value)));
}

export function referrerName(visit: Visit): { kind: ReferrerKind; value: string } {
  return { kind: visit.first.referrerKind, value: visit.first.referrer };
}
