import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { AGENTS, BOTS } from '../src/data/audience.ts';
import { type LiveTotals, planCountry, seededRandom, simulateLive } from '../src/index.ts';
import { referenceBodies } from './bodies.ts';

const plan = planCountry(2026, referenceBodies(), '2026-11-22');
/** Ten o'clock in the morning of a working day, from which the real time runs on. */
const clock = () => Date.parse('2026-11-20T03:00:00Z') + performance.now();
const servers: Server[] = [];
afterEach(() => servers.splice(0).forEach((server) => server.close()));

interface Heard {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: IncomingMessage['headers'];
}

/** A collector that answers everything with `status` and ends the simulation after `enough` requests. */
async function simulateUntil(enough: number, status = 204): Promise<{ heard: Heard[]; totals: LiveTotals }> {
  const stop = new AbortController();
  const heard: Heard[] = [];
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '', 'http://collector');
    heard.push({ method: request.method ?? '', path: url.pathname, query: url.searchParams, headers: request.headers });
    response.writeHead(status).end();
    if (heard.length >= enough) stop.abort();
  });
  servers.push(server);
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const collectorUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/tracking`;
  const totals = await simulateLive({
    plan,
    collectorUrl,
    random: seededRandom(3),
    clock,
    signal: stop.signal,
    rate_per_s: 1_000,
  });
  return { heard, totals };
}

test('what is sent is what the tracker would send: a site of the plan, its page, a browser, an address of nobody', async () => {
  const { heard, totals } = await simulateUntil(120);
  const portals = new Map(plan.portals.map((portal) => [portal.siteId, portal]));
  const agents = new Set([...AGENTS.map(({ userAgent }) => userAgent), ...BOTS]);
  for (const { method, path, query, headers } of heard) {
    expect(path).toBe('/tracking');
    expect(query.get('rec')).toBe('1');
    const portal = portals.get(Number(query.get('idsite')))!;
    const { host } = new URL(query.get('url')!);
    const fault = portal.fault;
    expect(fault.kind === 'wrong-host' ? [fault.host] : [portal.host, ...portal.allowedHosts]).toContain(host);
    expect(agents).toContain(headers['user-agent']);
    expect(headers['x-forwarded-for']).toMatch(/^198\.1[89]\.\d+\.\d+$/);
    expect(query.get('send_image')).toBe(method === 'POST' ? '0' : null);
  }
  expect(new Set(heard.map(({ method }) => method))).toEqual(new Set(['GET', 'POST']));
  expect(new Set(heard.map(({ headers }) => headers['x-forwarded-for'])).size).toBeGreaterThan(20);
  expect(heard.some(({ query }) => query.has('action_name'))).toBe(true);
  expect(heard.some(({ query }) => query.has('gov_dvc') && query.has('gov_dvc_state'))).toBe(true);
  expect(totals).toEqual({ accepted: heard.length, refused: 0, failed: 0 });
});

test('refusals are counted as such', async () => {
  const { heard, totals } = await simulateUntil(5, 503);
  expect(totals).toEqual({ accepted: 0, refused: heard.length, failed: 0 });
});

test('a collector that is away stops nothing', async () => {
  const stop = new AbortController();
  let asked = 0;
  const counting = () => {
    if (++asked > 6) stop.abort();
    return clock();
  };
  const options = { plan, random: seededRandom(3), clock: counting, signal: stop.signal, rate_per_s: 1_000 };
  const totals = await simulateLive({ ...options, collectorUrl: 'http://127.0.0.1:9/tracking' });
  expect(totals.accepted + totals.refused).toBe(0);
  expect(totals.failed).toBeGreaterThan(0);
});

test.each([
  'https://f-emc.ngsp.gov.vn/tracking',
  'http://198.51.100.7/tracking',
  'http://127.0.0.1.example.com/tracking',
])('nothing is ever sent to %s, which is not this machine', async (collectorUrl) => {
  const options = { plan, random: seededRandom(3), clock, signal: new AbortController().signal, rate_per_s: 5 };
  await expect(simulateLive({ ...options, collectorUrl })).rejects.toThrow('on this machine only');
});
