import type { ClickHouseClient } from '@clickhouse/client';
import { addDays, startOfDay } from '@emc/contract';
import type { Day } from '@emc/contract';
import { z } from 'zod';
import { askAs } from '../client.ts';
import { CLOCKS, merged } from '../cluster/compare.ts';
import { defineQuery } from '../query.ts';
import { OF_THE_DAY, SPILL_BYTES } from '../rebuild.ts';
import { selectOf } from '../schema/rollup.ts';
import type { Rollup } from '../schema/rollup.ts';
import { ROLLUPS } from '../schema/rollups.ts';

/** Sums of floating point numbers depend on their order. */
const INEXACT = /Float/;
/** What holds one row a hit, of the last two hours, is never summed up. */
const COMPARED = ROLLUPS.filter(({ measures }) => measures.length > 0);
const HOUR_COUNTS = 'site_hours';

/**
 * One number for what a rollup says of a day, and one for what its own SELECT makes of the hits of that day: equal when the
 * rollup holds what the hits say, however its rows are merged. Reads what a rebuild of the day reads, and writes nothing.
 */
function digestsQuery(rollup: Rollup) {
  const keys = rollup.keys.map(({ name }) => name);
  const measures = rollup.measures.filter(({ name, type }) => !CLOCKS.has(name) && !INEXACT.test(type));
  const values = measures.map((column) => `${merged(column)} AS merged_${column.name}`);
  const names = [...keys, ...measures.map(({ name }) => `merged_${name}`)];
  const digest = (from: string): string =>
    `(SELECT toString(sum(cityHash64(${names.join(', ')}))) FROM (SELECT ${[...keys, ...values].join(', ')} FROM ${from} GROUP BY ${keys.join(', ')}))`;
  return defineQuery({
    name: `compare-${rollup.name}`,
    sql: `SELECT ${digest(`(SELECT * FROM ${rollup.name} WHERE day = {day:Date})`)} AS held, ${digest(`(${selectOf(rollup, OF_THE_DAY)})`)} AS said`,
    params: z.object({ day: z.string(), begin_ms: z.int(), end_ms: z.int() }),
    row: z.object({ held: z.string(), said: z.string() }),
    settings: { max_bytes_before_external_group_by: SPILL_BYTES },
  });
}

const QUERIES = COMPARED.map((rollup) => ({ name: rollup.name, query: digestsQuery(rollup) }));

/**
 * Rollups of a server that do not hold what its hits of a day say. While blocks are inserted one may be named that lags.
 * @param only names of the rollups to compare; all when left out
 */
export async function rollupsUnlikeHits(
  client: ClickHouseClient,
  day: Day,
  only?: readonly string[],
): Promise<string[]> {
  const params = { day, begin_ms: startOfDay(day), end_ms: startOfDay(addDays(day, 1)) };
  const differing: string[] = [];
  for (const { name, query } of QUERIES.filter((one) => only?.includes(one.name) ?? true)) {
    const [row] = await askAs(client, query, params);
    if (row?.held !== row?.said) differing.push(name);
  }
  return differing;
}

/**
 * Days of which something was summed up, and when hits of them were last inserted, by the store's clock. Reads one row a portal and
 * hour, or a system and day; never what arrived. Over all servers.
 */
export const knownDays = defineQuery({
  name: 'known-days',
  sql: `SELECT toString(day) AS day, toUnixTimestamp64Milli(max(touched_at)) AS touched_ms FROM site_days GROUP BY day
  ${[HOUR_COUNTS, 'dossier_days', 'dossier_event_days'].map((table) => `UNION ALL SELECT toString(day) AS day, 0 AS touched_ms FROM ${table} GROUP BY day`).join('\n  ')}`,
  params: z.object({}),
  row: z.object({ day: z.string(), touched_ms: z.int() }),
});

/** Hits of a day as the raw table holds them, and as two rollups have counted them. Over all servers. */
export const hitsOfDay = defineQuery({
  name: 'hits-of-day',
  sql: `SELECT (SELECT count() FROM hits WHERE ${OF_THE_DAY}) AS raw,
    (SELECT sum(hits) FROM site_days WHERE day = {day:Date}) AS by_day,
    (SELECT sum(hits) FROM ${HOUR_COUNTS} WHERE day = {day:Date}) AS by_hour`,
  params: z.object({ day: z.string(), begin_ms: z.int(), end_ms: z.int() }),
  row: z.object({ raw: z.int(), by_day: z.int(), by_hour: z.int() }),
});

/**
 * Portals of a day whose visits were computed from another number of hits than arrived, though a round that began long after the last
 * of these computed all there was: visits that lag are no damage.
 */
export const outdatedVisits = defineQuery({
  name: 'outdated-visits',
  sql: `SELECT count() AS portals
  FROM (SELECT site_id, sum(hits) AS hits, max(touched_at) AS at FROM site_days WHERE day = {day:Date} GROUP BY site_id) AS arrived
  LEFT JOIN (SELECT site_id, argMax(hits, computed_at) AS hits FROM visit_days WHERE day = {day:Date} GROUP BY site_id) AS computed
  USING (site_id)
  WHERE arrived.hits != computed.hits AND at < (SELECT max(looked_at) FROM visit_rounds) - toIntervalMillisecond({settled_ms:UInt64})`,
  params: z.object({ day: z.string(), settled_ms: z.int() }),
  row: z.object({ portals: z.int() }),
});

/** Rows of a raw table by local day, of some months (`202611`). Over all servers. */
export function rowsByDay(table: 'hits' | 'dossier_changes') {
  return defineQuery({
    name: `rows-of-${table}`,
    sql: `SELECT toString(raw.day) AS day, count() AS rows FROM ${table} AS raw
    WHERE toYYYYMM(raw.day) IN {months:Array(UInt32)} GROUP BY raw.day ORDER BY raw.day`,
    params: z.object({ months: z.array(z.int()) }),
    row: z.object({ day: z.string(), rows: z.int() }),
  });
}
