import { eventually, freshDirectory, startProgram, type Program } from '@emc/test-kit';
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const PORTAL = { bodyCode: 'H56', name: 'Portal', kind: 'other', url: 'https://portal.gov.vn' };

/** Who runs a store: the first is the one that the program started. */
function processesOf({ dataDir }: Program, store: 'clickhouse' | 'postgres'): number[] {
  const file = store === 'clickhouse' ? 'clickhouse/server.pid' : 'postgres/cluster/postmaster.pid';
  const first = Number.parseInt(readFileSync(path.join(dataDir, file), 'utf8'), 10);
  const parentOf = (pid: string): number | undefined => {
    const stat = existsSync(`/proc/${pid}/stat`) ? readFileSync(`/proc/${pid}/stat`, 'utf8') : '';
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  };
  return [
    first,
    ...readdirSync('/proc')
      .filter((pid) => /^\d+$/.test(pid) && parentOf(pid) === first)
      .map(Number),
  ];
}

function signal(program: Program, store: 'clickhouse' | 'postgres', name: NodeJS.Signals): void {
  for (const pid of processesOf(program, store)) process.kill(pid, name);
}

async function send(program: Program, siteId: number): Promise<number> {
  const url = encodeURIComponent('https://portal.gov.vn/');
  const answer = await fetch(`${program.url}/tracking?idsite=${siteId}&rec=1&url=${url}`, {
    headers: { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0' },
  });
  return answer.status;
}

async function get(program: Program, address: string): Promise<{ status: number; code?: string }> {
  const answer = await fetch(`${program.url}/api/v1${address}`, {
    headers: { accept: 'application/json', authorization: `Bearer ${program.operatorKey}` },
  });
  const { code } = (await answer.json()) as { code?: string };
  return answer.ok ? { status: answer.status } : { status: answer.status, code };
}

interface StoresHealth {
  stores: Record<'events' | 'control', { ok: boolean; since?: string }>;
}
async function health(program: Program): Promise<StoresHealth['stores']> {
  const answer = await fetch(`${program.url}/api/v1/health`);
  return ((await answer.json()) as StoresHealth).stores;
}

/** A program with a portal that has sent one hit, and all of whose pages were looked at once. */
async function start(dataDir: string): Promise<{ program: Program; siteId: number }> {
  const program = await startProgram({ dataDir });
  const { siteId } = (await program.api('POST', '/portals', PORTAL)) as { siteId: number };
  expect(await send(program, siteId)).toBe(200);
  await program.quiet();
  for (const page of [...REGISTER, ...usageOf(siteId)]) expect(await get(program, page), page).toEqual({ status: 200 });
  return { program, siteId };
}

const REGISTER = ['/bodies', '/bodies/H56', '/portals', '/bodies/H56/units', '/systems', '/procedures?body=H56'];
const usageOf = (siteId: number): string[] => [`/portals/${siteId}/usage`, '/bodies/H56/usage', '/usage'];
const UNAVAILABLE = { status: 503, code: 'store-unavailable' };

test('while ClickHouse hangs health answers at once, the register goes on, hits are taken, and questions about usage end with a code', async () => {
  using directory = freshDirectory();
  const { program, siteId } = await start(directory.path);
  const [child] = processesOf(program, 'clickhouse');
  signal(program, 'clickhouse', 'SIGSTOP');
  const began = new Date();
  let ended = 0;
  // More than are worked on at once for one address, and more than the store has connections for.
  const questions = Array.from({ length: 40 }, async (_, index) => {
    const answer = await get(
      program,
      `/portals/${siteId}/usage?from=2026-01-01&to=2026-02-${String((index % 28) + 1).padStart(2, '0')}`,
    );
    ended++;
    return answer;
  });
  for (let turn = 0; turn < 10; turn++) {
    await health(program);
    expect(await send(program, siteId)).toBe(200);
  }
  expect(ended).toBe(0);
  for (const answer of await Promise.all(questions)) expect(answer).toEqual(UNAVAILABLE);
  // The process that takes hits has pings of its own.
  const { value: events } = await eventually(async () => {
    const now = await health(program);
    expect([now.events.ok, now.control.ok]).toEqual([false, true]);
    return now.events;
  });
  expect(Date.parse(events.since!)).toBeLessThanOrEqual(Date.now());
  expect(Date.parse(events.since!)).toBeGreaterThan(began.getTime() - 2_000);
  for (const page of REGISTER) expect(await get(program, page), page).toEqual({ status: 200 });
  for (const page of [...usageOf(siteId), '/live?once=true'])
    expect(await get(program, page), page).toEqual(UNAVAILABLE);
  expect(await program.api('POST', '/portals', { ...PORTAL, url: 'https://other.gov.vn' })).toMatchObject({
    name: 'Portal',
  });
  signal(program, 'clickhouse', 'SIGCONT');
  await eventually(async () =>
    expect(await health(program)).toEqual({ events: { ok: true, detail: null }, control: { ok: true, detail: null } }),
  );
  await program.quiet();
  // What answers readers notices for itself, a moment later perhaps, that the store is back.
  await eventually(async () =>
    expect(await program.api('GET', `/portals/${siteId}/usage`)).toMatchObject({ totals: { pageViews: 11 } }),
  );
  expect(processesOf(program, 'clickhouse')[0]).toBe(child);
  await program.stop();
});

test('while PostgreSQL hangs usage goes on, hits are taken, and what needs the register ends with a code', async () => {
  using directory = freshDirectory();
  const { program, siteId } = await start(directory.path);
  signal(program, 'postgres', 'SIGSTOP');
  const writes = Array.from({ length: 30 }, (_, index) =>
    program.api('POST', '/portals', { ...PORTAL, url: `https://portal-${index}.gov.vn` }),
  );
  const outcomes = Promise.allSettled(writes);
  expect(await send(program, siteId)).toBe(200);
  for (const outcome of await outcomes)
    expect(outcome).toMatchObject({
      status: 'rejected',
      reason: { message: expect.stringMatching(/503 .*"store-unavailable"/) },
    });
  await eventually(async () => {
    const { events, control } = await health(program);
    expect([events.ok, control.ok, typeof control.since]).toEqual([true, false, 'string']);
  });
  for (const page of usageOf(siteId)) expect(await get(program, page), page).toEqual({ status: 200 });
  for (const page of REGISTER) expect(await get(program, page), page).toEqual(UNAVAILABLE);
  expect(await send(program, siteId)).toBe(200);
  await eventually(async () =>
    expect(await program.api('GET', `/portals/${siteId}/usage`)).toMatchObject({ totals: { pageViews: 3 } }),
  );
  signal(program, 'postgres', 'SIGCONT');
  await eventually(async () =>
    expect(await program.api('POST', '/portals', { ...PORTAL, url: 'https://other.gov.vn' })).toMatchObject({
      name: 'Portal',
    }),
  );
  await program.stop();
});

test('stores that hang and get on with nothing are started again, and what was acknowledged meanwhile is counted', async () => {
  using directory = freshDirectory();
  const { program, siteId } = await start(directory.path);
  const before = new Set([processesOf(program, 'clickhouse')[0], processesOf(program, 'postgres')[0]]);
  signal(program, 'clickhouse', 'SIGSTOP');
  signal(program, 'postgres', 'SIGSTOP');
  for (let turn = 0; turn < 20; turn++) expect(await send(program, siteId)).toBe(200);
  await eventually(
    async () =>
      expect(await program.api('GET', `/portals/${siteId}/usage`)).toMatchObject({ totals: { pageViews: 21 } }),
    180_000,
  );
  const after = [processesOf(program, 'clickhouse')[0], processesOf(program, 'postgres')[0]];
  expect(after.filter((pid) => before.has(pid))).toEqual([]);
  expect(program.output().match(/neither answers nor gets on/g)).toHaveLength(2);
  await program.stop();
});

test('a program whose stores hang stops in order and leaves none of them behind', async () => {
  using directory = freshDirectory();
  const { program } = await start(directory.path);
  signal(program, 'clickhouse', 'SIGSTOP');
  signal(program, 'postgres', 'SIGSTOP');
  await eventually(async () =>
    expect(await health(program)).toMatchObject({ events: { ok: false }, control: { ok: false } }),
  );
  const left = [...processesOf(program, 'clickhouse'), ...processesOf(program, 'postgres')];
  expect(await program.stop()).toBe(0);
  await eventually(() => expect(left.filter((pid) => spawnSync('kill', ['-0', String(pid)]).status === 0)).toEqual([]));
});
