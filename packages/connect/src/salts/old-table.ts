import { type Database, type Kysely, sql, type Transaction } from '@emc/control-store';
import type { Day } from '@emc/contract';
import { oneByOne } from './salt-exchange.ts';
import type { DaySalt } from './salt-files.ts';

/**
 * Versions before 0.2 kept the salts in the unlogged table `daily_salts`, which a crash empties and whose file a copy of
 * the server's data directory holds. Delete this file when no data directory of theirs is left.
 */
export function readOldTable(db: Kysely<Database>, day: Day): Promise<DaySalt | undefined> {
  return oneByOne(db, async (transaction) => {
    if (!(await isThere(transaction))) return undefined;
    const { rows } = await sql<{ salt: Buffer }>`select salt from daily_salts where day = ${day}`.execute(transaction);
    const salt = rows[0]?.salt.toString('hex');
    // The same rank on all collectors, and before any that is made: it is in use.
    return salt === undefined ? undefined : { salt, rank: `${day} daily_salts` };
  });
}

/** With its file: PostgreSQL cuts it to nothing and removes its name. Call it when the salt is on disk elsewhere. */
export function dropOldTable(db: Kysely<Database>): Promise<void> {
  return oneByOne(db, async (transaction) => {
    if (await isThere(transaction)) await sql`drop table daily_salts`.execute(transaction);
  });
}

async function isThere(db: Transaction<Database>): Promise<boolean> {
  const { rows } = await sql<{ there: boolean }>`select to_regclass('daily_salts') is not null as there`.execute(db);
  return rows[0]!.there;
}
