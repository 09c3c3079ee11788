import { sql } from '@emc/control-store';
import { askEventStore, freshDirectory, loadedModules, registerOf, startProgram, type Program } from '@emc/test-kit';
import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';

const directory = freshDirectory();
const modules = loadedModules();
let program: Program;
let siteId: number;
let registered = 0;

const register = async (): Promise<number> => {
  const url = `https://portal-${registered++}.gov.vn`;
  const portal = { bodyCode: 'H56', name: 'Portal', kind: 'other', url, allowedHosts: ['portal.gov.vn'] };
  return ((await program.api('POST', '/portals', portal)) as { siteId: number }).siteId;
};

beforeAll(async () => {
  const env = { ...modules.env, EMC_TRUSTED_PROXIES: '127.0.0.1', EMC_LOG_LEVEL: 'debug' };
  program = await startProgram({ dataDir: directory.path, env });
  siteId = await register();
});
afterAll(async () => {
  await program?.stop();
  directory.remove();
  modules[Symbol.dispose]();
});

/** The process that answers readers: the one that the program started with its data directory as argument. */
function readers(): number {
  const found = readdirSync('/proc').filter((pid) => /^\d+$/.test(pid) && commandOf(pid).includes('readers/main.ts'));
  const own = found.map(Number).filter((pid) => commandOf(String(pid)).includes(directory.path));
  expect(own).toHaveLength(1);
  return own[0]!;
}

function commandOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}

