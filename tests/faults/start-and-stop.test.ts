import { freshDirectory, startProgram, type Program } from '@emc/test-kit';
import { execFile, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import {
  appendFileSync,
  chownSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const MAIN = path.resolve(import.meta.dirname, '../../apps/emc/src/main.ts');

/** Processes whose command line names the directory: the stores of a program. */
function processesOf(directory: string): number[] {
  const found = spawnSync('pgrep', ['-f', directory], { encoding: 'utf8' });
  return found.stdout.split('\n').filter(Boolean).map(Number);
}

/** Starts the program, which is expected to end by itself. */
function run(
  dataDir: string,
  env: Record<string, string> = {},
  patience_ms = 120_000,
): Promise<{ status: unknown; output: string }> {
  const settings = { ...process.env, EMC_DATA_DIR: dataDir, EMC_PORT: '0', ...env };
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [MAIN, 'serve'],
      { env: settings, timeout: patience_ms, killSignal: 'SIGKILL' },
      (error, out, err) => resolve({ status: error?.code ?? 0, output: out + err }),
    );
  });
}

async function send(program: Program, siteId: number): Promise<number> {
  const url = encodeURIComponent('https://portal.gov.vn/');
  const answer = await fetch(`${program.url}/tracking?idsite=${siteId}&rec=1&url=${url}`, {
    headers: { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0' },
  });
  return answer.status;
}

test('SIGTERM right after an acknowledgement ends with code 0, no child left and nothing lost', async () => {
  using directory = freshDirectory();
  const first = await startProgram({ dataDir: directory.path });
  const { siteId } = (await first.api('POST', '/portals', {
    bodyCode: 'H56',
    name: 'Portal',
    kind: 'other',
    url: 'https://portal.gov.vn',
  })) as { siteId: number };
  expect(await send(first, siteId)).toBe(200);
  expect(await first.stop()).toBe(0);
  expect(processesOf(directory.path)).toEqual([]);
  const second = await startProgram({ dataDir: directory.path });
  await second.quiet();
  expect(await second.api('GET', `/portals/${siteId}/usage`)).toMatchObject({ totals: { pageViews: 1 } });
  await second.stop();
});

/** What users other than its owner may do with a file: 0 = nothing, also where it is gone by now. */
const othersMay = (file: string): number => (statSync(file, { throwIfNoEntry: false })?.mode ?? 0) & 0o077;

test('other users can open nothing in the data directory, and under root PostgreSQL reaches its folder with no right but its own', async () => {
  using directory = freshDirectory();
  // As a shell has it by default.
  const umask = process.umask(0o022);
  const program = await startProgram({ dataDir: directory.path, fromNothing: true });
  process.umask(umask);
  for (const name of readdirSync(directory.path)) expect(othersMay(path.join(directory.path, name)), name).toBe(0);
  for (const part of ['spool', 'salts', 'clickhouse']) {
    const dir = path.join(directory.path, part);
    const open = readdirSync(dir, { recursive: true, encoding: 'utf8' }).filter((name) =>
      othersMay(path.join(dir, name)),
    );
    expect(open, part).toEqual([]);
  }
  expect(statSync(directory.path).mode & 0o777).toBe(0o711);
  if (process.getuid?.() === 0) {
    const server = readFileSync(path.join(directory.path, 'postgres/cluster/postmaster.pid'), 'utf8').split('\n')[0]!;
    const status = readFileSync(`/proc/${server}/status`, 'utf8');
    expect(status).not.toMatch(/^Uid:\s+0/m);
    expect(status).toMatch(/^CapEff:\s+0+$/m);
  }
  expect(program.output()).not.toContain(program.operatorKey);
  await program.stop();
});

test('a second process on the same data directory is refused by name, and the first goes on', async () => {
  using directory = freshDirectory();
  const program = await startProgram({ dataDir: directory.path });
  const { status, output } = await run(directory.path);
  expect(status).toBe(1);
  expect(output).toContain(`in use by process ${program.pid}`);
  expect(await program.api('GET', '/health')).toMatchObject({ status: 'ok' });
  await program.stop();
});

test('after kill -9 the next start ends the stores that were left behind and starts its own', async () => {
  using directory = freshDirectory();
  const killed = await startProgram({ dataDir: directory.path });
  await killed.kill();
  const next = await startProgram({ dataDir: directory.path });
  const postmaster = Number(
    readFileSync(path.join(directory.path, 'postgres/cluster/postmaster.pid'), 'utf8').split('\n')[0],
  );
  expect(processesOf(directory.path)).toContain(postmaster);
  expect(await next.api('GET', '/health')).toMatchObject({ status: 'ok' });
  await next.stop();
  expect(processesOf(directory.path)).toEqual([]);
});

test('SIGINT stops it like SIGTERM', async () => {
  using directory = freshDirectory();
  const program = await startProgram({ dataDir: directory.path });
  expect(await program.stop('SIGINT')).toBe(0);
  expect(processesOf(directory.path)).toEqual([]);
});

test('a port in use is refused by name before anything else is started', async () => {
  using directory = freshDirectory();
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo;
  const { status, output } = await run(directory.path, { EMC_PORT: String(port) });
  other.close();
  expect(status).toBe(1);
  expect(output).toContain(`EMC_PORT="${port}" cannot be used`);
  expect(output).not.toContain('starting');
});

test('a store that ends while it starts ends the start at once, with what it said', async () => {
  using directory = freshDirectory();
  const program = await startProgram({ dataDir: directory.path });
  await program.stop();
  const settings = path.join(directory.path, 'postgres/cluster/postgresql.conf');
  const before = readFileSync(settings);
  appendFileSync(settings, '\nno_such_setting = 1\n');
  expect(await run(directory.path)).toMatchObject({ status: 1, output: expect.stringContaining('no_such_setting') });
  writeFileSync(settings, before);
  // A folder where ClickHouse has its metadata of the database.
  const metadata = path.join(directory.path, 'clickhouse/data/metadata/emc.sql');
  rmSync(metadata, { recursive: true, force: true });
  writeFileSync(metadata, 'this is no SQL');
  // Less than a start waits for a store that says nothing.
  const broken = await run(directory.path, {}, 55_000);
  expect(broken).toMatchObject({ status: 1, output: expect.stringContaining('ClickHouse ended before it was ready') });
  expect(processesOf(directory.path)).toEqual([]);
});

test('a bad setting stops it before anything is made', async () => {
  using directory = freshDirectory();
  const dataDir = path.join(directory.path, 'data');
  const { status, output } = await run(dataDir, { EMC_PORT: 'eighty' });
  expect(status).toBe(1);
  expect(output).toContain('EMC_PORT="eighty"');
  expect(statSync(dataDir, { throwIfNoEntry: false })).toBeUndefined();
});

/** Only root can become somebody else, and only where this checkout may be read by everybody. */
const NOBODY = 65_534;
const canBeNobody =
  process.getuid?.() === 0 && spawnSync('test', ['-r', MAIN], { uid: NOBODY, gid: NOBODY }).status === 0;

test.skipIf(!canBeNobody)('an ordinary user can run it', async () => {
  using directory = freshDirectory();
  const dataDir = path.join(directory.path, 'data');
  mkdirSync(dataDir);
  chownSync(directory.path, NOBODY, NOBODY);
  chownSync(dataDir, NOBODY, NOBODY);
  const program = await startProgram({ dataDir, asUser: NOBODY });
  expect(await program.api('GET', '/health')).toMatchObject({ status: 'ok' });
  expect(await program.stop()).toBe(0);
});

test('a store that is killed under way comes back by itself, and what was acknowledged meanwhile is counted', async () => {
  using directory = freshDirectory();
  const program = await startProgram({ dataDir: directory.path });
  const { siteId } = (await program.api('POST', '/portals', {
    bodyCode: 'H56',
    name: 'Portal',
    kind: 'other',
    url: 'https://portal.gov.vn',
  })) as { siteId: number };
  for (const store of ['clickhouse', 'postgres/cluster']) {
    const [victim] = processesOf(path.join(directory.path, store));
    process.kill(victim!, 'SIGKILL');
    for (let turn = 0; turn < 20; turn += 1) expect(await send(program, siteId), store).toBe(200);
  }
  await expect
    .poll(() => program.api('GET', `/portals/${siteId}/usage`).catch(() => undefined), { interval: 200 })
    .toMatchObject({ totals: { pageViews: 40 } });
  await program.stop();
});
