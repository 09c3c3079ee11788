import { Kysely, PostgresDialect, type PostgresPool, type PostgresPoolClient } from 'kysely';
import type { Heartbeat } from '@emc/contract';
import { Pool, type PoolClient, TypeOverrides, types } from 'pg';
import type { Log } from './log.ts';
import { answered, storeAway } from './store-away.ts';
import type { Database } from './tables.ts';

export interface ControlStore {
  db: Kysely<Database>;
  close(): Promise<void>;
}

export interface ControlStoreOptions {
  /** Connections at most; the embedded server takes 50 in all. Default 10. */
  poolSize?: number;
  /** Told when an idle connection breaks; the pool makes a new one by itself. */
  log?: Log;
  /** Whatever is asked ends when the server answers no ping. Left out: it waits for as long as the server hangs. */
  heartbeat?: Pick<Heartbeat, 'whileAnswering'>;
}

/**
 * Opens the control store: the embedded server or one of the operator's own (PostgreSQL 15 or later).
 *
 * Days come as `YYYY-MM-DD`, 64-bit integers as numbers (no counter here comes near 2^53), instants as `Date`.
 * Connects when first used. While the server is away, whatever is asked is refused with EmcError store-unavailable.
 */
export function openControlStore(url: string, options: ControlStoreOptions = {}): ControlStore {
  const pool = new Pool({
    connectionString: url,
    max: options.poolSize ?? 10,
    // Waiting for a connection of the pool is no sign that the server is away, and a busy process reads answers late: pings show it.
    connectionTimeoutMillis: options.heartbeat === undefined ? 5_000 : 60_000,
    application_name: 'emc',
    types: parsers(),
  });
  // Each question that was under way is refused by itself; without a listener the process would end besides.
  pool.on('connect', (client) => client.on('error', () => undefined));
  pool.on('error', (error) => options.log?.warn(`an idle connection to the control store broke: ${error.message}`));
  const db = new Kysely<Database>({
    dialect: new PostgresDialect({ pool: saysWhenAway(pool, options.heartbeat ?? ALWAYS) }),
  });
  return { db, close: () => db.destroy() };
}

type Beating = NonNullable<ControlStoreOptions['heartbeat']>;
const ALWAYS: Beating = { whileAnswering: (ask) => ask(new AbortController().signal) };

/** The pool as the query builder needs it, with one error for every way in which the server can be away. */
function saysWhenAway(pool: Pool, heartbeat: Beating): PostgresPool {
  return {
    options: pool.options,
    end: () => pool.end(),
    connect: async () => connectionOf(await connectionFrom(pool, heartbeat), heartbeat),
  };
}

function connectionFrom(pool: Pool, heartbeat: Beating): Promise<PoolClient> {
  return heartbeat.whileAnswering(async (signal) => {
    const client = await answered(pool.connect());
    // Nobody waits for it any more.
    if (signal.aborted) client.release();
    return client;
  });
}

/** A question that was cut off leaves a connection of which nobody knows what it does: it is broken, and what it had begun is undone. */
function connectionOf(client: PoolClient, heartbeat: Beating): PostgresPoolClient {
  let cutOff = false;
  const query = <Row extends object>(text: string, parameters: unknown[]) =>
    heartbeat.whileAnswering((signal) => {
      if (cutOff) throw storeAway('the connection was given up because the server hung');
      signal.addEventListener('abort', () => (cutOff = true), { once: true });
      return answered(client.query<Row>(text, parameters));
    });
  return {
    // Its other form takes a cursor, which nobody here has.
    query: query as unknown as PostgresPoolClient['query'],
    release: (destroy) => client.release(destroy === true || cutOff),
  };
}

/** For this store only: other users of the driver in this process keep their own. */
function parsers(): TypeOverrides {
  const overrides = new TypeOverrides();
  overrides.setTypeParser(types.builtins.DATE, (text) => text);
  overrides.setTypeParser(types.builtins.INT8, Number);
  return overrides;
}
