import { Readable } from 'node:stream';
import type { ClickHouseClient } from '@clickhouse/client';
import { drainStream } from '@clickhouse/client';
import { z } from 'zod';
import { BLOCK_TABLES, type BlockTable, insertId, INSERT_SETTINGS } from '../batches.ts';
import { askAs, writesEnded } from '../client.ts';
import { defineQuery } from '../query.ts';
import { rebuildDay } from '../rebuild.ts';
import { ROLLUPS } from '../schema/rollups.ts';
import { differingRollups } from './compare.ts';
import { copyComputed } from './computed.ts';
import { repairLastDossiers } from './last-dossiers.ts';
import type { ClusterNode } from './nodes.ts';

/** Blocks copied before inserts are let in again: some seconds' worth. */
const BLOCKS_AT_A_TIME = 200;

interface CatchUpOptions {
  database: string;
  /** Keeps inserts and rebuilds of all processes out while it runs what it is given. */
  alone: <T>(work: () => Promise<T>) => Promise<T>;
  /** Brings a node's tables up to date: it may have been away when the others' were. */
  prepare: (node: ClusterNode) => Promise<void>;
}

/**
 * Makes the replicas of a shard hold the same, when all of them answer: blocks that one lacks are copied to it under their
 * batch ids, one insert each, and where rollups differ afterwards they are made anew from the hits. What is there is compared,
 * not what somebody remembers: whoever wrote last may be gone.
 */
export async function catchUpShard(shard: readonly ClusterNode[], options: CatchUpOptions): Promise<void> {
  if (!(await allAnswer(shard))) return;
  for (const node of shard.filter(({ behind }) => behind)) {
    await node.reach(options.prepare);
    // Before anything is copied to it: what it was inserting when it ended is among its last inserts.
    await node.reach(repairLastDossiers);
  }
  let done = false;
  while (!done) {
    done = await options.alone(async () => {
      for (const node of shard) await node.reach(({ local }) => writesEnded(local, options.database));
      const copied = await copyMissing(shard, options.database);
      if (copied === undefined) return false;
      await alignRollups(shard, options.database);
      return true;
    });
  }
  await copyComputed(shard);
  for (const node of shard) node.complete();
}

async function allAnswer(shard: readonly ClusterNode[]): Promise<boolean> {
  const answers = await Promise.all(shard.map((node) => node.answers()));
  return !answers.includes(false);
}

const partitionsQuery = (table: BlockTable) =>
  defineQuery({
    name: `blocks-of-${table}`,
    sql: `SELECT _partition_id AS partition, toString(groupBitXor(cityHash64(batch_id))) AS digest
    FROM (SELECT DISTINCT _partition_id, batch_id FROM ${table}) GROUP BY partition ORDER BY partition`,
    params: z.object({}),
    row: z.object({ partition: z.string(), digest: z.string() }),
  });

const blocksQuery = (table: BlockTable) =>
  defineQuery({
    name: `block-ids-of-${table}`,
    sql: `SELECT DISTINCT toString(batch_id) AS id FROM ${table} WHERE _partition_id IN {partitions:Array(String)}`,
    params: z.object({ partitions: z.array(z.string()) }),
    row: z.object({ id: z.string() }),
  });

/** Copies what each lacks; undefined when there was more than is copied at a time. */
async function copyMissing(shard: readonly ClusterNode[], database: string): Promise<true | undefined> {
  let room = BLOCKS_AT_A_TIME;
  for (const table of BLOCK_TABLES) {
    const held = await blocksThatDiffer(shard, table);
    const all = new Map(held.flatMap(({ node, ids }) => [...ids].map((id) => [id, node] as const)));
    for (const { node, ids } of held) {
      const lacking = [...all].filter(([id]) => !ids.has(id));
      for (const [id, from] of lacking.slice(0, room)) {
        await copyBlock(from.local, node.local, { table, batchId: BigInt(id), database });
        node.lack();
      }
      if (lacking.length > room) return undefined;
      room -= lacking.length;
    }
  }
  return true;
}

/** The blocks that each holds of the partitions in which they do not all hold the same. */
async function blocksThatDiffer(shard: readonly ClusterNode[], table: BlockTable) {
  const digests = await Promise.all(
    shard.map(async (node) => {
      const rows = await node.reach(({ local }) => askAs(local, partitionsQuery(table), {}));
      return new Map(rows.map(({ partition, digest }) => [partition, digest]));
    }),
  );
  const partitions = [...new Set(digests.flatMap((digest) => [...digest.keys()]))].filter(
    (partition) => new Set(digests.map((digest) => digest.get(partition))).size > 1,
  );
  if (partitions.length === 0) return [];
  return Promise.all(
    shard.map(async (node) => {
      const rows = await node.reach(({ local }) => askAs(local, blocksQuery(table), { partitions }));
      return { node, ids: new Set(rows.map(({ id }) => id)) };
    }),
  );
}

const columnsQuery = defineQuery({
  name: 'columns-to-copy',
  sql: `SELECT name FROM system.columns
  WHERE database = currentDatabase() AND table = {table:String} AND default_kind = '' ORDER BY position`,
  params: z.object({ table: z.string() }),
  row: z.object({ name: z.string() }),
});

/** One block, one insert, one partition: it is there whole or not at all, as when the loader sends it. */
async function copyBlock(
  from: ClickHouseClient,
  to: ClickHouseClient,
  { table, batchId, database }: { table: BlockTable; batchId: bigint; database: string },
): Promise<void> {
  const columns = (await askAs(from, columnsQuery, { table })).map(({ name }) => name).join(', ');
  const read = await from.exec({
    query: `SELECT ${columns} FROM ${table} WHERE batch_id = {batch_id:UInt64} FORMAT Native`,
    query_params: { batch_id: batchId },
    clickhouse_settings: { wait_end_of_query: 1 },
  });
  const rows: Buffer[] = [];
  for await (const chunk of read.stream) rows.push(chunk as Buffer);
  const reply = await to.exec({
    query: `INSERT INTO ${table} (${columns}) FORMAT Native`,
    values: Readable.from([Buffer.concat(rows)], { objectMode: false }),
    query_id: insertId(database, table, batchId),
    clickhouse_settings: { ...INSERT_SETTINGS, max_partitions_per_insert_block: '0' },
  });
  await drainStream(reply.stream);
}

/** Makes rollups anew where the replicas' differ: an insert that was cut off may be in the hits and not in all of them. */
async function alignRollups(shard: readonly ClusterNode[], database: string): Promise<void> {
  const anew = await differingRollups(shard);
  for (const { missedDays } of shard) for (const day of missedDays) anew.set(day, [...ROLLUPS]);
  for (const [day, rollups] of anew) {
    await Promise.all(shard.map((node) => node.reach(({ local }) => rebuildDay(local, database, day, rollups))));
  }
}
