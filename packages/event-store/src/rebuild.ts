import type { ClickHouseClient } from '@clickhouse/client';
import type { Day } from '@emc/contract';
import { addDays, startOfDay } from '@emc/contract';
import { columnsOf, selectOf } from './schema/rollup.ts';
import type { Rollup } from './schema/rollup.ts';
import { ROLLUPS } from './schema/rollups.ts';

/** The hits of one day; bounds of `time` too, so that only their part of the primary key is read. */
const OF_THE_DAY = `day = {day:Date} AND time >= fromUnixTimestamp64Milli({begin_ms:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({end_ms:Int64}, 'UTC')`;

/**
 * Makes all rollups of a day anew from `hits`. When it throws it must be called again: a rollup may lack the day.
 * Nothing may insert hits of that day meanwhile.
 */
export async function rebuildDay(client: ClickHouseClient, day: Day): Promise<void> {
  for (const rollup of ROLLUPS) await rebuildRollup(client, rollup, day);
  // Visitors of the country are computed from a rollup; without its row the next refresh computes it again.
  await deleteDay(client, 'country_days', day);
}

async function rebuildRollup(client: ClickHouseClient, rollup: Rollup, day: Day): Promise<void> {
  await deleteDay(client, rollup.name, day);
  const only = rollup.rebuiltFrom === undefined ? OF_THE_DAY : `${OF_THE_DAY} AND ${rollup.rebuiltFrom}`;
  const names = columnsOf(rollup).map(({ name }) => name);
  await client.command({
    query: `INSERT INTO ${rollup.name} (${names.join(', ')}) ${selectOf(rollup, only)}`,
    query_params: { day, begin_ms: startOfDay(day), end_ms: startOfDay(addDays(day, 1)) },
    clickhouse_settings: { async_insert: 0, insert_deduplicate: 0, wait_end_of_query: 1 },
  });
}

async function deleteDay(client: ClickHouseClient, table: string, day: Day): Promise<void> {
  await client.command({
    query: `DELETE FROM ${table} WHERE day = {day:Date}`,
    query_params: { day },
    clickhouse_settings: { lightweight_deletes_sync: '2', wait_end_of_query: 1 },
  });
}
