import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Clock, dayOf } from '@emc/contract';
import { exponential, pick, type Random } from '../random.ts';
import { momentFactor } from '../volume.ts';
import type { LiveTotals } from '../live.ts';
import { type Desk, dossiersOf, type MadeDossier, systemSendsOn } from './dossier-day.ts';
import { progressRecord, synchronisationRecord, trackingForm } from './dossier-records.ts';

const REQUEST_LIMIT_MS = 5_000;
const LEAST_PER_S = 0.15;
/** Of the requests, so many come over TrackingMCDT. */
const TRACKING_SHARE = 0.4;
/** Of the requests, so many make each of the mistakes that are to be refused: an old key, another's agency, an address that is not registered. */
const MISTAKE_SHARE = 0.06;
const OLD_KEY = 'a-key-of-yesterday';
const OTHER_AGENCY = 'G00';
const OTHER_ADDRESS = '203.0.113.9';

export interface SimulateLiveDossiers {
  desks: readonly Desk[];
  seed: number;
  /** Keys of the systems, by number. */
  keys: ReadonlyMap<number, string>;
  /** Where the program listens, such as `http://127.0.0.1:8080`: a loopback address. */
  baseUrl: string;
  random: Random;
  clock: Clock;
  signal: AbortSignal;
  /** Changes a second in the busiest hour. */
  rate_per_s: number;
}

/**
 * Sends what procedure systems would send, as it happens, over both feeds, until the signal says stop. Each request tells of
 * one dossier of today: received, on its way, or finished. The collector must trust the loopback address as a proxy, because
 * systems send from addresses of their own.
 */
export async function simulateLiveDossiers(options: SimulateLiveDossiers): Promise<LiveTotals> {
  const { clock, signal, random } = options;
  const totals: LiveTotals = { accepted: 0, refused: 0, failed: 0 };
  const agent = new Agent({ keepAlive: true, maxSockets: 4 });
  while (!signal.aborted) {
    const rate_per_s = Math.max(LEAST_PER_S, options.rate_per_s * momentFactor(clock(), dayOf(clock())));
    await sleep(exponential(random, 1_000 / rate_per_s), undefined, { signal }).catch(() => {});
    const today = dayOf(clock());
    const sending = options.desks.filter(({ system }) => systemSendsOn(system, today));
    if (signal.aborted || sending.length === 0) continue;
    const dossier = someDossier(options, pick(random, sending), clock());
    totals[await send(options, dossier, agent)]++;
  }
  agent.destroy();
  return totals;
}

/** One of today's, received by now and finished before long. */
function someDossier({ seed, random }: SimulateLiveDossiers, desk: Desk, now_ms: number): MadeDossier {
  const dossier = pick(random, dossiersOf(seed, desk, dayOf(now_ms), 1));
  const received_ms = Math.min(dossier.received_ms, now_ms);
  return { ...dossier, received_ms, finished_ms: now_ms };
}

interface Message {
  path: string;
  headers: Record<string, string>;
  body: string;
}

function messageOf({ random, keys }: SimulateLiveDossiers, dossier: MadeDossier): Message {
  const { system, systemId } = dossier.desk;
  const luck = random();
  const mistake = random();
  if (luck < TRACKING_SHARE && system.siteId !== null) {
    const headers = {
      'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
      'x-forwarded-for': mistake < MISTAKE_SHARE ? OTHER_ADDRESS : system.address,
    };
    return { path: '/TrackingMCDT', headers, body: trackingForm(dossier, luck < TRACKING_SHARE / 2 ? '1' : '3') };
  }
  const progress = luck > 0.85;
  const service = progress ? 'CapNhatTienDoHoSoMC' : 'DongBoHoSoMC';
  const session = mistake < MISTAKE_SHARE ? OLD_KEY : (keys.get(systemId) ?? '');
  const madonvi = mistake > 1 - MISTAKE_SHARE ? OTHER_AGENCY : system.agencyCode;
  const data = progress ? progressRecord(dossier, dossier.finished_ms) : synchronisationRecord(dossier, luck > 0.6);
  const envelope = { session, madonvi, service, isUpdating: 'True', data: [data] };
  return { path: `/${service}`, headers: { 'content-type': 'application/json' }, body: JSON.stringify(envelope) };
}

/** Never rejects: a collector that is away makes `failed`. */
function send(options: SimulateLiveDossiers, dossier: MadeDossier, agent: Agent): Promise<keyof LiveTotals> {
  const { path, headers, body } = messageOf(options, dossier);
  return new Promise((settle) => {
    const to = { agent, method: 'POST', headers, timeout: REQUEST_LIMIT_MS };
    const outgoing = request(new URL(path, options.baseUrl), to, (reply) => {
      let text = '';
      reply.setEncoding('utf8');
      reply.on('data', (part: string) => (text += part));
      reply.once('close', () => settle(accepted(reply.statusCode ?? 500, text) ? 'accepted' : 'refused'));
    });
    outgoing.once('timeout', () => outgoing.destroy(new Error('no answer in time')));
    outgoing.once('error', () => settle('failed'));
    outgoing.end(body);
  });
}

/** The national format answers 200 in any case and says in `error_code` what became of it. */
function accepted(status: number, text: string): boolean {
  if (status >= 300) return false;
  return text === '' || /"error_code"\s*:\s*"?0"?\s*[,}]/.test(text);
}
