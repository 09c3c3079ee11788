import { addDays, type Clock, type Day, dayOf, startOfDay } from '@emc/contract';
import { readSetting, writeSetting } from '@emc/control-store';
import {
  COUNTED_ON,
  type CountryPlan,
  planAsCounted,
  planCountry,
  registerCountry,
  registerOffer,
  simulateDossiers,
  simulateHistory,
} from '@emc/simulate';
import type { RunningProgram } from '../serve.ts';
import { SettingError } from '../settings.ts';
import { openBar, type Bar } from './bar.ts';

export interface FilledCountry {
  plan: CountryPlan;
  /** Numbers of the register, by body. */
  systemIds: ReadonlyMap<string, number>;
}

interface FillCountry {
  seed: number;
  days: number;
  scale: number;
  clock: Clock;
}

/** So many days before 83 bodies were counted are there in every country: what a state is judged by, and a trend. */
const DAYS_BEFORE_COUNT = 31;

/** Enters the country and its history, as far as they are not there. */
export async function fillCountry(
  program: RunningProgram,
  { seed, days, scale, clock }: FillCountry,
): Promise<FilledCountry> {
  const { say } = program;
  await markSimulated(program, clock);
  const today = dayOf(clock());
  const plan = await planToday(program, { seed, today, clock });
  say(
    `simulating ${plan.portals.length} portals, ${plan.systems.length} systems and ${plan.procedures.length} procedures of ${plan.bodies.length} bodies over ${days} days (seed ${seed})`,
  );
  const computing = [program.refresher, program.dossierRefresher];
  // While days are brought in they would be computed again and again.
  await Promise.all(computing.map((one) => one.stop()));
  const bar = openBar();
  let systemIds: ReadonlyMap<string, number>;
  try {
    systemIds = await enter(program, { plan, days, scale, clock }, bar);
  } finally {
    // Its timer would keep a process alive that has failed.
    bar.stop();
  }
  say('computing visits and counts of dossiers …');
  for (const one of computing) one.start();
  await Promise.all(computing.map((one) => one.refreshNow()));
  return { plan, systemIds };
}

/** Register first, then history: what a hit or a change belongs to is there before it. */
async function enter(
  program: RunningProgram,
  { plan, days, scale, clock }: Omit<FillCountry, 'seed'> & { plan: CountryPlan },
  bar: Bar,
): Promise<ReadonlyMap<string, number>> {
  const { register } = program;
  const today = dayOf(clock());
  await registerCountry({
    plan,
    registryAt: register.registryAt,
    onProgress: (done, total) => bar.show('portals', done / total),
  });
  bar.show('procedures', 0);
  const { systemIds } = await registerOffer({ plan, ...register });
  const stretches = [{ plan, from: addDays(today, -days), to_ms: clock() }];
  const counted_ms = startOfDay(addDays(COUNTED_ON, 1));
  if (today !== COUNTED_ON)
    stretches.unshift({ plan: planAsCounted(plan), from: addDays(COUNTED_ON, -DAYS_BEFORE_COUNT), to_ms: counted_ms });
  for (const stretch of stretches) await bringIn(program, { ...stretch, systemIds, scale }, bar);
  return systemIds;
}

/** On the day of the count the country is as it was counted; on any other it is as it is. */
async function planToday(
  { register }: RunningProgram,
  { seed, today, clock }: { seed: number; today: Day; clock: Clock },
): Promise<CountryPlan> {
  const counted = await register.registryAt(() => startOfDay(COUNTED_ON)).listBodies({ asOf: COUNTED_ON });
  if (today === COUNTED_ON) return planAsCounted(planCountry(seed, counted, today));
  // With the names of today: those are what the portals call themselves.
  const registry = register.registryAt(clock);
  const bodies = await Promise.all(counted.map(({ code }) => registry.getBody(code)));
  return planCountry(seed, bodies, today);
}

interface Stretch {
  plan: CountryPlan;
  from: Day;
  to_ms: number;
  systemIds: ReadonlyMap<string, number>;
  scale: number;
}

async function bringIn({ stores }: RunningProgram, stretch: Stretch, bar: Bar): Promise<void> {
  const part = (progress: { done_ms: number; total_ms: number }): number =>
    progress.total_ms === 0 ? 1 : progress.done_ms / progress.total_ms;
  await simulateHistory({
    ...stretch,
    eventStore: stores.event,
    onProgress: (progress) => bar.show('visits', part(progress), `${progress.hits.toLocaleString('en')} hits`),
  });
  await simulateDossiers({
    ...stretch,
    eventStore: stores.event,
    onProgress: (progress) => bar.show('dossiers', part(progress), `${progress.changes.toLocaleString('en')} changes`),
  });
}

/** Says in the register that all here is invented; refuses to pour that into a register that holds real portals. */
async function markSimulated({ stores, register }: RunningProgram, clock: Clock): Promise<void> {
  const { db } = stores.control;
  if ((await readSetting(db, 'simulated')) === true) return;
  const { total } = await register.registryAt(clock).listPortals({ limit: 1, offset: 0 });
  if (total > 0)
    throw new SettingError(
      'EMC_DATA_DIR',
      `${total} real portals`,
      'an empty data directory, or one that the simulator made',
    );
  await writeSetting(db, 'simulated', true);
}
