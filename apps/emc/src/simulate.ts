import {
  COUNTED_ON,
  type CountryPlan,
  planCountry,
  registerCountry,
  seededRandom,
  simulateHistory,
  simulateLive,
} from '@emc/simulate';
import { addDays, dayOf, startOfDay } from '@emc/contract';
import { readSetting, writeSetting } from '@emc/control-store';
import { Presets, SingleBar } from 'cli-progress';
import { serve, type RunningProgram } from './serve.ts';
import { SettingError } from './settings.ts';

interface SimulateOptions {
  seed: string;
  days: string;
  scale: string;
  serve?: boolean;
}

/** Requests a second of the live part: busiest hour of a working day, and never less. A little above the history, so that the pages move. */
const LIVE_RATE_PER_S = 2;
const LIVE_FLOOR_PER_S = 0.4;

/**
 * `emc simulate`: fills a data directory with a country that does not exist, through the real rooms: portals by the
 * register, history as blocks of the loader's kind, the live part as requests to the collector.
 */
export async function simulate(env: NodeJS.ProcessEnv, options: SimulateOptions): Promise<void> {
  const seed = whole('--seed', options.seed, 0);
  const days = whole('--days', options.days, 1);
  const scale = Number(options.scale);
  if (!(scale > 0 && scale <= 100)) throw new SettingError('--scale', options.scale, 'a number above 0, at most 100');
  const settings = {
    EMC_DATA_DIR: './data-demo',
    EMC_TRUSTED_PROXIES: '127.0.0.1',
    // Hundreds of registrations would drown the progress bar.
    EMC_LOG_LEVEL: 'warn',
    ...given(env),
  };
  await serve(settings, {
    simulated: true,
    beforeReady: async (program, stack) => {
      const plan = await fill(program, { seed, days, scale });
      if (options.serve) goLive(program, plan, stack);
      else process.kill(process.pid, 'SIGTERM');
    },
  });
}

async function fill(
  program: RunningProgram,
  { seed, days, scale }: { seed: number; days: number; scale: number },
): Promise<CountryPlan> {
  const { stores, say } = program;
  await markSimulated(program);
  const now_ms = Date.now();
  const today = dayOf(now_ms);
  const registry = program.registryAt(Date.now);
  const counted = await program.registryAt(() => startOfDay(COUNTED_ON)).listBodies({ asOf: COUNTED_ON });
  // With the names of today: those are what the portals call themselves.
  const plan = planCountry(seed, await Promise.all(counted.map(({ code }) => registry.getBody(code))), today);
  say(`simulating ${plan.portals.length} portals of ${plan.bodies.length} bodies over ${days} days (seed ${seed})`);
  const bar = new SingleBar(
    {
      format: '  {what} [{bar}] {percentage}% {detail}',
      hideCursor: true,
      noTTYOutput: true,
      notTTYSchedule: 5000,
      stream: process.stdout,
    },
    Presets.shades_classic,
  );
  bar.start(1, 0, { what: 'portals', detail: '' });
  await registerCountry({
    plan,
    registryAt: program.registryAt,
    onProgress: (done, total) => bar.update(done / total),
  });
  bar.update(0, { what: 'history' });
  await simulateHistory({
    plan,
    eventStore: stores.event,
    from: addDays(today, -days),
    to_ms: now_ms,
    scale,
    onProgress: ({ done_ms, total_ms, hits }) =>
      bar.update(total_ms === 0 ? 1 : done_ms / total_ms, { detail: `${hits.toLocaleString('en')} hits` }),
  });
  bar.update(1);
  bar.stop();
  say('computing visits …');
  await program.refresher.refreshNow();
  return plan;
}

/** Says in the register that all here is invented; refuses to pour that into a register that holds real portals. */
async function markSimulated({ stores, registryAt }: RunningProgram): Promise<void> {
  const { db } = stores.control;
  if ((await readSetting(db, 'simulated')) === true) return;
  const { total } = await registryAt(Date.now).listPortals({ limit: 1, offset: 0 });
  if (total > 0)
    throw new SettingError(
      'EMC_DATA_DIR',
      `${total} real portals`,
      'an empty data directory, or one that the simulator made',
    );
  await writeSetting(db, 'simulated', true);
}

function goLive(program: RunningProgram, plan: CountryPlan, stack: AsyncDisposableStack): void {
  const stopping = new AbortController();
  const live = simulateLive({
    plan,
    collectorUrl: new URL(program.collectorPath, program.url).href,
    // Other people come after a restart: with the same ones, their earlier visits would only grow longer.
    random: seededRandom(plan.seed + Math.floor(Date.now() / 1000)),
    clock: Date.now,
    signal: stopping.signal,
    rate_per_s: LIVE_RATE_PER_S,
    floor_per_s: LIVE_FLOOR_PER_S,
  }).catch((error: unknown) => program.log.error({ error: String(error) }, 'the live simulation has ended'));
  stack.defer(async () => {
    stopping.abort();
    await live;
  });
}

function whole(name: string, value: string, least: number): number {
  const number = Number(value);
  if (!Number.isSafeInteger(number) || number < least)
    throw new SettingError(name, value, `a whole number, at least ${least}`);
  return number;
}

/** The variables that are set at all: an undefined one must not undo a default. */
function given(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined));
}
