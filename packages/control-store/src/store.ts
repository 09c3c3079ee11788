import { Kysely, PostgresDialect } from 'kysely';
import { Pool, TypeOverrides, types } from 'pg';
import type { Log } from './log.ts';
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
 * Connects when first used; a server that is away shows as a rejected query.
 */
export function openControlStore(url: string, options: ControlStoreOptions = {}): ControlStore {
  const pool = new Pool({
    connectionString: url,
    max: options.poolSize ?? 10,
    connectionTimeoutMillis: 5000,
    application_name: 'emc',
    types: parsers(),
  });
  pool.on('error', (error) => options.log?.warn(`an idle connection to the control store broke: ${error.message}`));
  const db = new Kysely<Database>({ dialect: new PostgresDialect({ pool }) });
  return { db, close: () => db.destroy() };
}

/** For this store only: other users of the driver in this process keep their own. */
function parsers(): TypeOverrides {
  const overrides = new TypeOverrides();
  overrides.setTypeParser(types.builtins.DATE, (text) => text);
  overrides.setTypeParser(types.builtins.INT8, Number);
  return overrides;
}
