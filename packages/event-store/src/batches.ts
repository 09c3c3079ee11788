import { Readable } from 'node:stream';
import type { ClickHouseClient } from '@clickhouse/client';
import { drainStream } from '@clickhouse/client';
import type { DropReason } from '@emc/contract';
import { z } from 'zod';
import { BadBatchError, isBadData } from './errors.ts';
import { HIT_COLUMNS, HIT_ROW_VERSION } from './hits-table.ts';
import { defineQuery } from './query.ts';

/** Tables that the loader fills, block by block; each has a column batch_id. */
export const BLOCK_TABLES = ['hits', 'drops', 'dossier_changes', 'dossier_drops'] as const;
export type BlockTable = (typeof BLOCK_TABLES)[number];

/** A block of hits as the loader sends it. */
export interface HitBatch {
  /** Fixed in the loader's journal before it is sent; 64 bits, unsigned. */
  batchId: bigint;
  /** Rows of `encodeHit`, one after the other; all of one local month, at most about 10,000. */
  rows: Buffer;
  /** The `HIT_ROW_VERSION` with which the rows were written. */
  rowVersion: number;
}

/** What was not counted in a minute, for one site and reason. */
export interface DropCount {
  siteId: number;
  /** Beginning of the minute, Unix milliseconds. */
  minute_ms: number;
  reason: DropReason;
  count: number;
  sampleHost: string;
  /** Without query string. */
  samplePath: string;
}

export interface DropBatch {
  batchId: bigint;
  drops: readonly DropCount[];
}

/**
 * Written down with every insert: answered when it is on disk; no deduplication by content (two equal blocks are two
 * blocks: the batch id tells them apart); one block, one partition, so that a block is there whole or not at all.
 */
export const INSERT_SETTINGS = {
  async_insert: 0,
  insert_deduplicate: 0,
  max_partitions_per_insert_block: '1',
  wait_end_of_query: 1,
} as const;

const ROW_STRUCTURE = HIT_COLUMNS.map(({ name, type }) => `${name} ${type}`).join(', ');
const INSERT_HITS_SQL = `INSERT INTO hits (${[...HIT_COLUMNS.map(({ name }) => name), 'batch_id'].join(', ')})
SELECT *, {batch_id:UInt64} FROM input('${ROW_STRUCTURE.replaceAll("'", "\\'")}') FORMAT RowBinary`;

/** Inserts one block of hits and resolves when it is on disk. @throws as {@link insertRows} does */
export function insertHits(client: ClickHouseClient, database: string, batch: HitBatch): Promise<void> {
  const into = {
    sql: INSERT_HITS_SQL,
    queryId: insertId(database, 'hits', batch.batchId),
    rowVersion: HIT_ROW_VERSION,
  };
  return insertRows(client, batch, into);
}

/**
 * Sends the rows of a block, as they lie in the spool, and resolves when they are on disk.
 * @throws BadBatchError when the rows cannot be read or span two months; whatever else it throws leaves it unknown
 * whether the block is there.
 */
export async function insertRows(
  client: ClickHouseClient,
  batch: { batchId: bigint; rows: Buffer; rowVersion: number },
  into: { sql: string; queryId: string; rowVersion: number },
): Promise<void> {
  if (batch.rowVersion !== into.rowVersion) {
    throw new BadBatchError(
      batch.batchId,
      `rows of version ${batch.rowVersion}, this program knows ${into.rowVersion}`,
    );
  }
  await refusing(batch.batchId, async () => {
    const reply = await client.exec({
      query: into.sql,
      query_params: { batch_id: batch.batchId },
      values: Readable.from([batch.rows], { objectMode: false }),
      query_id: into.queryId,
      clickhouse_settings: INSERT_SETTINGS,
    });
    await drainStream(reply.stream);
  });
}

/** Sends a batch. @throws BadBatchError when the server understood it and refused what is in it */
export async function refusing(batchId: bigint, send: () => Promise<unknown>): Promise<void> {
  try {
    await send();
  } catch (error) {
    if (isBadData(error) || spansPartitions(error)) throw new BadBatchError(batchId, error.message.slice(0, 300));
    throw error;
  }
}

/** Inserts the drops of a batch; nothing is sent when there are none. All of one month. @throws as {@link refusing} does */
export async function insertDrops(client: ClickHouseClient, database: string, batch: DropBatch): Promise<void> {
  if (batch.drops.length === 0) return;
  const values = batch.drops.map((drop) => ({
    site_id: drop.siteId,
    minute: Math.floor(drop.minute_ms / 60_000) * 60,
    reason: drop.reason,
    count: drop.count,
    sample_host: drop.sampleHost,
    sample_path: drop.samplePath,
    batch_id: batch.batchId.toString(),
  }));
  await refusing(batch.batchId, () =>
    client.insert({
      table: 'drops',
      format: 'JSONEachRow',
      query_id: insertId(database, 'drops', batch.batchId),
      values,
      clickhouse_settings: { ...INSERT_SETTINGS, max_partitions_per_insert_block: '0' },
    }),
  );
}

/**
 * The name under which an insert runs on the server, the same in every attempt: the server refuses a second one while the first still
 * runs, and whoever asks whether a batch is there can wait for it (see {@link runningInsertsQuery}).
 */
export function insertId(database: string, table: BlockTable, batchId: bigint): string {
  return `${writesOf(database)}${table}-${batchId}`;
}

/** How the names begin under which everything runs that the gate keeps apart. */
export function writesOf(database: string): string {
  return `emc-${database}-`;
}

function spansPartitions(error: unknown): error is Error {
  return error instanceof Error && error.message.includes('partitions for single INSERT block');
}

const batchIds = z.object({ batch_ids: z.array(z.bigint()) });

export const runningInsertsQuery = defineQuery({
  name: 'running-inserts',
  sql: 'SELECT query_id FROM system.processes WHERE query_id IN {query_ids:Array(String)}',
  params: z.object({ query_ids: z.array(z.string()) }),
  row: z.object({ query_id: z.string() }),
});

export const runningWritesQuery = defineQuery({
  name: 'running-writes',
  sql: 'SELECT count() AS running FROM system.processes WHERE startsWith(query_id, {prefix:String})',
  params: z.object({ prefix: z.string() }),
  row: z.object({ running: z.int() }),
});

/** Which of some batches are in a table. */
export function batchesQuery(table: BlockTable) {
  return defineQuery({
    name: `batches-in-${table}`,
    sql: `SELECT DISTINCT toString(batch_id) AS batch_id FROM ${table} WHERE batch_id IN {batch_ids:Array(UInt64)}`,
    params: batchIds,
    row: z.object({ batch_id: z.string() }),
  });
}

export const daysOfBatchesQuery = defineQuery({
  name: 'days-of-batches',
  sql: 'SELECT DISTINCT toString(day) AS day FROM hits WHERE batch_id IN {batch_ids:Array(UInt64)} ORDER BY day',
  params: batchIds,
  row: z.object({ day: z.string() }),
});