async function hit(site = siteId): Promise<number> {
  const url = encodeURIComponent('https://portal.gov.vn/');
  const answer = await fetch(`${program.url}/tracking?idsite=${site}&rec=1&url=${url}`, {
    headers: { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0' },
  });
  return answer.status;
}

const read = async (address: string): Promise<{ status: number; code?: string }> => {
  const answer = await fetch(`${program.url}/api/v1${address}`, { headers: { accept: 'application/json' } });
  const { code } = (await answer.json()) as { code?: string };
  return code === undefined ? { status: answer.status } : { status: answer.status, code };
};

test('who takes hits and who answers readers are two processes, and neither has loaded the code for the work of the other', async () => {
  expect(await read('/procedures')).toEqual({ status: 200 });
  expect(await hit()).toBe(200);
  const [intake, ofReaders] = [modules.of(program.pid), modules.of(readers())];
  const inIntake = 'collect/src/hit-door.ts';
  const inReaders = ['publish/src/api.ts', 'evaluate/src/', 'accounts/src/accounts.ts', 'better-auth', 'fastify'];
  expect(intake.some((file) => file.includes(inIntake))).toBe(true);
  expect(ofReaders.filter((file) => file.includes(inIntake))).toEqual([]);
  for (const part of inReaders) {
    expect(intake.filter((file) => file.includes(part))).toEqual([]);
    expect(
      ofReaders.some((file) => file.includes(part)),
      part,
    ).toBe(true);
  }
});

test('a portal takes hits as soon as its registration is answered, and none as soon as its retirement is', async () => {
  // Whatever becomes of the notice, which would nearly always come in time.
  const store = registerOf(program);
  await sql`create or replace function register_changed() returns trigger language plpgsql as
    $$ begin update register_version set version = version + 1; return null; end $$`.execute(store.db);
  await store.close();
  for (let turn = 0; turn < 5; turn++) expect(await hit(await register())).toBe(200);
  const retired = await register();
  await program.api('POST', `/portals/${retired}/retire`);
  expect(await hit(retired)).not.toBe(200);
});

test('behind a trusted proxy readers share by their own addresses, in the process that answers them too', async () => {
  const leaving = new AbortController();
  const follow = (address: string) =>
    fetch(`${program.url}/api/v1/live`, {
      headers: { accept: 'text/event-stream', 'x-forwarded-for': address },
      signal: leaving.signal,
    });
  const office = await Promise.all(Array.from({ length: 50 }, () => follow('203.0.113.7')));
  const [beyond, other] = [await follow('203.0.113.7'), await follow('203.0.113.8')];
  expect(new Set([...office, beyond, other].map(({ status }) => status))).toEqual(new Set([200]));
  let hasEnded = false;
  void other.text().then(
    () => (hasEnded = true),
    () => undefined,
  );
  expect(await beyond.text()).toMatch(/event: live\n.*event: poll\n/s);
  expect(await (await follow('203.0.113.7')).text()).toContain('event: poll');
  expect(hasEnded).toBe(false);
  leaving.abort();
});

test('a question that takes more than it may, in the process of readers, is in the health of the program until it is answered', async () => {
  const areMissing = async () =>
    ((await program.api('GET', `/portals/${siteId}/usage`)) as { pages: unknown[] | null }).pages === null;
  const unanswered = async () =>
    ((await (await fetch(`${program.url}/api/v1/health`)).json()) as { unanswered?: { questions: string[] } })
      .unanswered?.questions;
  const run = (statement: string) => askEventStore(program, statement);
  await program.quiet();
  // In the place of the pages a view that takes 2 GB, for all who ask.
  await run('RENAME TABLE emc.site_pages TO emc.site_pages_aside');
  await run(`CREATE VIEW emc.site_pages AS SELECT * FROM emc.site_pages_aside
    WHERE (SELECT length(groupArray(repeat(toString(number), 200))) FROM numbers(2000000)) > 0`);
  try {
    expect(await areMissing()).toBe(true);
    await expect.poll(unanswered).toEqual(['usage-pages']);
  } finally {
    await run('DROP VIEW emc.site_pages');
    await run('RENAME TABLE emc.site_pages_aside TO emc.site_pages');
  }
  await expect.poll(areMissing).toBe(false);
  await expect.poll(unanswered).toBeUndefined();
});

test('while the process of readers stands still hits are counted and health answers; what was asked is answered when it goes on', async () => {
  const stopped = readers();
  process.kill(stopped, 'SIGSTOP');
  let isAnswered = false;
  const waiting = read('/bodies').finally(() => (isAnswered = true));
  for (let turn = 0; turn < 50; turn++) {
    expect(await hit()).toBe(200);
    expect((await fetch(`${program.url}/api/v1/health`)).status).toBe(200);
  }
  expect(isAnswered).toBe(false);
  process.kill(stopped, 'SIGCONT');
  expect(await waiting).toEqual({ status: 200 });
  expect(readers()).toBe(stopped);
});

test('a process of readers that is killed comes back; meanwhile hits are taken, scripts served, and readers refused with a code', async () => {
  const killed = readers();
  process.kill(killed, 'SIGKILL');
  const seen = new Set<string>();
  const health: unknown[] = [];
  await expect
    .poll(async () => {
      expect(await hit()).toBe(200);
      expect((await fetch(`${program.url}/matomo.js`)).status).toBe(200);
      const { status, code } = await read('/bodies');
      seen.add(`${status} ${code ?? ''}`);
      if (status === 503) health.push(await (await fetch(`${program.url}/api/v1/health`)).json());
      return status;
    })
    .toBe(200);
  expect([...seen].sort()).toEqual(['200 ', '503 readers-unavailable']);
  expect(health).toContainEqual(
    expect.objectContaining({ status: 'degraded', readers: expect.objectContaining({ ok: false }) }),
  );
  expect(readers()).not.toBe(killed);
  await program.quiet();
  expect(await program.api('GET', `/portals/${siteId}/usage`)).toMatchObject({ completeness: { complete: true } });
  await expect.poll(() => program.api('GET', '/health')).toMatchObject({ status: 'ok', readers: { ok: true } });
});

test('when the program is killed its process of readers ends by itself', async () => {
  const left = readers();
  await program.kill();
  await expect.poll(() => commandOf(String(left))).toBe('');
});
