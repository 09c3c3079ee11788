import { type Database, type Kysely, sql, type Transaction } from '@emc/control-store';
import type { Day } from '@emc/contract';
import type { DaySalt } from './salt-files.ts';
import { newSealKey, seal, type SealKey, unseal } from './sealed.ts';

/**
 * How collectors that share a control store come to the same salt of a day. The store only carries: public keys, and the
 * salt sealed for each of them. The private keys are in the collectors' memory, so that nothing the store writes (its log,
 * standbys, backups) ever reads as a salt.
 */
export interface SaltExchange {
  /**
   * Shows what this collector holds, takes a salt that goes before it, and gives its own to those who hold a later one or
   * none. `make` is called when no collector holds a salt of the day: one after another, so that one of them makes it.
   * @returns what holds from now on; undefined: another collector holds one and was asked for it
   * @throws EmcError store-unavailable
   */
  meet(day: Day, held: DaySalt | undefined, make: () => DaySalt): Promise<DaySalt | undefined>;
  /** Forgets the days before, with the keys that read what was sealed for them. @throws EmcError store-unavailable */
  forgetBefore(today: Day): Promise<void>;
}

type Row = Database['collector_salts'];

/** @param id of the data directory, the same after every restart */
export function createSaltExchange(db: Kysely<Database>, id: string): SaltExchange {
  const keys = new Map<Day, SealKey>();
  const keyOf = (day: Day): SealKey => {
    const key = keys.get(day) ?? newSealKey();
    keys.set(day, key);
    return key;
  };
  return {
    meet: async (day, held, make) => {
      const key = keyOf(day);
      const seen = await rowsOf(db, day);
      if (held !== undefined && isSettled(seen, id, key, held)) return held;
      return oneByOne(db, async (transaction) => {
        const rows = await rowsOf(transaction, day);
        const others = rows.filter(({ process }) => process !== id);
        const own = earlier(held, received(rows, id, key));
        const salt = own ?? (others.every(({ holds }) => holds === null) ? make() : undefined);
        await show(transaction, { day, process: id, public_key: key.publicKey, holds: salt?.rank ?? null });
        if (salt !== undefined) await give(transaction, others, salt);
        return salt;
      });
    },
    forgetBefore: async (today) => {
      for (const day of keys.keys()) if (day < today) keys.delete(day);
      await db.deleteFrom('collector_salts').where('day', '<', today).execute();
    },
  };
}

/** One collector after another, over all processes that share the store. */
export function oneByOne<T>(
  db: Kysely<Database>,
  work: (transaction: Transaction<Database>) => Promise<T>,
): Promise<T> {
  return db.transaction().execute(async (transaction) => {
    await sql`select pg_advisory_xact_lock(hashtextextended('day salt', 0))`.execute(transaction);
    return work(transaction);
  });
}

function rowsOf(db: Kysely<Database> | Transaction<Database>, day: Day): Promise<Row[]> {
  return db.selectFrom('collector_salts').selectAll().where('day', '=', day).execute();
}

/** Nothing to show, to take or to give: the store is only read. */
function isSettled(rows: readonly Row[], id: string, key: SealKey, held: DaySalt): boolean {
  const mine = rows.find(({ process }) => process === id);
  const shown = mine !== undefined && mine.holds === held.rank && mine.public_key.equals(key.publicKey);
  return shown && earlier(held, received(rows, id, key)) === held && !rows.some((row) => isOwed(row, id, held));
}

/** Whether `row` is of a collector that holds a later salt or none and was not given this one, or one before it. */
function isOwed({ process, holds, sealed_rank }: Row, id: string, { rank }: DaySalt): boolean {
  if (process === id) return false;
  return (holds === null || holds > rank) && (sealed_rank === null || sealed_rank > rank);
}

/** What another collector sealed for this one; undefined also where it cannot be read, as for a key of an earlier life. */
function received(rows: readonly Row[], id: string, key: SealKey): DaySalt | undefined {
  const mine = rows.find(({ process }) => process === id);
  if (mine?.sealed == null || !mine.public_key.equals(key.publicKey)) return undefined;
  try {
    return JSON.parse(unseal(mine.sealed, key)) as DaySalt;
  } catch {
    return undefined;
  }
}

/** Of two salts the one that was made first. */
function earlier(one: DaySalt | undefined, other: DaySalt | undefined): DaySalt | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return other.rank < one.rank ? other : one;
}

async function show(db: Transaction<Database>, row: Omit<Row, 'sealed' | 'sealed_rank'>): Promise<void> {
  const otherKey = sql<boolean>`collector_salts.public_key <> excluded.public_key`;
  await db
    .insertInto('collector_salts')
    .values({ ...row, sealed: null, sealed_rank: null })
    .onConflict((conflict) =>
      conflict.columns(['day', 'process']).doUpdateSet({
        public_key: row.public_key,
        holds: row.holds,
        // What was sealed for the key of an earlier life cannot be read any more.
        sealed: sql`case when ${otherKey} then null else collector_salts.sealed end`,
        sealed_rank: sql`case when ${otherKey} then null else collector_salts.sealed_rank end`,
      }),
    )
    .execute();
}

async function give(db: Transaction<Database>, others: readonly Row[], salt: DaySalt): Promise<void> {
  for (const row of others.filter((other) => isOwed(other, '', salt))) {
    await db
      .updateTable('collector_salts')
      .set({ sealed: seal(JSON.stringify(salt), row.public_key), sealed_rank: salt.rank })
      .where('day', '=', row.day)
      .where('process', '=', row.process)
      .execute();
  }
}
