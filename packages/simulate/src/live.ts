import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Clock, dayOf } from '@emc/contract';
import type { CountryPlan } from './country.ts';
import { buildCountry } from './country-day.ts';
import { Crowd } from './crowd.ts';
import type { LiveRequest } from './live-request.ts';
import type { Random } from './random.ts';
import { momentFactor } from './volume.ts';

const TICK_MS = 250;
const LONGEST_STEP_MS = 2_000;
/** People who came in the last minutes are still there when the simulation begins. */
const WARM_UP_MS = 8 * 60_000;
/** Whatever is asked for, never more than this. */
const MOST_PER_S = 36;
/** So much always, also at night, so that whoever looks sees something move. */
const FLOOR_PER_S = 3;
/** So often somebody comes to every portal that works, however small it is, within so long. */
const ROUND_MS = 6 * 3_600_000;
const ROUND_WITHIN_MS = 60_000;
const CONNECTIONS = 8;
const REQUEST_LIMIT_MS = 5_000;

export interface SimulateLive {
  plan: CountryPlan;
  /** The collector, such as `http://127.0.0.1:8080/tracking`: a loopback address. */
  collectorUrl: string;
  random: Random;
  clock: Clock;
  /** Ends the simulation. */
  signal: AbortSignal;
  /** Requests a second in the busiest hour of a working day; other hours and days have their part of it. */
  rate_per_s: number;
  /** Requests a second below which it never falls; {@link FLOOR_PER_S} when left out. */
  floor_per_s?: number;
}

/** What became of the requests: counted or dropped (2xx), refused (4xx, 5xx), or no answer. */
export interface LiveTotals {
  accepted: number;
  refused: number;
  failed: number;
}

/**
 * Sends what browsers on the country's portals would send, as it happens, until the signal says stop: real requests to
 * the collector and nowhere else. Some are of robots and some of portals that moved to a host that is not registered,
 * so that there is something to drop. Visitors come from made-up addresses (`X-Forwarded-For`): the collector must
 * trust the loopback address as a proxy. What cannot be sent is not sent again.
 *
 * @throws Error when `collectorUrl` is no loopback address
 */
export async function simulateLive(options: SimulateLive): Promise<LiveTotals> {
  const { clock, signal } = options;
  const collector = loopback(options.collectorUrl);
  const crowd = new Crowd(buildCountry(options.plan), options.random);
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  const totals: LiveTotals = { accepted: 0, refused: 0, failed: 0 };
  const open = new Set<Promise<void>>();
  let then_ms = clock();
  crowd.arrive(then_ms - WARM_UP_MS, then_ms, rateAt(then_ms, options), then_ms);
  let round_ms = Number.NEGATIVE_INFINITY;
  while (!signal.aborted) {
    const now_ms = clock();
    if (now_ms - round_ms >= ROUND_MS) {
      round_ms = now_ms;
      crowd.arriveEverywhere(now_ms, ROUND_WITHIN_MS);
    }
    // After the machine has slept nobody is sent who would have come meanwhile.
    then_ms = Math.max(then_ms, now_ms - LONGEST_STEP_MS);
    crowd.arrive(then_ms, now_ms, rateAt(now_ms, options), then_ms);
    for (const one of crowd.take(now_ms, Math.ceil((MOST_PER_S * TICK_MS) / 1_000))) {
      const counted = count(one).finally(() => open.delete(counted));
      open.add(counted);
    }
    then_ms = now_ms;
    await sleep(TICK_MS, undefined, { signal }).catch(() => {});
  }
  await Promise.all(open);
  agent.destroy();
  return totals;

  async function count(one: LiveRequest): Promise<void> {
    totals[await send(collector, one, agent)]++;
  }
}

function rateAt(now_ms: number, { rate_per_s, floor_per_s }: SimulateLive): number {
  const wanted = rate_per_s * momentFactor(now_ms, dayOf(now_ms));
  return Math.min(MOST_PER_S, Math.max(floor_per_s ?? FLOOR_PER_S, wanted));
}

function loopback(collectorUrl: string): URL {
  const url = new URL(collectorUrl);
  const local = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(url.hostname);
  if (url.protocol === 'http:' && local) return url;
  throw new Error(`the simulator sends to a collector on this machine only (http, loopback), not to ${collectorUrl}`);
}

/** Never rejects: a collector that is away makes `failed`. */
function send(collector: URL, { method, query, headers }: LiveRequest, agent: Agent): Promise<keyof LiveTotals> {
  return new Promise((settle) => {
    const path = `${collector.pathname}?${query}`;
    const { hostname, port } = collector;
    const to = { agent, method, headers, path, hostname: hostname.replace(/^\[|\]$/g, ''), port };
    const outgoing = request({ ...to, timeout: REQUEST_LIMIT_MS }, (reply) => {
      reply.resume();
      reply.once('close', () => settle((reply.statusCode ?? 500) < 400 ? 'accepted' : 'refused'));
    });
    outgoing.once('timeout', () => outgoing.destroy(new Error('no answer in time')));
    outgoing.once('error', () => settle('failed'));
    outgoing.end();
  });
}
