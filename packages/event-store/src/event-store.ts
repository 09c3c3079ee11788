import type { ClickHouseClient } from '@clickhouse/client';
import { ClickHouseLogLevel, createClient } from '@clickhouse/client';
import type { Day } from '@emc/contract';
import { EmcError } from '@emc/contract';
import { z } from 'zod';
import {
  daysOfBatchesQuery,
  dropBatchesQuery,
  hitBatchesQuery,
  insertDrops,
  insertHits,
  insertId,
  runningInsertsQuery,
} from './batches.ts';
import type { DropBatch, HitBatch } from './batches.ts';
import type { Credentials } from './child/clickhouse-child.ts';
import { storeError } from './errors.ts';
import { Gate } from './gate.ts';
import { defineQuery } from './query.ts';
import type { Params, Query, Statement } from './query.ts';
import { rebuildDay } from './rebuild.ts';
import { applySchema } from './schema/apply.ts';

export interface EventStoreOptions {
  /** `http(s)://host:port` of the embedded child or of a ClickHouse of one's own. */
  url: string;
  /** Made by `applySchema()` when it is not there: lower-case letters, digits, underscores. */
  database: string;
  writer: Credentials;
  /** A user that can read only; every question is asked as this user. */
  reader: Credentials;
  /** Connections for each of the two users; 10 when left out. */
  maxConnections?: number;
}

/**
 * The event store: hits, what is summed up from them, and what was not counted. Every method throws
 * `EmcError('store-unavailable')` when the store is away or overloaded.
 */
export interface EventStore {
  readonly database: string;
  readonly write: ClickHouseClient;
  readonly read: ClickHouseClient;
  /** Makes the database and brings its tables up to date. @throws SchemaTooNewError */
  applySchema(): Promise<void>;
  /** One synchronous insert: on disk when it resolves; unknown when it throws. @throws BadBatchError */
  insertHits(batch: HitBatch): Promise<void>;
  insertDrops(batch: DropBatch): Promise<void>;
  /** Which of the batches are in `hits`; inserts of them that still run, though nobody waits for them any more, are waited for. */
  batchExists(batchIds: readonly bigint[]): Promise<Set<bigint>>;
  /** Which of the batches are in `drops`, likewise. */
  dropBatchExists(batchIds: readonly bigint[]): Promise<Set<bigint>>;
  /** The local days that the batches touch in `hits`. */
  daysOfBatches(batchIds: readonly bigint[]): Promise<Day[]>;
  /**
   * Makes every rollup of a local day anew from `hits`. Inserts through this store wait meanwhile; no other process may
   * load that day. When it throws, call it again.
   */
  rebuildDay(day: Day): Promise<void>;
  /** Asks a declared question as the reader. */
  ask<P extends Params, R extends z.ZodType>(query: Query<P, R>, params: z.input<P>): Promise<z.output<R>[]>;
  /** Runs a declared statement as the writer. */
  run<P extends Params>(statement: Statement<P>, params: z.input<P>): Promise<void>;
  /** Resolves when questions are answered. */
  answers(): Promise<void>;
  /** Closes the connections; the server goes on. */
  close(): Promise<void>;
}

