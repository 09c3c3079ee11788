import type { ClickHouseClient } from '@clickhouse/client';
import { drainStream } from '@clickhouse/client';
import { z } from 'zod';
import { askAs } from '../client.ts';
import { defineQuery } from '../query.ts';
import type { ClusterNode } from './nodes.ts';

/** Tables whose rows are computed from others and sent through a queue of the node that computed them. */
const tablesQuery = defineQuery({
  name: 'computed-tables',
  sql: `SELECT name FROM system.tables WHERE database = currentDatabase() AND startsWith(engine, 'ReplacingMergeTree')`,
  params: z.object({}),
  row: z.object({ name: z.string() }),
});

const digestsQuery = (table: string) =>
  defineQuery({
    name: `digests-of-${table}`,
    sql: `SELECT _partition_id AS partition, toString(groupBitXor(cityHash64(*))) AS digest
    FROM ${table} FINAL GROUP BY partition`,
    params: z.object({}),
    row: z.object({ partition: z.string(), digest: z.string() }),
  });

/**
 * Makes the replicas of a shard hold the same computed rows: a queue may have been lost with the disk that it was on, and so may
 * the rows. Of two rows with the same key the one computed last holds, so each is given what the others have.
 */
export async function copyComputed(shard: readonly ClusterNode[]): Promise<void> {
  if (shard.length < 2) return;
  const tables = await shard[0]!.reach(({ local }) => askAs(local, tablesQuery, {}));
  for (const { name } of tables) {
    const digests = await Promise.all(
      shard.map(async (node) => {
        const rows = await node.reach(({ local }) => askAs(local, digestsQuery(name), {}));
        return new Map(rows.map(({ partition, digest }) => [partition, digest]));
      }),
    );
    for (const partition of new Set(digests.flatMap((digest) => [...digest.keys()]))) {
      if (new Set(digests.map((digest) => digest.get(partition))).size > 1)
        await exchange(shard, digests, { table: name, partition });
    }
  }
}

interface Place {
  table: string;
  partition: string;
}

async function exchange(
  shard: readonly ClusterNode[],
  digests: readonly Map<string, string>[],
  place: Place,
): Promise<void> {
  for (const [index, from] of shard.entries()) {
    const digest = digests[index]!.get(place.partition);
    if (digest === undefined) continue;
    const others = shard.filter((_node, other) => digests[other]!.get(place.partition) !== digest);
    for (const to of others) await copyPartition(from.local, to.local, place);
  }
}

async function copyPartition(from: ClickHouseClient, to: ClickHouseClient, { table, partition }: Place): Promise<void> {
  const read = await from.exec({
    query: `SELECT * FROM ${table} FINAL WHERE _partition_id = {partition:String} FORMAT Native`,
    query_params: { partition },
  });
  const reply = await to.exec({
    query: `INSERT INTO ${table} FORMAT Native`,
    values: read.stream,
    clickhouse_settings: { async_insert: 0, insert_deduplicate: 0, wait_end_of_query: 1 },
  });
  await drainStream(reply.stream);
}
