import { defineStatement, withinMemory } from '@emc/event-store';
import { z } from 'zod';

/** A visit ends after this long without a hit; a gap of exactly this long still belongs to it. */
export const VISIT_GAP_MS = 1_800_000;

/** Memory that a computation may take; what does not fit goes on on disk. */
const MEMORY_BYTES = 2_000_000_000;
/** Rows that are worked on at once: of a visitor all hits are one row, which may be long. */
const ROWS_AT_ONCE = 4096;

/**
 * Computes the visits of some portals and days from `hits`, by the definition of a visit in the tracking contract:
 *
 * - the hits of a visitor of a portal on a local day, in order of time (then of every other field that is read, so that
 *   the order of arrival never matters), are cut into segments where a gap is longer than 30 minutes; pings count as hits
 *   here, so they keep a visit alive;
 * - a segment becomes a visit at its first hit that is not a ping; a segment of pings alone is none;
 * - within a segment a new visit begins at a hit (not a ping) whose campaign is not empty and differs from the last
 *   campaign that was not empty;
 * - a visit is counted in the hour of its first hit, lasts until its last hit, pings included, bounces when it holds
 *   exactly one page view, and has the referrer, device, browser and system of its first hit.
 *
 * Every hit read is counted in `hits`, in the same reading, so that the row says exactly what it was computed from.
 */
export const computeVisitDays = defineStatement({
  name: 'compute-visit-days',
  sql: `INSERT INTO visit_days
    (site_id, day, computed_at, hits, visits, bounces, visit_ms, referrers, devices, browsers, systems)
  WITH
    per_visitor AS (
      SELECT site_id, day, arraySort(groupArray((
          toUnixTimestamp64Milli(time),
          multiIf(kind = 'page_view', 0, kind = 'ping', 2, 1),
          campaign, referrer_kind, referrer, device, browser, os
        ))) AS sorted
      FROM hits
      WHERE site_id IN {site_ids:Array(UInt32)}
        AND time >= fromUnixTimestamp64Milli({begin_ms:Int64}, 'UTC')
        AND time < fromUnixTimestamp64Milli({end_ms:Int64}, 'UTC')
        AND (site_id, day) IN arrayZip({pair_sites:Array(UInt32)}, {pair_days:Array(Date)})
      GROUP BY site_id, day, visitor
    ),
    segments AS (
      SELECT site_id, day,
        arrayJoin(arraySplit((hit, gap_ms) -> gap_ms > {gap_ms:Int64}, sorted, arrayDifference(sorted.1))) AS segment,
        arrayFirstIndex(hit -> hit.2 < 2, segment) AS first,
        if(first = 0, [], arraySlice(segment, first)) AS counted,
        arrayMap(hit -> if(hit.2 = 2, '', hit.3), counted) AS campaigns,
        arrayFill(campaign -> campaign != '', campaigns) AS known,
        arraySlice(arrayPushFront(known, ''), 1, length(known)) AS known_before
      FROM per_visitor
    ),
    visits AS (
      SELECT site_id, day,
        -- One empty row a segment carries its number of hits, also where it holds no visit.
        arrayJoin(arrayPushFront(
          arraySplit((hit, campaign, before) -> campaign != '' AND campaign != before, counted, campaigns, known_before), []
        )) AS visit,
        if(empty(visit), length(segment), 0) AS hits,
        visit[1] AS start,
        toUInt64(notEmpty(visit)) AS visits,
        toUInt64(arrayCount(hit -> hit.2 = 0, visit) = 1) AS bounces,
        toUInt64(visit[-1].1 - start.1) AS visit_ms
      FROM segments
    ),
    grouped AS (
      SELECT site_id, day,
        toUInt8(modulo(intDiv(start.1 + {utc_offset_ms:Int64}, 3600000), 24)) AS hour,
        concat(toString(start.4), '|', start.5) AS referrer,
        start.6 AS device, start.7 AS browser, start.8 AS os,
        sum(hits) AS hits_sum, sum(visits) AS visits_sum, sum(bounces) AS bounces_sum, sum(visit_ms) AS ms_sum
      FROM visits
      GROUP BY site_id, day, hour, referrer, device, browser, os
    ),
    summed AS (
      SELECT site_id, day, sum(hits_sum) AS hits,
        sumMapIf(map(hour, visits_sum), visits_sum > 0) AS visits_by_hour,
        sumMapIf(map(hour, bounces_sum), visits_sum > 0) AS bounces_by_hour,
        sumMapIf(map(hour, ms_sum), visits_sum > 0) AS ms_by_hour,
        sumMapIf(map(referrer, visits_sum), visits_sum > 0) AS referrers,
        sumMapIf(map(device, visits_sum), visits_sum > 0) AS devices,
        sumMapIf(map(browser, visits_sum), visits_sum > 0) AS browsers,
        sumMapIf(map(os, visits_sum), visits_sum > 0) AS systems
      FROM grouped
      GROUP BY site_id, day
    )
  SELECT site_id, day,
    -- The newest row holds: later than all that are there, also when the clock was set back.
    greatest(now64(3, 'UTC'), addMilliseconds((SELECT max(computed_at) FROM visit_days WHERE day IN {pair_days:Array(Date)}), 1)), hits,
    arrayMap(hour -> visits_by_hour[toUInt8(hour)], range(24)),
    arrayMap(hour -> bounces_by_hour[toUInt8(hour)], range(24)),
    arrayMap(hour -> ms_by_hour[toUInt8(hour)], range(24)),
    referrers, devices, browsers, systems
  FROM summed`,
  params: z.object({
    site_ids: z.array(z.int()),
    begin_ms: z.int(),
    end_ms: z.int(),
    pair_sites: z.array(z.int()).describe('Portal of each pair of portal and day'),
    pair_days: z.array(z.string()).describe('Day of each pair'),
    gap_ms: z.int(),
    utc_offset_ms: z.int(),
  }),
  settings: visitSettings(MEMORY_BYTES),
});

/** Settings with which a day of very many visits goes on on disk and does not fail. */
export function visitSettings(memory_bytes: number): Record<string, string> {
  return { ...withinMemory(memory_bytes), max_block_size: String(ROWS_AT_ONCE) };
}
