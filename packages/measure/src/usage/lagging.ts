import { localIso, type Completeness, type HierarchyPortal, type Lanes } from '@emc/contract';
import { defineQuery, type EventStore } from '@emc/event-store';
import { z } from 'zod';
import { newestVisitRound } from '../visits/visit-rounds.ts';
import { IN_PERIOD, IN_SCOPE, scopeParams } from './scope.ts';

/**
 * After this long without a round that computed all there was, what is not computed is named. Longer than rounds take and rest as a
 * matter of course.
 */
const LATE_MS = 15_000;
const MOST_NAMED = 50;

/** Portals with days of the period whose visits are computed from fewer hits than have arrived. */
const laggingPortals = defineQuery({
  name: 'usage-lagging-portals',
  sql: `SELECT DISTINCT site_id AS siteId
  FROM (SELECT day, site_id, sum(hits) AS hits FROM site_days WHERE ${IN_SCOPE} AND ${IN_PERIOD} GROUP BY day, site_id) AS arrived
  LEFT JOIN (
    SELECT day, site_id, argMax(hits, computed_at) AS hits FROM visit_days WHERE ${IN_SCOPE} AND ${IN_PERIOD} GROUP BY day, site_id
  ) AS computed USING (day, site_id)
  WHERE arrived.hits != computed.hits ORDER BY siteId`,
  params: scopeParams,
  row: z.object({ siteId: z.int() }),
});

/** Days of the period whose visitors of the country are counted from fewer hits than have arrived. */
const laggingCountryDays = defineQuery({
  name: 'usage-lagging-country-days',
  sql: `SELECT count() AS days
  FROM (SELECT day, sum(hits) AS hits FROM country_hour_visitors WHERE ${IN_PERIOD} GROUP BY day) AS arrived
  LEFT JOIN (SELECT day, argMax(hits, computed_at) AS hits FROM country_days WHERE ${IN_PERIOD} GROUP BY day) AS computed USING (day)
  WHERE arrived.hits != computed.hits`,
  params: scopeParams.pick({ from: true, to: true }),
  row: z.object({ days: z.int() }),
});

/** What is not computed yet of what has arrived, and through when everything is; undefined = nothing lags. */
export type Lagging = { through_ms: number; siteIds: number[]; isCountryLate: boolean } | undefined;

/** Costs one small question as long as visits keep pace. @throws EmcError store-unavailable */
export async function readLagging(
  store: EventStore,
  lanes: Lanes,
  asked: z.input<typeof scopeParams>,
): Promise<Lagging> {
  const [round] = await lanes(() => store.ask(newestVisitRound, {}));
  if (round !== undefined && Math.abs(round.now_ms - round.looked_ms) <= LATE_MS) return undefined;
  const [portals, country] = await Promise.all([
    lanes(() => store.ask(laggingPortals, asked)),
    asked.everything === 1 ? lanes(() => store.ask(laggingCountryDays, { from: asked.from, to: asked.to })) : [],
  ]);
  const isCountryLate = (country[0]?.days ?? 0) > 0;
  if (portals.length === 0 && !isCountryLate) return undefined;
  return { through_ms: round?.through_ms ?? 0, siteIds: portals.map(({ siteId }) => siteId), isCountryLate };
}

/** Figures whose visits or visitors lag are not complete, whatever has arrived. */
export function withLagging<T extends { complete: boolean }>(
  portals: T,
  lagging: Lagging,
  known: readonly Pick<HierarchyPortal, 'siteId' | 'name'>[],
): T & Pick<Completeness, 'visitsLate'> {
  if (lagging === undefined) return portals;
  const late = new Set(lagging.siteIds);
  const visitsLate = {
    through: lagging.through_ms > 0 ? localIso(lagging.through_ms) : null,
    country: lagging.isCountryLate,
    portals: late.size,
    named: known
      .filter(({ siteId }) => late.has(siteId))
      .slice(0, MOST_NAMED)
      .map(({ siteId, name }) => ({ siteId, name })),
  };
  return { ...portals, complete: false, visitsLate };
}
