import { addDays, startOfDay, UTC_OFFSET_MS } from '@emc/contract';
import type { Day } from '@emc/contract';
import { defineQuery } from '@emc/event-store';
import { z } from 'zod';
import { VISIT_GAP_MS } from './visit-days.ts';

/** A portal's day whose visits were computed from fewer hits than have arrived. */
export interface StaleDay {
  siteId: number;
  day: Day;
  /** Hits that have arrived: what the computation will have to read. */
  hits: number;
  /** Hits that the visits were last computed from. */
  computedHits: number;
}

/**
 * Portal days touched since an instant whose visits are not those of the hits that have arrived. Counts are compared,
 * not times: an insert that becomes visible late, or a clock that jumps, cannot hide a day.
 */
export const staleSiteDays = defineQuery({
  name: 'stale-site-days',
  sql: `WITH touched AS (
    SELECT DISTINCT day, site_id FROM site_days WHERE touched_at >= fromUnixTimestamp64Milli({since_ms:Int64}, 'UTC')
  )
  SELECT site_id AS siteId, toString(day) AS day, arrived.hits AS hits, computed.hits AS computedHits
  FROM (
    SELECT day, site_id, sum(hits) AS hits FROM site_days WHERE (day, site_id) IN touched GROUP BY day, site_id
  ) AS arrived
  LEFT JOIN (
    SELECT day, site_id, argMax(hits, computed_at) AS hits FROM visit_days WHERE (day, site_id) IN touched GROUP BY day, site_id
  ) AS computed USING (day, site_id)
  WHERE arrived.hits != computed.hits
  ORDER BY day DESC, site_id`,
  params: z.object({ since_ms: z.int() }),
  row: z.object({ siteId: z.int(), day: z.string(), hits: z.int(), computedHits: z.int() }),
});

/** How many hits one computation reads at most, unless a single portal's day has more: about 100 MB in the store. */
const MOST_HITS = 500_000;
/** How many portal days one computation takes: its parameters stay below a few ten kilobytes. */
const MOST_PAIRS = 1_000;

/** Groups portal days into computations of bounded size, each within one month. Keeps the order. */
export function planComputations(stale: readonly StaleDay[]): StaleDay[][] {
  const groups: StaleDay[][] = [];
  let group: StaleDay[] = [];
  let hits = 0;
  for (const day of stale) {
    const sameMonth = group[0] === undefined || group[0].day.slice(0, 7) === day.day.slice(0, 7);
    if (group.length > 0 && (!sameMonth || hits + day.hits > MOST_HITS || group.length >= MOST_PAIRS)) {
      groups.push(group);
      group = [];
      hits = 0;
    }
    group.push(day);
    hits += day.hits;
  }
  if (group.length > 0) groups.push(group);
  return groups;
}

/** The parameters of `computeVisitDays` for a group. */
export function computationParams(group: readonly StaleDay[]) {
  const days = group.map(({ day }) => day).sort();
  const first = days[0] ?? '1970-01-01';
  const last = days.at(-1) ?? first;
  return {
    site_ids: [...new Set(group.map(({ siteId }) => siteId))],
    begin_ms: startOfDay(first),
    end_ms: startOfDay(addDays(last, 1)),
    pair_sites: group.map(({ siteId }) => siteId),
    pair_days: group.map(({ day }) => day),
    gap_ms: VISIT_GAP_MS,
    utc_offset_ms: UTC_OFFSET_MS,
  };
}
