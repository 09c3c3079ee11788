import { Agent, createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { createClient } from '@clickhouse/client';
import { clearOfMidnight, eventually, freshDirectory, sharedServers, startProgram, type Program } from '@emc/test-kit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sendHits, sendOne } from './hits.ts';

const HITS = 1500;
const directory = freshDirectory();
const KEY = 'the-operator-key-of-this-test';
let env: Record<string, string>;
let collectors: Program[];
let publisher: Program;
let worker: Program;
let proxy: { server: Server; origin: string };
let siteId: number;

const start = (name: string, role: string): Promise<Program> =>
  startProgram({ dataDir: path.join(directory.path, name), args: ['serve', '--role', role], env });

beforeAll(async () => {
  await clearOfMidnight();
  const keyFile = path.join(directory.path, 'key');
  writeFileSync(keyFile, `${KEY}\n`, { mode: 0o600 });
  env = { ...(await sharedServers(directory.path)), EMC_OPERATOR_KEY_FILE: keyFile };
  // All at once, on empty stores: who is first makes the tables.
  const started = await Promise.all([
    start('collector-1', 'collect'),
    start('collector-2', 'collect'),
    start('publisher', 'publish'),
    start('worker', 'work'),
  ]);
  [publisher, worker] = [started[2], started[3]];
  collectors = [started[0], started[1]];
  proxy = await startProxy();
  const portal = { bodyCode: 'H56', name: 'Portal', kind: 'other', url: 'https://portal.gov.vn' };
  ({ siteId } = (await publisher.api('POST', '/portals', portal)) as { siteId: number });
});
afterAll(async () => {
  proxy?.server.closeAllConnections();
  proxy?.server.close();
  await Promise.all([...(collectors ?? []), publisher, worker].map((program) => program?.stop()));
  directory.remove();
});

/** What stands in front of them: hits to the collectors in turn, everything else to the publisher. Tries nothing twice. */
async function startProxy(): Promise<typeof proxy> {
  let turn = 0;
  const agent = new Agent({ keepAlive: true });
  const server = createServer((asked, answer) => {
    const target = asked.url!.startsWith('/tracking') ? collectors[turn++ % collectors.length]! : publisher;
    const options = { agent, host: '127.0.0.1', port: target.port, path: asked.url, method: asked.method };
    const passed = request({ ...options, headers: asked.headers }, (got) => {
      answer.writeHead(got.statusCode!, got.headers);
      got.pipe(answer);
    });
    passed.on('error', () => answer.headersSent || answer.writeHead(502).end());
    asked.pipe(passed);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

interface Usage {
  totals: { pageViews: number; visitors: number; visits: number };
  completeness: { complete: boolean; loadedThrough: string; collectorsMissing?: { name: string }[] };
}
interface Health {
  status: string;
  processes: { name: string; roles: string[]; state: string }[];
}

const usage = async (): Promise<Usage> => (await publisher.api('GET', `/portals/${siteId}/usage`)) as Usage;
const health = async (): Promise<Health> => (await publisher.api('GET', '/health')) as Health;

/** How often each path is counted, asked of the store itself. */
async function countedPaths(): Promise<Map<string, number>> {
  const url = new URL(env['EMC_CLICKHOUSE_URL']!);
  const client = createClient({
    url: url.origin,
    username: url.username,
    password: url.password,
    database: url.pathname.slice(1),
  });
  try {
    const reply = await client.query({
      query: 'SELECT path, toUInt32(count()) AS count FROM hits GROUP BY path',
      format: 'JSONEachRow',
    });
    const rows = await reply.json<{ path: string; count: number }>();
    return new Map(rows.map((row) => [row.path, row.count]));
  } finally {
    await client.close();
  }
}

test('each process tells of its own health, and sends who asks for pages elsewhere', async () => {
  for (const program of [...collectors, worker]) {
    // Each reads once a second how the others do.
    await eventually(async () => {
      expect(await program.api('GET', '/health')).toMatchObject({ status: 'ok', stores: { events: { ok: true } } });
    });
    expect((await fetch(`${program.url}/api/v1/bodies`)).status).toBe(404);
  }
  await eventually(async () => {
    const roles = (await health()).processes.map((process) => process.roles.join());
    expect(roles.sort()).toEqual(['collect', 'collect', 'publish', 'work']);
  });
});

test('a collector killed behind the proxy loses nothing acknowledged, is missed by name, and counts all once when it is back', async () => {
  for (const collector of collectors) {
    await eventually(async () => expect(await sendOne(undefined, collector.url, siteId, '/dau')).toBe(true));
  }
  const victim = collectors[0]!;
  let killed: Promise<void> | undefined;
  const sent = await sendHits(proxy.origin, siteId, HITS, (acknowledged) => {
    if (acknowledged >= HITS / 3) killed ??= victim.kill();
  });
  await killed;
  expect(sent.acknowledged.size).toBeGreaterThanOrEqual(HITS);

  await eventually(async () => {
    const { status, processes } = await health();
    expect(status).toBe('degraded');
    expect(processes.filter(({ state }) => state === 'missing').map(({ name }) => name)).toEqual([
      expect.stringContaining('collector-1'),
    ]);
    const { completeness } = await usage();
    expect(completeness.complete).toBe(false);
    expect(completeness.collectorsMissing).toHaveLength(1);
  });

  collectors[0] = await start('collector-1', 'collect');
  for (const collector of collectors) await collector.quiet();
  const counted = await countedPaths();
  expect([...sent.acknowledged].filter((place) => counted.get(place) !== 1)).toEqual([]);
  expect([...sent.unanswered].filter((place) => (counted.get(place) ?? 0) > 1)).toEqual([]);

  const pageViews = [...counted.values()].reduce((sum, count) => sum + count, 0);
  await eventually(async () => {
    const { totals, completeness } = await usage();
    // One visitor: had the collectors different salts, each would have made one of its own.
    expect(totals).toMatchObject({ pageViews, visitors: 1, visits: 1 });
    expect(completeness).toMatchObject({ complete: true });
    expect(completeness.collectorsMissing).toBeUndefined();
    for (const program of [publisher, worker, ...collectors])
      expect(await program.api('GET', '/health')).toMatchObject({ status: 'ok' });
  });
});
