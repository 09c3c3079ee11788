import { defineQuery } from '@emc/event-store';
import { z } from 'zod';

/** Last arrivals of those who were heard after a day, up to another: the last before `first`, and that of each day from then on. */
const params = z.object({ after: z.string(), first: z.string(), last: z.string() });
const row = z.object({
  id: z.int(),
  before_ms: z.int().describe('0 = not heard between `after` and `first`'),
  days: z.array(z.tuple([z.string(), z.int()])).describe('Day and Unix milliseconds, in any order'),
});

const lastArrivals = (id: string, at: string, table: string): string => `SELECT id,
    toUnixTimestamp64Milli(maxIf(at, day < {first:Date})) AS before_ms,
    groupArrayIf((toString(day), toUnixTimestamp64Milli(at)), day >= {first:Date}) AS days
  FROM (
    SELECT ${id} AS id, day, max(${at}) AS at FROM ${table}
    WHERE day > {after:Date} AND day <= {last:Date} GROUP BY id, day
  )
  GROUP BY id`;

export const lastHitsByDay = defineQuery({
  name: 'last-hits-by-day',
  sql: lastArrivals('site_id', 'last_hit_at', 'site_days'),
  params,
  row,
});

export const lastChangesByDay = defineQuery({
  name: 'last-changes-by-day',
  sql: lastArrivals('system_id', 'last_change_at', 'system_days'),
  params,
  row,
});
export type ArrivalRow = z.output<typeof row>;

/** Hosts from which hits with a portal's siteId came that are none of its own. Of each minute one host is known by name. */
export const wrongHosts = defineQuery({
  name: 'wrong-hosts',
  sql: `SELECT site_id AS siteId, sample_host AS host, sum(drops.count) AS count
  FROM drops
  WHERE reason = 'wrong-host' AND sample_host != ''
    AND minute >= fromUnixTimestamp64Milli({begin_ms:Int64}, 'UTC') AND minute < fromUnixTimestamp64Milli({end_ms:Int64}, 'UTC')
  GROUP BY siteId, host ORDER BY siteId, count DESC, host LIMIT 20 BY siteId`,
  params: z.object({ begin_ms: z.int(), end_ms: z.int() }),
  row: z.object({ siteId: z.int(), host: z.string(), count: z.int() }),
});
export type RefusedHost = z.output<typeof wrongHosts.row>;
