import { randomBytes } from 'node:crypto';
import { type Database, type Kysely, type Log, sql } from '@emc/control-store';
import { addDays, type Clock, DAY_MS, type Day, dayOf, startOfDay } from '@emc/contract';

export interface Salts {
  /**
   * The secret that tells visitors apart on the local day that it is now, hexadecimal; see the table daily_salts. Never
   * waits and never fails. Whoever asks keeps no copy of it.
   */
  current(): string;
  /** Agrees with the store, at once. Runs by itself every 30 seconds. @throws Error when the store is away. */
  refresh(): Promise<void>;
  stop(): void;
}

export interface SaltOptions {
  db: Kysely<Database>;
  clock: Clock;
  log?: Log;
  random?: (size_bytes: number) => Buffer;
}

const SALT_BYTES = 32;
const REFRESH_MS = 30_000;
/** How long before midnight the next day's salt is made. */
const AHEAD_MS = 10 * 60_000;

/**
 * The day's salt, the same for all collectors that share a store. The next day's is there before midnight, and a past
 * day's is destroyed: forgotten here at once, in the store with the next refresh.
 *
 * When the store is away at midnight, a salt of our own is used and offered to the store later; if another collector
 * was quicker, its salt holds from then on, and visitors of the minutes between may count twice.
 *
 * Call `refresh()` once before the first hit, so that a restart within a day goes on with that day's salt.
 */
export function createSalts({ db, clock, log, random = randomBytes }: SaltOptions): Salts {
  const held = new Map<Day, string>();

  function forget(today: Day): void {
    for (const day of held.keys()) if (day < today) held.delete(day);
  }

  function hold(day: Day): string {
    const salt = held.get(day) ?? random(SALT_BYTES).toString('hex');
    held.set(day, salt);
    return salt;
  }

  async function refresh(): Promise<void> {
    const now_ms = clock();
    const today = dayOf(now_ms);
    forget(today);
    held.set(today, await agree(db, today, hold(today)));
    const tomorrow = addDays(today, 1);
    if (startOfDay(today) + DAY_MS - now_ms <= AHEAD_MS) held.set(tomorrow, await agree(db, tomorrow, hold(tomorrow)));
    await destroyBefore(db, today);
  }

  let running: Promise<void> | undefined;
  // Runs that overlap could agree on different salts of their own; they share one run instead.
  const refreshOnce = (): Promise<void> => (running ??= refresh().finally(() => (running = undefined)));
  const timer = setInterval(() => {
    refreshOnce().catch((error: unknown) => log?.warn(`the day's salt cannot be agreed on: ${String(error)}`));
  }, REFRESH_MS).unref();

  return {
    current() {
      const today = dayOf(clock());
      if (!held.has(today) || held.size > 1) forget(today);
      return hold(today);
    },
    refresh: refreshOnce,
    stop: () => clearInterval(timer),
  };
}

/** Offers a salt for the day and takes the one that holds: the first that was offered by anybody. */
async function agree(db: Kysely<Database>, day: Day, offered: string): Promise<string> {
  await db
    .insertInto('daily_salts')
    .values({ day, salt: Buffer.from(offered, 'hex') })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const row = await db.selectFrom('daily_salts').select('salt').where('day', '=', day).executeTakeFirst();
  return row?.salt.toString('hex') ?? offered;
}

/** Deleting alone would leave the bytes in the table's file until it is written over; the table is written anew. */
async function destroyBefore(db: Kysely<Database>, today: Day): Promise<void> {
  const { numDeletedRows } = await db.deleteFrom('daily_salts').where('day', '<', today).executeTakeFirst();
  if (numDeletedRows > 0n) await sql`vacuum (full) daily_salts`.execute(db);
}
