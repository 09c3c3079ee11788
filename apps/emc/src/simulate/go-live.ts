import type { Clock } from '@emc/contract';
import { openDesks, seededRandom, simulateLive, simulateLiveDossiers } from '@emc/simulate';
import type { RunningProgram } from '../serve.ts';
import type { FilledCountry } from './fill-country.ts';

/** Requests a second of the live part: busiest hour of a working day, and never less. A little above the history, so that the pages move. */
const LIVE_RATE_PER_S = 2;
const LIVE_FLOOR_PER_S = 0.4;
const DOSSIERS_PER_S = 0.6;

/** Sends what browsers and procedure systems would send, until the program stops. */
export async function goLive(
  program: RunningProgram,
  { plan, systemIds }: FilledCountry,
  clock: Clock,
  stack: AsyncDisposableStack,
): Promise<void> {
  const { register, url, log } = program;
  const keys = new Map<number, string>();
  // Of the keys only digests are kept, so each start makes new ones.
  for (const id of systemIds.values()) keys.set(id, (await register.systems.renewKey(id)).key ?? '');
  const stopping = new AbortController();
  // Other people come after a restart: with the same ones, their earlier visits would only grow longer.
  const random = () => seededRandom(plan.seed + Math.floor(Date.now() / 1000));
  const ended = (error: unknown): void => log.error({ error: String(error) }, 'the live simulation has ended');
  const visits = simulateLive({
    plan,
    collectorUrl: new URL(register.trackingPath, url).href,
    random: random(),
    clock,
    signal: stopping.signal,
    rate_per_s: LIVE_RATE_PER_S,
    floor_per_s: LIVE_FLOOR_PER_S,
  }).catch(ended);
  const dossiers = simulateLiveDossiers({
    desks: openDesks(plan, systemIds),
    seed: plan.seed,
    keys,
    baseUrl: url,
    random: random(),
    clock,
    signal: stopping.signal,
    rate_per_s: DOSSIERS_PER_S,
  }).catch(ended);
  stack.defer(async () => {
    stopping.abort();
    await Promise.all([visits, dossiers]);
  });
}
