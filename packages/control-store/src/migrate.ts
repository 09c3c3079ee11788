import type { Kysely } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import * as register from './migrations/0001-register.ts';
import * as saltsAndSettings from './migrations/0002-salts-and-settings.ts';
import * as procedures from './migrations/0003-procedures.ts';
import * as systems from './migrations/0004-systems.ts';
import * as connection from './migrations/0005-connection.ts';
import * as accounts from './migrations/0006-accounts.ts';
import * as processes from './migrations/0010-processes.ts';
import * as collectorSalts from './migrations/0011-collector-salts.ts';
import * as damage from './migrations/0012-damage.ts';
import * as auditHeads from './migrations/0013-audit-heads.ts';
import * as otherValues from './migrations/0014-other-values.ts';
import type { Database } from './tables.ts';

/** In this order, each once. Never change one that was released: add another. */
export const MIGRATIONS: Record<string, Migration> = {
  '0001-register': { up: register.up },
  '0002-salts-and-settings': { up: saltsAndSettings.up },
  '0003-procedures': { up: procedures.up },
  '0004-systems': { up: systems.up },
  '0005-connection': { up: connection.up },
  '0006-accounts': { up: accounts.up },
  '0010-processes': { up: processes.up },
  '0011-collector-salts': { up: collectorSalts.up },
  '0012-damage': { up: damage.up },
  '0013-audit-heads': { up: auditHeads.up },
  '0014-other-values': { up: otherValues.up },
};

/**
 * Brings the tables to the state that this program expects: all in one transaction, one process at a time (advisory
 * lock). Does nothing when they are there already.
 *
 * @returns the names of the migrations that were run.
 * @throws Error when one fails (then nothing was changed), and when the store was made by a newer program.
 */
export async function migrate(db: Kysely<Database>): Promise<string[]> {
  const migrator = new Migrator({ db, provider: { getMigrations: () => Promise.resolve(MIGRATIONS) } });
  const { error, results } = await migrator.migrateToLatest();
  if (error !== undefined) {
    const failed = results?.find((result) => result.status === 'Error')?.migrationName;
    const reason = error instanceof Error ? error.message : JSON.stringify(error);
    const where = failed === undefined ? '' : ` at ${failed}`;
    throw new Error(`The tables of the control store cannot be brought up to date${where}: ${reason}`, {
      cause: error,
    });
  }
  return (results ?? []).filter((result) => result.status === 'Success').map((result) => result.migrationName);
}
