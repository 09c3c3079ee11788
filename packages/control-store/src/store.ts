import { Kysely, PostgresDialect, type PostgresPool, type PostgresPoolClient } from 'kysely';
import { Pool, TypeOverrides, types } from 'pg';
import type { Log } from './log.ts';
import { answered } from './store-away.ts';
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
    connectionTimeoutMillis: 5000,
    application_name: 'emc',
    types: parsers(),
  });
  // Each question that was under way is refused by itself; without a listener the process would end besides.
  pool.on('connect', (client) => client.on('error', () => undefined));
  pool.on('error', (error) => options.log?.warn(`an idle connection to the control store broke: ${error.message}`));
  const db = new Kysely<Database>({ dialect: new PostgresDialect({ pool: saysWhenAway(pool) }) });
  return { db, close: () => db.destroy() };
}

/** The pool as the query builder needs it, with one error for every way in which the server can be away. */
function saysWhenAway(pool: Pool): PostgresPool {
  return {
    options: pool.options,
    end: () => pool.end(),
    connect: async () => {
      const client: PostgresPoolClient = await answered(pool.connect());
      const query = <Row>(text: string, parameters: readonly unknown[]) =>
        answered(client.query<Row>(text, parameters));
      // Its other form takes a cursor, which nobody here has.
      return { query: query as PostgresPoolClient['query'], release: (destroy) => client.release(destroy) };
    },
  };
}

/** For this store only: other users of the driver in this process keep their own. */
function parsers(): TypeOverrides {
  const overrides = new TypeOverrides();
  overrides.setTypeParser(types.builtins.DATE, (text) => text);
  overrides.setTypeParser(types.builtins.INT8, Number);
  return overrides;
}
