import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import type { Database } from './tables.ts';

export interface ControlStore {
  db: Kysely<Database>;
  close(): Promise<void>;
}

export interface ControlStoreOptions {
  /** Connections at most; the embedded server takes 50 in all. Default 10. */
  poolSize?: number;
  /** Told when an idle connection breaks; the pool makes a new one by itself. */
  log?: (line: string) => void;
}

/**
 * Opens the control store: the embedded server or one of the operator's own (PostgreSQL 15 or later).
 *
 * Days come as `YYYY-MM-DD`, 64-bit integers as numbers (no counter here comes near 2^53), instants as `Date`.
 * Connects when first used; a server that is away shows as a rejected query.
 */
export function openControlStore(url: string, options: ControlStoreOptions = {}): ControlStore {
  const pool = new pg.Pool({
    connectionString: url,
    max: options.poolSize ?? 10,
    connectionTimeoutMillis: 5000,
    application_name: 'emc',
    types: { getTypeParser: parserOf as typeof pg.types.getTypeParser },
  });
  pool.on('error', (error) => options.log?.(`an idle connection to the control store broke: ${error.message}`));
  const db = new Kysely<Database>({ dialect: new PostgresDialect({ pool }) });
  return { db, close: () => db.destroy() };
}

function parserOf(oid: number, format?: 'text' | 'binary'): unknown {
  if (oid === pg.types.builtins.DATE && format !== 'binary') return (text: string) => text;
  if (oid === pg.types.builtins.INT8 && format !== 'binary') return Number;
  return pg.types.getTypeParser(oid, format as 'text');
}
