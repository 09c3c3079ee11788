import { defineQuery } from '@emc/event-store';
import { z } from 'zod';

const since = z.object({ since_ms: z.int(), now_ms: z.int() });
const RECENT = `time > fromUnixTimestamp64Milli({since_ms:Int64}, 'UTC') AND time <= fromUnixTimestamp64Milli({now_ms:Int64}, 'UTC')`;

/** Visitors of the last 5 and 30 minutes: a person on two portals counts once. */
export const visitorsNow = defineQuery({
  name: 'live-visitors',
  sql: `SELECT uniqExact(visitor) AS last30, uniqExactIf(visitor, time > fromUnixTimestamp64Milli({now_ms:Int64} - 300000, 'UTC')) AS last5
  FROM recent_hits WHERE ${RECENT} AND kind != 'ping'`,
  params: since,
  row: z.object({ last30: z.int(), last5: z.int() }),
});

/** Page views of the last 30 minutes, by how many whole minutes ago. */
export const pageViewsByMinute = defineQuery({
  name: 'live-page-views',
  sql: `SELECT intDiv({now_ms:Int64} - toUnixTimestamp64Milli(time), 60000) AS minutesAgo, count() AS pageViews
  FROM recent_hits WHERE ${RECENT} AND kind = 'page_view' GROUP BY minutesAgo`,
  params: since,
  row: z.object({ minutesAgo: z.int(), pageViews: z.int() }),
});

export const lastHits = defineQuery({
  name: 'live-ticker',
  sql: `SELECT toUnixTimestamp64Milli(time) AS at_ms, site_id AS siteId, kind
  FROM recent_hits WHERE ${RECENT} AND kind != 'ping' ORDER BY time DESC, site_id, path LIMIT 20`,
  params: since,
  row: z.object({ at_ms: z.int(), siteId: z.int(), kind: z.string() }),
});

/** The same of some portals, with their pages, which not everybody may see. */
export const lastPages = defineQuery({
  name: 'live-pages',
  sql: `SELECT toUnixTimestamp64Milli(time) AS at_ms, site_id AS siteId, kind, host, path, title
  FROM recent_hits WHERE ${RECENT} AND kind != 'ping' AND ({everything:UInt8} = 1 OR site_id IN {site_ids:Array(UInt32)})
  ORDER BY time DESC, site_id, path LIMIT 20`,
  params: since.extend({ everything: z.int(), site_ids: z.array(z.int()) }),
  row: z.object({
    at_ms: z.int(),
    siteId: z.int(),
    kind: z.string(),
    host: z.string(),
    path: z.string(),
    title: z.string(),
  }),
});

export const today = defineQuery({
  name: 'live-today',
  sql: `SELECT
    (SELECT sum(page_views) FROM site_hours WHERE day = {day:Date}) AS pageViews,
    (SELECT sum(arraySum(visits)) FROM visit_days FINAL WHERE day = {day:Date}) AS visits,
    (SELECT sum(visitors) FROM country_days FINAL WHERE day = {day:Date}) AS visitors`,
  params: z.object({ day: z.string() }),
  row: z.object({ pageViews: z.int(), visits: z.int(), visitors: z.int() }),
});
