import type { ClickHouseClient } from '@clickhouse/client';
import { ClickHouseLogLevel, createClient } from '@clickhouse/client';
import { EmcError } from '@emc/contract';
import { z } from 'zod';
import { runningInsertsQuery, runningWritesQuery, writesOf } from './batches.ts';
import type { Credentials } from './child/clickhouse-child.ts';
import { storeError } from './errors.ts';
import type { Params, Query, Statement } from './query.ts';

export interface ConnectOptions {
  /** `http(s)://host:port` */
  url: string;
  /** Connections; 10 when left out. */
  maxConnections?: number;
}

/** Settings of ClickHouse: of every query of a client, or of one. */
export type Settings = Record<string, string | number>;

/** Whose question it is. */
export interface Asking {
  /** Of a reader: the question ends when this aborts, and when it has taken a minute. Left out: it may take as long as it takes. */
  signal?: AbortSignal;
  /** Memory that a reader's question may take; {@link QUESTION_MEMORY_BYTES} when left out. */
  memory_bytes?: number;
}

/**
 * Memory that one reader's question may take in a server. A quarter of it is kept before a sum or an order goes on on disk, so that what
 * is large becomes slow and does not fail; what fails all the same has taken nothing from anybody else.
 */
const QUESTION_MEMORY_BYTES = 800_000_000;

/** Settings with which work takes at most so much memory, where a part of it can lie on disk. */
export function withinMemory(memory_bytes: number): Record<string, string> {
  const spill_bytes = String(Math.floor(memory_bytes / 4));
  return {
    max_memory_usage: String(memory_bytes),
    max_bytes_before_external_group_by: spill_bytes,
    max_bytes_before_external_sort: spill_bytes,
  };
}

/**
 * Work of our own is not cut by its length: a rebuild of a great day takes longer than any reader waits. What hangs is noticed by
 * pings, and a server that is gone by its connection.
 */
const LONGEST_WORK_MS = 24 * 3_600_000;
const LONGEST_QUESTION_MS = 120_000;

/** Connections of one user to one server. Nothing is sent before the first query. */
export function connect(
  options: ConnectOptions,
  user: Credentials,
  database?: string,
  settings: Settings = {},
): ClickHouseClient {
  return createClient({
    url: options.url,
    username: user.user,
    password: user.password,
    database,
    application: 'emc',
    max_open_connections: options.maxConnections ?? 10,
    request_timeout: LONGEST_WORK_MS,
    // The server closes idle connections after 3 s; leave before it does, also when this process was too busy for its timers.
    keep_alive: { enabled: true, idle_socket_ttl: 2_000, eagerly_destroy_stale_sockets: true },
    compression: { request: false, response: false },
    clickhouse_settings: settings,
    // Errors are thrown to whoever asked; saying them here too would print statements and their parameters.
    log: { level: ClickHouseLogLevel.OFF },
  });
}

/** Asks a declared question. */
export async function askAs<P extends Params, R extends z.ZodType>(
  client: ClickHouseClient,
  query: Query<P, R>,
  params: z.input<P>,
  settings: Settings = {},
  { signal, memory_bytes = QUESTION_MEMORY_BYTES }: Asking = {},
): Promise<z.output<R>[]> {
  const reply = await client.query({
    query: query.sql,
    query_params: query.params.parse(params),
    format: 'JSONEachRow',
    abort_signal: signal && AbortSignal.any([signal, AbortSignal.timeout(LONGEST_QUESTION_MS)]),
    clickhouse_settings: {
      output_format_json_quote_64bit_integers: 0,
      log_comment: query.name,
      ...(signal === undefined ? { max_execution_time: 0 } : withinMemory(memory_bytes)),
      ...settings,
      ...query.settings,
    },
  });
  return z.array(query.row).parse(await reply.json());
}

/** Runs a declared statement. */
export async function runAs<P extends Params>(
  client: ClickHouseClient,
  statement: Statement<P>,
  params: z.input<P>,
  settings: Settings = {},
): Promise<void> {
  await client.command({
    query: statement.sql,
    query_params: statement.params.parse(params),
    clickhouse_settings: {
      async_insert: 0,
      wait_end_of_query: 1,
      log_comment: statement.name,
      ...settings,
      ...statement.settings,
    },
  });
}

const INSERT_PATIENCE_MS = 60_000;

/**
 * Resolves when none of the inserts runs: a connection that broke does not end the insert that it carried.
 * @throws EmcError `store-unavailable` when one still runs after a minute
 */
export async function insertsEnded(client: ClickHouseClient, queryIds: string[]): Promise<void> {
  for (let waited_ms = 0; waited_ms < INSERT_PATIENCE_MS; waited_ms += 50) {
    const running = await askAs(client, runningInsertsQuery, { query_ids: queryIds });
    if (running.length === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new EmcError('store-unavailable', 'event store: an insert of unknown outcome still runs');
}

/**
 * Resolves when no insert of a block, and no statement of a rebuild, runs on the server. To be asked by whoever holds the gate
 * alone: what runs then is what a broken connection or a killed process left behind, which the gate does not know of.
 * @throws EmcError `store-unavailable` when one still runs after a minute
 */
export async function writesEnded(client: ClickHouseClient, database: string): Promise<void> {
  for (let waited_ms = 0; waited_ms < INSERT_PATIENCE_MS; waited_ms += 50) {
    const [row] = await askAs(client, runningWritesQuery, { prefix: writesOf(database) });
    if (row?.running === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new EmcError('store-unavailable', 'event store: a write that nobody waits for any more does not end');
}

/** Runs work; what it throws becomes what callers are to see. */
export async function guarded<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw storeError(error);
  }
}
