import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Database, type Kysely, type Log, noteVisitorsTwice } from '@emc/control-store';
import { addDays, type Clock, DAY_MS, type Day, dayOf, startOfDay } from '@emc/contract';
import { dropOldTable, readOldTable } from './old-table.ts';
import { createSaltExchange } from './salt-exchange.ts';
import { holdSalts } from './held-salts.ts';
import { openSaltFiles } from './salt-files.ts';

export interface Salts {
  /**
   * The secret that tells visitors apart on the local day that it is now, hexadecimal. Never waits for a store and never
   * fails. The caller keeps no copy of it.
   */
  current(): string;
  /** Keeps on disk, agrees, destroys what is past. Runs by itself. @throws Error when the control store is unavailable */
  refresh(): Promise<void>;
  stop(): void;
}

export interface SaltOptions {
  db: Kysely<Database>;
  /** Of the salts alone, in the data directory; no backup takes it. Made when it is needed. */
  dir: string;
  /** Where other collectors may share the control store: what names this one among them. */
  sharedAs?: string;
  clock: Clock;
  /** Whether anything of a day was counted before; asked when a salt is made at the start. */
  counted?: (day: Day) => Promise<boolean>;
  log?: Log;
  random?: (size_bytes: number) => Buffer;
}

const REFRESH_MS = 30_000;
/** Where several collectors agree: another that starts waits for an answer. */
const AGREE_MS = 1000;
/** How long before midnight the next day's salt is made. */
const AHEAD_MS = 10 * 60_000;
/** How long a collector that starts waits for one that holds the day's salt and may be gone. */
const PATIENCE_MS = 5000;

/**
 * The day's salt, on disk before it is first used, and the same for all collectors that share a store. A crash, a loss of
 * power or a lost store do not change it. The next day's is there before midnight; a past day's is destroyed.
 *
 * Where a second salt of a day comes into use all the same (its file was damaged or restored from a backup, the clock was
 * set back over midnight, no other collector answered), visitors of that day may count twice: it is logged, and kept in
 * the control store for everything that answers figures.
 *
 * Call `refresh()` once before the first hit, so that a restart within a day goes on with that day's salt.
 */
export function createSalts(options: SaltOptions): Salts {
  const { db, dir, sharedAs, clock, counted, log, random = randomBytes } = options;
  const held = holdSalts(openSaltFiles(dir), { clock, log, random });
  const exchange = sharedAs === undefined ? undefined : createSaltExchange(db, sharedAs);

  async function agree(day: Day): Promise<void> {
    if (exchange === undefined) return void held.of(day);
    const deadline_ms = performance.now() + PATIENCE_MS;
    for (;;) {
      const salt = await exchange.meet(day, held.known(day), () => held.of(day));
      if (salt !== undefined) return held.adopt(day, salt);
      if (performance.now() > deadline_ms) {
        held.of(day);
        held.doubt(day, 'another collector holds its salt and does not answer');
      } else await sleep(100);
    }
  }

  async function start(today: Day): Promise<void> {
    const old = await readOldTable(db, today);
    if (old !== undefined && held.known(today) === undefined) held.adopt(today, old);
    await agree(today);
    if (held.madeHere(today) && (await counted?.(today)) === true)
      held.doubt(today, 'its salt is not in this data directory, as after a backup was restored');
    if (held.isOnDisk(today)) await dropOldTable(db);
  }

  let started = false;
  async function refresh(): Promise<void> {
    const now_ms = clock();
    const today = dayOf(now_ms);
    const tomorrow = addDays(today, 1);
    held.keepUp(today);
    if (!started) await start(today);
    started = true;
    await agree(today);
    if (startOfDay(today) + DAY_MS - now_ms <= AHEAD_MS) await agree(tomorrow);
    await exchange?.forgetBefore(today);
    await held.tellDoubts((day, why) => noteVisitorsTwice(db, day, why));
  }

  let running: Promise<void> | undefined;
  // Runs that overlap could agree on different salts of their own; they share one run instead.
  const refreshOnce = (): Promise<void> => (running ??= refresh().finally(() => (running = undefined)));
  const timer = setInterval(
    () => {
      refreshOnce().catch((error: unknown) => log?.warn(`the day's salt cannot be agreed on: ${String(error)}`));
    },
    exchange === undefined ? REFRESH_MS : AGREE_MS,
  ).unref();

  return {
    current: () => held.current(dayOf(clock())),
    refresh: refreshOnce,
    stop: () => clearInterval(timer),
  };
}
