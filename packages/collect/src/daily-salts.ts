import { addDays, dayOf, startOfDay, type Clock, type Day } from '@emc/contract';
import type { SaltSource } from './intake/intake.ts';
import type { Log } from './log.ts';

export interface DailySaltsOptions {
  /** The salt of a local day, the same for every collector; made when there is none. */
  load(day: Day): Promise<string>;
  clock: Clock;
  log: Log;
}

/** How long before midnight the next day's salt is fetched, so that no hit waits for it. */
const AHEAD_MS = 10 * 60_000;
const LOOK_MS = 5000;

/** Holds the salt of the day, fetches the next one before it is needed, and forgets it when its day is over. */
export interface DailySalts extends SaltSource {
  /** Resolves when the salt of the day is there. @throws what `load` throws */
  start(): Promise<void>;
  stop(): void;
}

export function createDailySalts(options: DailySaltsOptions): DailySalts {
  const salts = new Map<Day, string>();
  let timer: NodeJS.Timeout | undefined;
  let today = '';
  let tomorrow_ms = 0;
  let salt: string | undefined;

  const fetch = async (day: Day): Promise<void> => {
    if (!salts.has(day)) salts.set(day, await options.load(day));
  };
  const look = async (): Promise<void> => {
    const now_ms = options.clock();
    const day = dayOf(now_ms);
    for (const known of salts.keys()) if (known < day) salts.delete(known);
    await fetch(day);
    if (now_ms + AHEAD_MS >= startOfDay(addDays(day, 1))) await fetch(addDays(day, 1));
  };
  const lookAgain = (): void => {
    look().catch((error: unknown) =>
      options.log.error({ error: String(error) }, 'the salt of the day cannot be read; trying again'),
    );
  };
  return {
    current(now_ms) {
      if (salt !== undefined && now_ms < tomorrow_ms && now_ms >= tomorrow_ms - 86_400_000) return salt;
      today = dayOf(now_ms);
      tomorrow_ms = startOfDay(addDays(today, 1));
      salt = salts.get(today);
      // A clock that jumped (a test's, a virtual machine's): fetch what is missing at once.
      if (salt === undefined) lookAgain();
      return salt;
    },
    async start() {
      await look();
      timer = setInterval(lookAgain, LOOK_MS).unref();
    },
    stop() {
      clearInterval(timer);
      salts.clear();
      salt = undefined;
    },
  };
}