/** Opens a store; nothing is sent before the first call. */
export function openEventStore(options: EventStoreOptions): EventStore {
  if (!/^[a-z][a-z0-9_]{0,62}$/.test(options.database))
    throw new Error(`not a name of a database: ${options.database}`);
  const write = connect(options, options.writer, options.database);
  const read = connect(options, options.reader, options.database);
  const gate = new Gate();
  const ask: EventStore['ask'] = (query, params) => guarded(() => askAs(read, query, params));
  const present = async (table: 'hits' | 'drops', query: typeof hitBatchesQuery, batchIds: readonly bigint[]) => {
    if (batchIds.length === 0) return new Set<bigint>();
    await guarded(() =>
      insertsEnded(
        write,
        batchIds.map((batchId) => insertId(options.database, table, batchId)),
      ),
    );
    // Asked as the writer: it must not be answered by a replica that has not caught up.
    const rows = await guarded(() => askAs(write, query, { batch_ids: [...batchIds] }));
    return new Set(rows.map((row) => BigInt(row.batch_id)));
  };
  return {
    database: options.database,
    write,
    read,
    applySchema: () => guarded(() => createAndApply(options, write)),
    insertHits: (batch) => guarded(() => gate.together(() => insertHits(write, options.database, batch))),
    insertDrops: (batch) => guarded(() => insertDrops(write, options.database, batch)),
    batchExists: (batchIds) => present('hits', hitBatchesQuery, batchIds),
    dropBatchExists: (batchIds) => present('drops', dropBatchesQuery, batchIds),
    daysOfBatches: async (batchIds) => {
      if (batchIds.length === 0) return [];
      const rows = await guarded(() => askAs(write, daysOfBatchesQuery, { batch_ids: [...batchIds] }));
      return rows.map((row) => row.day);
    },
    rebuildDay: (day) => guarded(() => gate.alone(() => rebuildDay(write, day))),
    ask,
    run: (statement, params) => guarded(() => runAs(write, statement, params)),
    answers: async () => {
      await ask(answersQuery, {});
    },
    close: async () => {
      await Promise.all([write.close(), read.close()]);
    },
  };
}

const answersQuery = defineQuery({ name: 'answers', sql: 'SELECT 1 AS one', params: z.object({}), row: z.unknown() });

function connect(options: EventStoreOptions, user: Credentials, database?: string): ClickHouseClient {
  return createClient({
    url: options.url,
    username: user.user,
    password: user.password,
    database,
    application: 'emc',
    max_open_connections: options.maxConnections ?? 10,
    request_timeout: 120_000,
    // The server closes idle connections after 3 s; leave before it does.
    keep_alive: { enabled: true, idle_socket_ttl: 2_000 },
    compression: { request: false, response: false },
    // Errors are thrown to whoever asked; saying them here too would print statements and their parameters.
    log: { level: ClickHouseLogLevel.OFF },
  });
}

async function createAndApply(options: EventStoreOptions, write: ClickHouseClient): Promise<void> {
  const server = connect(options, options.writer);
  try {
    await server.command({ query: `CREATE DATABASE IF NOT EXISTS ${options.database}` });
  } finally {
    await server.close();
  }
  await applySchema(write);
}

async function askAs<P extends Params, R extends z.ZodType>(
  client: ClickHouseClient,
  query: Query<P, R>,
  params: z.input<P>,
): Promise<z.output<R>[]> {
  const reply = await client.query({
    query: query.sql,
    query_params: query.params.parse(params),
    format: 'JSONEachRow',
    clickhouse_settings: { output_format_json_quote_64bit_integers: 0, log_comment: query.name, ...query.settings },
  });
  return z.array(query.row).parse(await reply.json());
}

const INSERT_PATIENCE_MS = 60_000;

/**
 * Resolves when none of the inserts runs: a connection that broke does not end the insert that it carried.
 * @throws EmcError `store-unavailable` when one still runs after a minute
 */
async function insertsEnded(client: ClickHouseClient, queryIds: string[]): Promise<void> {
  for (let waited_ms = 0; waited_ms < INSERT_PATIENCE_MS; waited_ms += 50) {
    const running = await askAs(client, runningInsertsQuery, { query_ids: queryIds });
    if (running.length === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new EmcError('store-unavailable', 'event store: an insert of unknown outcome still runs');
}

async function runAs<P extends Params>(
  client: ClickHouseClient,
  statement: Statement<P>,
  params: z.input<P>,
): Promise<void> {
  await client.command({
    query: statement.sql,
    query_params: statement.params.parse(params),
    clickhouse_settings: { async_insert: 0, wait_end_of_query: 1, log_comment: statement.name, ...statement.settings },
  });
}

async function guarded<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw storeError(error);
  }
}
