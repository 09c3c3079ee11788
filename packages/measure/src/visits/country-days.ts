import { defineQuery, defineStatement } from '@emc/event-store';
import { z } from 'zod';

/** Days on which visitors of the country changed since they were last computed. */
export const staleCountryDays = defineQuery({
  name: 'stale-country-days',
  sql: `SELECT toString(day) AS day, concat(toString(arrived.hits), ' ', toString(computed.hits)) AS state
  FROM (SELECT day, sum(hits) AS hits FROM country_hour_visitors GROUP BY day) AS arrived
  LEFT JOIN (SELECT day, argMax(hits, computed_at) AS hits FROM country_days GROUP BY day) AS computed USING (day)
  WHERE arrived.hits != computed.hits
  ORDER BY day DESC`,
  params: z.object({}),
  row: z.object({ day: z.string(), state: z.string().describe('Hits that arrived and that were counted from') }),
});
export type StaleCountryDay = z.output<typeof staleCountryDays.row>;

/** Counts the visitors of the country by day and hour; `hits` comes from the same reading as the visitors. */
export const computeCountryDays = defineStatement({
  name: 'compute-country-days',
  sql: `INSERT INTO country_days (day, computed_at, hits, visitors, visitors_by_hour)
  WITH hours AS (
    SELECT day, toUInt8(modulo(intDiv(toUnixTimestamp(hour) + intDiv({utc_offset_ms:Int64}, 1000), 3600), 24)) AS local_hour,
      sum(hits) AS hour_hits, uniqExactMergeState(visitors) AS state
    FROM country_hour_visitors
    WHERE day IN {days:Array(Date)}
    GROUP BY day, local_hour
  ), merged AS (
    SELECT day, sum(hour_hits) AS hits, uniqExactMerge(state) AS visitors,
      sumMap(map(local_hour, finalizeAggregation(state))) AS by_hour
    FROM hours
    GROUP BY day
  )
  SELECT day, greatest(now64(3, 'UTC'), addMilliseconds((SELECT max(computed_at) FROM country_days WHERE day IN {days:Array(Date)}), 1)), hits, visitors, arrayMap(hour -> by_hour[toUInt8(hour)], range(24)) FROM merged`,
  params: z.object({ days: z.array(z.string()), utc_offset_ms: z.int() }),
});
