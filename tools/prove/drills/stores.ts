import { setTimeout as sleep } from 'node:timers/promises';
import { type Drill, isFaulty } from '../drill.ts';
import type { Installation } from '../installation.ts';
import { underLoad } from '../under-load.ts';

const STORES = ['clickhouse', 'postgres'] as const;
type Store = (typeof STORES)[number];

/** The last is long enough for a hung ClickHouse to be started again by the program. */
const HUNG_MS = [15_000, 15_000, 20_000, 20_000, 45_000, 30_000];
/** A store that does not answer must be named by health within this long. */
const NAMED_MS = 20_000;

/** SIGSTOP: the process lives, holds its connections and does nothing. */
const hung: Drill = {
  name: 'stores-hung',
  what: 'SIGSTOP of ClickHouse and PostgreSQL in turns, for 15 to 45 seconds; health must name the store meanwhile',
  rounds: HUNG_MS.length,
  run: (stage) =>
    underLoad(stage, {}, async ({ emc, work, check }) => {
      for (let round = 1; round <= stage.rounds; round += 1) {
        const store = STORES[(round - 1) % STORES.length]!;
        const hung_ms = HUNG_MS[(round - 1) % HUNG_MS.length]!;
        await work(500, 2000);
        const pid = emc.pidOf(store);
        emc.signal(store, 'SIGSTOP');
        const [named] = await Promise.all([isNamed(emc, store, Math.min(hung_ms, NAMED_MS)), sleep(hung_ms)]);
        // Not one that was started in its place.
        if (emc.pidOf(store) === pid) emc.signal(store, 'SIGCONT');
        if (!named) stage.tally.faults.push(`health did not say within ${hung_ms / 1000} s that ${store} is away`);
        if (!(await check(round)) || isFaulty(stage.tally)) return;
      }
    }),
};

async function isNamed(emc: Installation, store: Store, limit_ms: number): Promise<boolean> {
  const end = performance.now() + limit_ms;
  while (performance.now() < end) {
    const health = await emc.health(limit_ms).catch(() => undefined);
    const part = store === 'clickhouse' ? health?.stores.events : health?.stores.control;
    if (part?.ok === false) return true;
    await sleep(200);
  }
  return false;
}

/** How a store, or the program, is asked to stop; ClickHouse's process minds no polite signal. */
const STOPS: [Store | 'program', NodeJS.Signals][] = [
  ['postgres', 'SIGTERM'],
  ['clickhouse', 'SIGABRT'],
  ['program', 'SIGTERM'],
  ['postgres', 'SIGINT'],
  ['postgres', 'SIGQUIT'],
  ['program', 'SIGINT'],
];

const stopped: Drill = {
  name: 'stores-stopped',
  what: 'PostgreSQL is stopped in its three ways, ClickHouse aborts, the program is stopped in order; all under load',
  rounds: STOPS.length,
  run: (stage) =>
    underLoad(stage, {}, async ({ emc, work, check }) => {
      for (let round = 1; round <= stage.rounds; round += 1) {
        const [victim, signal] = STOPS[(round - 1) % STOPS.length]!;
        await work(500, 2000);
        if (victim === 'program') {
          const code = await emc.stop(signal);
          if (code !== 0) stage.tally.faults.push(`after ${signal} the program ended with ${code}`);
          await emc.start();
        } else emc.signal(victim, signal);
        await work(500, 2000);
        if (!(await check(round))) return;
      }
    }),
};

export const storeDrills: readonly Drill[] = [stopped, hung];
