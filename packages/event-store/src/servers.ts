import type { ClickHouseClient } from '@clickhouse/client';
import type { Day } from '@emc/contract';
import type { z } from 'zod';
import { batchesQuery, type BlockTable, insertId } from './batches.ts';
import type { Credentials } from './child/clickhouse-child.ts';
import { askAs, type Asking, connect, type ConnectOptions, insertsEnded, runAs } from './client.ts';
import type { Params, Query, Statement } from './query.ts';
import { applySchema } from './schema/apply.ts';

export interface ServersOptions extends ConnectOptions {
  /** Other nodes of the cluster, `http(s)://host:port`, to be asked for it when the one at `url` does not answer. */
  otherUrls?: readonly string[];
  /** Lower-case letters, digits, underscores. */
  database: string;
  writer: Credentials;
  reader: Credentials;
}

/** A block of the loader: which table, and the id under which it is there at most once. */
export interface BlockName {
  table: BlockTable;
  batchId: bigint;
}

/** Where blocks go and questions are answered: one server or a cluster of them. Nothing here waits for a gate. */
export interface Servers {
  /** For everything that has no method of its own: the writer and the reader, over all that there is. */
  readonly write: ClickHouseClient;
  readonly read: ClickHouseClient;
  /** @returns tables and views that were lost and were made again, empty */
  applySchema(): Promise<string[]>;
  /** Puts a block where it belongs; `send` inserts it by the client that it is given. Unknown whether it is there when it throws. */
  insert(block: BlockName, send: (client: ClickHouseClient) => Promise<void>): Promise<void>;
  /** Which of the batches are there; waits for inserts of them that still run. */
  present(table: BlockTable, batchIds: readonly bigint[]): Promise<Set<bigint>>;
  ask<P extends Params, R extends z.ZodType>(
    query: Query<P, R>,
    params: z.input<P>,
    asking?: Asking,
  ): Promise<z.output<R>[]>;
  /** Resolves when what there is can be asked; costs nothing. @throws Error when it does not answer */
  ping(signal: AbortSignal): Promise<void>;
  /** Asks every server for the part that it holds: the answers one after the other, repetitions included. */
  askEach<P extends Params, R extends z.ZodType>(query: Query<P, R>, params: z.input<P>): Promise<z.output<R>[]>;
  run<P extends Params>(statement: Statement<P>, params: z.input<P>): Promise<void>;
  /** Works on the part of every server by itself; of servers that replicate to each other, of one. @param days those that the work makes anew */
  each(work: (client: ClickHouseClient) => Promise<void>, days?: readonly Day[]): Promise<void>;
  /**
   * Makes servers equal that should hold the same. `alone` keeps inserts out while it runs what it is given.
   * @returns the hosts that still lack something
   */
  catchUp(alone: <T>(work: () => Promise<T>) => Promise<T>): Promise<string[]>;
  /** Hosts that are known to lack something. */
  lacking(): string[];
  /** Does not ask these hosts for their parts where another has them. */
  avoid(hosts: readonly string[]): void;
  /** Through when answers are whole, where all that was acknowledged before `loadedThrough_ms` is loaded by this process. */
  wholeThrough(loadedThrough_ms: number): number;
  close(): Promise<void>;
}

/** One server: it holds everything. */
export function oneServer(options: ServersOptions): Servers {
  const write = connect(options, options.writer, options.database);
  const read = connect(options, options.reader, options.database);
  return {
    write,
    read,
    applySchema: async () => {
      await createDatabases(options, [options.database]);
      return applySchema(write);
    },
    insert: (_block, send) => send(write),
    present: (table, batchIds) => presentOn(write, options.database, table, batchIds),
    ask: (query, params, asking) => askAs(read, query, params, {}, asking),
    ping: (signal) => ping(options.url, signal),
    askEach: (query, params) => askAs(write, query, params),
    run: (statement, params) => runAs(write, statement, params),
    each: (work) => work(write),
    catchUp: () => Promise.resolve([]),
    lacking: () => [],
    avoid: () => undefined,
    wholeThrough: (loadedThrough_ms) => loadedThrough_ms,
    close: async () => {
      await Promise.all([write.close(), read.close()]);
    },
  };
}

/** @throws Error when the server does not answer, or with a refusal */
async function ping(url: string, signal: AbortSignal): Promise<void> {
  const answer = await fetch(`${url}/ping`, { signal });
  await answer.text();
  if (!answer.ok) throw new Error(`the event store answers a ping with ${answer.status}`);
}

/** Which of the batches a server holds, once none of them is being inserted any more. */
export async function presentOn(
  client: ClickHouseClient,
  database: string,
  table: BlockTable,
  batchIds: readonly bigint[],
): Promise<Set<bigint>> {
  await insertsEnded(
    client,
    batchIds.map((batchId) => insertId(database, table, batchId)),
  );
  // Asked as the writer of that very server: it must not be answered by a replica that has not caught up.
  const rows = await askAs(client, batchesQuery(table), { batch_ids: [...batchIds] });
  return new Set(rows.map((row) => BigInt(row.batch_id)));
}

export async function createDatabases(options: ServersOptions, names: readonly string[]): Promise<void> {
  const server = connect(options, options.writer);
  try {
    for (const name of names) await server.command({ query: `CREATE DATABASE IF NOT EXISTS ${name}` });
  } finally {
    await server.close();
  }
}
