import { EmcError } from '@emc/contract';
import { type Database, type Kysely, sql, type Transaction } from '@emc/control-store';

/** Tables that are read as a whole and kept in memory until their version rises. */
export interface VersionedCopy<Copy extends { version: number }> {
  /** The store that they are in, for what is not part of the copy. */
  readonly db: Kysely<Database>;
  /** The copy as committed now; unchanged, it costs one look at its version. @throws EmcError store-unavailable */
  read(): Promise<Copy>;
  /** As read(); while the store is away, the copy of before, so that what is measured can go on being shown. @throws EmcError store-unavailable where there is none */
  readOrLast(): Promise<Copy>;
  /**
   * One change after another, in all processes, so that every rule can be held against the whole.
   * @throws EmcError store-unavailable, and whatever `change` throws: then nothing was changed
   */
  write<Result>(change: (trx: Transaction<Database>, copy: Copy) => Promise<Result>): Promise<Result>;
}

export interface VersionedTables<Copy> {
  db: Kysely<Database>;
  /** Its one row rises with every change of the tables. */
  versionTable: 'register_version' | 'catalogue_version';
  /** Any number that nothing else in this database takes as an advisory lock. */
  lock: number;
  /** Reads all of it; the transaction is the state of one instant. */
  load(trx: Transaction<Database>): Promise<Copy>;
}

export function openVersionedCopy<Copy extends { version: number }>(
  tables: VersionedTables<Copy>,
): VersionedCopy<Copy> {
  const { db } = tables;
  let cached: Copy | undefined;
  let loading: { version: number; copy: Promise<Copy> } | undefined;

  async function versionIn(from: Kysely<Database>): Promise<number> {
    const { version } = await from.selectFrom(tables.versionTable).select('version').executeTakeFirstOrThrow();
    return version;
  }

  function keep(loaded: Copy): Copy {
    // Reads overlap: keep the newest.
    if (cached === undefined || cached.version < loaded.version) cached = loaded;
    return loaded;
  }

  async function read(): Promise<Copy> {
    const version = await versionIn(db);
    if (cached?.version === version) return cached;
    // Who asks while it is being loaded waits for the same copy.
    if (loading?.version !== version) {
      const instant = db.transaction().setIsolationLevel('repeatable read').setAccessMode('read only');
      loading = { version, copy: instant.execute((trx) => tables.load(trx)) };
    }
    const { copy } = loading;
    try {
      return keep(await copy);
    } finally {
      if (loading?.copy === copy) loading = undefined;
    }
  }

  return {
    db,
    read,
    readOrLast: () =>
      read().catch((error: unknown) => {
        if (cached !== undefined && error instanceof EmcError && error.code === 'store-unavailable') return cached;
        throw error;
      }),
    write: (change) =>
      db.transaction().execute(async (trx) => {
        await lockTables(trx, tables.lock);
        const version = await versionIn(trx);
        return change(trx, cached?.version === version ? cached : keep(await tables.load(trx)));
      }),
  };
}

/** Held until the transaction ends, so that what is read after it stays true. */
export async function lockTables(trx: Transaction<Database>, lock: number): Promise<void> {
  await sql`select pg_advisory_xact_lock(${sql.lit(lock)})`.execute(trx);
}
