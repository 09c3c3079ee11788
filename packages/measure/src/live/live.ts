import { dayOf, localIso } from '@emc/contract';
import type { Hierarchy, Live } from '@emc/contract';
import type { FiguresOptions } from '../figures-options.ts';
import { lastHits, pageViewsByMinute, today, visitorsNow } from './now.ts';

export const MINUTES = 30;
export const MINUTE_MS = 60_000;

/** The country now. @throws EmcError store-unavailable */
export async function readLive(options: FiguresOptions): Promise<Live> {
  const { eventStore, hierarchy } = options;
  const now_ms = options.clock();
  const loadedThrough_ms = options.loaderStatus().loadedThrough_ms;
  const recent = { since_ms: now_ms - MINUTES * MINUTE_MS, now_ms };
  const [visitors, minutes, ticker, day, counts] = await Promise.all([
    eventStore.ask(visitorsNow, recent),
    eventStore.ask(pageViewsByMinute, recent),
    eventStore.ask(lastHits, recent),
    eventStore.ask(today, { day: dayOf(now_ms) }),
    hierarchy.counts(),
  ]);
  const byMinute = Array.from({ length: MINUTES }, () => 0);
  for (const { minutesAgo, pageViews } of minutes) byMinute[MINUTES - 1 - minutesAgo] = pageViews;
  return {
    asOf: localIso(now_ms),
    loadedThrough: localIso(loadedThrough_ms),
    simulated: options.simulated,
    bodies: { total: counts.bodies, connected: counts.connected, partly: counts.partly },
    portals: { registered: counts.portals, receiving: counts.receiving },
    last5Minutes: { visitors: visitors[0]?.last5 ?? 0, pageViews: sum(byMinute.slice(-5)) },
    last30Minutes: { visitors: visitors[0]?.last30 ?? 0, pageViews: sum(byMinute), pageViewsByMinute: byMinute },
    today: day[0] ?? { visitors: 0, pageViews: 0, visits: 0 },
    ticker: await nameThem(hierarchy, ticker),
  };
}

function sum(counted: number[]): number {
  return counted.reduce((total, value) => total + value, 0);
}

/** The ticker's hits with the names of their portals; a portal that the register does not know is left out. */
export async function nameThem<H extends { at_ms: number; siteId: number }>(hierarchy: Hierarchy, hits: readonly H[]) {
  const siteIds = [...new Set(hits.map(({ siteId }) => siteId))];
  const portals = new Map((await hierarchy.portals(siteIds)).map((portal) => [portal.siteId, portal]));
  return hits.flatMap(({ at_ms, ...hit }) => {
    const portal = portals.get(hit.siteId);
    if (portal === undefined) return [];
    return [{ ...hit, at: localIso(at_ms), portal: portal.name, bodyCode: portal.bodyCode }];
  });
}
