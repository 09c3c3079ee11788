import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';

/** Name of the database on the run's PostgreSQL that has all tables and nothing in them; `freshStores()` makes copies. */
export const CONTROL_TEMPLATE = 'control_template';

/** The folder of stores that are made already, for programs that this run starts; not set = they make their own. */
const PLACE = 'TEST_PREPARED_STORES';
/** Stores that others run: nothing is made in the data directory. */
const ELSEWHERE = ['EMC_POSTGRES_URL', 'EMC_CLICKHOUSE_URL'];

/** Lets programs that are started from now on, also by processes of this one, begin with what lies in a folder. */
export function offerPrepared(place: string): void {
  process.env[PLACE] = place;
}

/**
 * Puts both stores, empty and with their tables, into a data directory in which nothing is yet: making them is most of
 * what a first start does. All else (lock, keys, spool, salts) the program makes itself.
 */
export function usePrepared(dataDir: string, env: Record<string, string>): void {
  const place = process.env[PLACE];
  if (place === undefined || ELSEWHERE.some((name) => name in env)) return;
  if (existsSync(dataDir) && readdirSync(dataDir).length > 0) return;
  mkdirSync(dataDir, { recursive: true });
  for (const name of readdirSync(place)) copyTree(path.join(place, name), path.join(dataDir, name));
}

/** A copy with owners and modes: PostgreSQL has a user of its own where the tests are root. */
export function copyTree(from: string, to: string): void {
  if (process.getuid?.() === 0) execFileSync('cp', ['-pR', from, to]);
  else cpSync(from, to, { recursive: true, verbatimSymlinks: true, preserveTimestamps: true });
}
