import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { openDesks, planCountry, seededRandom, simulateLiveDossiers } from '../src/index.ts';
import { referenceBodies } from './bodies.ts';

const plan = planCountry(2026, referenceBodies(), '2026-11-22');
const systemIds = new Map(plan.systems.map(({ bodyCode }, index) => [bodyCode, index + 1]));
const keys = new Map([...systemIds.values()].map((id) => [id, `key-of-${id}`]));
/** Ten o'clock in the morning of a working day, from which the real time runs on. */
const clock = () => Date.parse('2026-11-20T03:00:00Z') + performance.now();
const servers: Server[] = [];
afterEach(() => servers.splice(0).forEach((server) => server.close()));

interface Heard {
  path: string;
  headers: IncomingMessage['headers'];
  body: string;
}

/** A collector that takes everything and ends the simulation after `enough` requests. */
async function sendDossiers(enough: number): Promise<Heard[]> {
  const stop = new AbortController();
  const heard: Heard[] = [];
  const server = createServer((incoming, response) => {
    let body = '';
    incoming.setEncoding('utf8');
    incoming.on('data', (part: string) => (body += part));
    incoming.once('end', () => {
      heard.push({ path: incoming.url ?? '', headers: incoming.headers, body });
      response.end('{"error_code":0}');
      if (heard.length >= enough) stop.abort();
    });
  });
  servers.push(server);
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const random = seededRandom(3);
  const desks = openDesks(plan, systemIds);
  await simulateLiveDossiers({
    desks,
    seed: plan.seed,
    keys,
    baseUrl,
    random,
    clock,
    signal: stop.signal,
    rate_per_s: 2_000,
  });
  return heard;
}

test('dossiers come by all feeds as real systems send them, with an applicant to be dropped and some mistakes to be refused', async () => {
  const heard = await sendDossiers(400);
  expect(new Set(heard.map(({ path }) => path))).toEqual(
    new Set(['/TrackingMCDT', '/DongBoHoSoMC', '/CapNhatTienDoHoSoMC']),
  );
  for (const { body } of heard) expect(body).toContain('Người nộp hồ sơ mô phỏng');

  const bySite = new Map(plan.systems.map((system) => [String(system.siteId), system]));
  const forms = heard.filter(({ path }) => path === '/TrackingMCDT');
  const elsewhere = forms.filter(({ headers, body }) => {
    const siteId = /siteId=(\d+)/.exec(body)![1]!;
    return headers['x-forwarded-for'] !== bySite.get(siteId)!.address;
  });
  expect(elsewhere.length).toBeGreaterThan(0);
  expect(elsewhere.length).toBeLessThan(forms.length / 4);

  const envelopes = heard
    .filter(({ path }) => path !== '/TrackingMCDT')
    .map(({ body }) => JSON.parse(body) as { session: string; madonvi: string });
  const idByAgency = new Map(plan.systems.map(({ agencyCode, bodyCode }) => [agencyCode, systemIds.get(bodyCode)]));
  const known = envelopes.filter(({ session }) => [...keys.values()].includes(session));
  const right = known.filter(({ session, madonvi }) => session === `key-of-${idByAgency.get(madonvi)}`);
  expect(known.length).toBeLessThan(envelopes.length);
  expect(right.length).toBeLessThan(known.length);
  expect(right.length).toBeGreaterThan((envelopes.length * 3) / 4);
});
