import type { ClickHouseClient } from '@clickhouse/client';
import type { Day } from '@emc/contract';
import { addDays, startOfDay } from '@emc/contract';
import { z } from 'zod';
import { writesOf } from './batches.ts';
import { writesEnded } from './client.ts';
import { defineStatement } from './query.ts';
import { columnsOf, selectOf } from './schema/rollup.ts';
import type { Rollup } from './schema/rollup.ts';
import { ROLLUPS } from './schema/rollups.ts';

/** The hits of one day; bounds of `time` too, so that only their part of the primary key is read. */
export const OF_THE_DAY = `day = {day:Date} AND time >= fromUnixTimestamp64Milli({begin_ms:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({end_ms:Int64}, 'UTC')`;

/** Above this a summing-up goes on on disk: a day that does not fit into memory is slow, and is not lost. */
export const SPILL_BYTES = '500000000';

/**
 * Makes rollups of a day, all when not said which, anew from the `hits` of a server. When it throws it must be called again: a rollup may lack
 * the day. Nobody may insert hits of that day meanwhile, and only one rebuild may run on a database: the caller holds the gate alone.
 * What an insert or a rebuild whose connection broke left running is waited for: the gate was given back without it.
 *
 * Each rollup is computed beside the old one, which figures go on reading, and then takes its place: between the two
 * statements of that exchange, for some milliseconds, the rollup lacks the day.
 */
export async function rebuildDay(
  client: ClickHouseClient,
  database: string,
  day: Day,
  rollups = ROLLUPS,
): Promise<void> {
  await writesEnded(client, database);
  for (const rollup of rollups) await rebuildRollup(client, database, rollup, day);
}

/**
 * To be run after a rebuild: visitors of the country are computed from a rollup. The row stays readable, and the next
 * refresh computes it again, because it seems to be made from a number of hits that cannot arrive.
 */
export const outdateCountryDay = defineStatement({
  name: 'outdate-country-day',
  sql: `INSERT INTO country_days (day, computed_at, hits, visitors, visitors_by_hour)
SELECT day, greatest(now64(3, 'UTC'), addMilliseconds(computed_at, 1)), 18446744073709551615, visitors, visitors_by_hour FROM country_days FINAL WHERE day = {day:Date}`,
  params: z.object({ day: z.string() }),
});

async function rebuildRollup(client: ClickHouseClient, database: string, rollup: Rollup, day: Day): Promise<void> {
  const { name } = rollup;
  let step = 0;
  // Each under a name, so that the next rebuild can wait for one that nobody waits for any more.
  const run = (query: string, params: Record<string, unknown>): Promise<void> =>
    runNamed(client, `${writesOf(database)}rebuild-${name}-${step++}`, query, params);
  const rebuilt = `${name}_rebuilt`;
  const columns = columnsOf(rollup)
    .map((column) => column.name)
    .join(', ');
  // One may be left of a rebuild that was cut off.
  await run(`DROP TABLE IF EXISTS ${rebuilt} SYNC`, {});
  await run(`CREATE TABLE ${rebuilt} AS ${name}`, {});
  await run(`INSERT INTO ${rebuilt} (${columns}) ${selectOf(rollup, OF_THE_DAY)}`, {
    day,
    begin_ms: startOfDay(day),
    end_ms: startOfDay(addDays(day, 1)),
  });
  await run(`DELETE FROM ${name} WHERE day = {day:Date}`, { day });
  // Takes over the files; nothing is copied.
  const partition = rollup.partitionBy === '' ? 'tuple()' : `'${day.slice(0, 4)}${day.slice(5, 7)}'`;
  await run(`ALTER TABLE ${name} ATTACH PARTITION ${partition} FROM ${rebuilt}`, {});
  await run(`DROP TABLE ${rebuilt} SYNC`, {});
}

async function runNamed(
  client: ClickHouseClient,
  query_id: string,
  query: string,
  query_params: Record<string, unknown>,
): Promise<void> {
  await client.command({
    query,
    query_params,
    query_id,
    clickhouse_settings: {
      async_insert: 0,
      insert_deduplicate: 0,
      lightweight_deletes_sync: '2',
      max_bytes_before_external_group_by: SPILL_BYTES,
      wait_end_of_query: 1,
    },
  });
}
