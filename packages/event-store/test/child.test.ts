import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '@emc/test-kit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { clickHouseLibraryPath } from '../src/child/library.ts';
import { openEventStore, startClickHouseChild } from '../src/index.ts';
import type { ClickHouseChild, EventStore } from '../src/index.ts';
import { batchOf, plainHit, quiet } from './fixtures.ts';

let dir: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'emc-child-'));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const start = (port?: number) =>
  startClickHouseChild({
    dir: join(dir, 'a'),
    writerPassword: 'writer-pw',
    readerPassword: 'reader-pw',
    log: quiet,
    port,
  });
const open = (child: ClickHouseChild): EventStore =>
  openEventStore({ url: child.url, database: 'emc', writer: child.writer, reader: child.reader });

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !readFileSync(`/proc/${pid}/status`, 'utf8').includes('State:\tZ');
  } catch {
    return false;
  }
}

test('what was acknowledged is there after the child is killed and started again on its port', async () => {
  const first = await start();
  const store = open(first);
  await store.applySchema();
  const exit = new Promise((resolve) => first.onExit(resolve));
  const acknowledged = new Set<bigint>();
  const inserting = (async () => {
    for (let id = 1n; id < 1_000n; id++) {
      await store.insertHits(batchOf(id, [plainHit(), plainHit({ visitor: id })]));
      acknowledged.add(id);
      if (id === 5n) setTimeout(() => process.kill(first.pid, 'SIGKILL'), 20);
    }
  })();
  await expect(inserting).rejects.toMatchObject({ code: 'store-unavailable' });
  expect(await exit).toMatchObject({ expected: false, signal: 'SIGKILL' });
  await expect(store.batchExists([1n])).rejects.toMatchObject({ code: 'store-unavailable' });

  const second = await start(first.port);
  expect(second.url).toBe(first.url);
  const found = await store.batchExists([...acknowledged]);
  expect(found).toEqual(acknowledged);
  await store.close();
  await second.stop();
});

test('the child ends when its parent is killed, and another can start at once in its place', async () => {
  const parentDir = join(dir, 'b');
  const entry = new URL('parent-process.ts', import.meta.url).pathname;
  const parent = spawn(process.execPath, [entry, parentDir], { stdio: ['ignore', 'pipe', 'inherit'] });
  const pid = Number(
    await new Promise<string>((said) => parent.stdout.once('data', (text: Buffer) => said(String(text)))),
  );
  expect(isAlive(pid)).toBe(true);
  await expect(
    startClickHouseChild({ dir: parentDir, writerPassword: 'w', readerPassword: 'r', log: quiet }),
  ).rejects.toThrow(/in use/);
  parent.kill('SIGKILL');
  await new Promise((gone) => parent.once('close', gone));
  const next = await startClickHouseChild({ dir: parentDir, writerPassword: 'w', readerPassword: 'r', log: quiet });
  await eventually(() => expect(isAlive(pid)).toBe(false));
  await next.stop();
  expect(isAlive(next.pid)).toBe(false);
});

test('nobody gets in without a password, and passwords are not on the disk', async () => {
  const child = await start();
  const ask = (user: string, password: string, path = '/') => {
    const authorization = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
    return fetch(child.url + path, { method: 'POST', body: 'SELECT 1', headers: { authorization } });
  };
  expect((await fetch(child.url, { method: 'POST', body: 'SELECT 1' })).status).toBe(404);
  expect((await ask('default', '')).status).toBe(404);
  expect((await ask(child.writer.user, 'wrong')).status).toBeGreaterThanOrEqual(400);
  expect((await ask(child.writer.user, 'writer-pw')).status).toBe(200);
  const written = ['config.xml', 'users.xml'].map((name) => readFileSync(join(dir, 'a', name), 'utf8')).join('');
  expect(written).not.toMatch(/writer-pw|reader-pw/);
  await child.stop();
});

/** Local ports on which the process listens. */
function listensOn(pid: number): number[] {
  const own = new Set(readdirSync(`/proc/${pid}/fd`).map((name) => linkOf(`/proc/${pid}/fd/${name}`)));
  const sockets = ['tcp', 'tcp6'].flatMap((file) =>
    readFileSync(`/proc/net/${file}`, 'utf8').trim().split('\n').slice(1),
  );
  return sockets.flatMap((line) => {
    const [, local = '', , state, , , , , , inode] = line.trim().split(/\s+/);
    return state === '0A' && own.has(`socket:[${inode}]`) ? [Number.parseInt(local.split(':')[1]!, 16)] : [];
  });
}

function linkOf(file: string): string {
  try {
    return readlinkSync(file);
  } catch {
    return '';
  }
}

test('no one gets in as the user that the server signs itself in with, however the name is given', async () => {
  const child = await start();
  const basic = (text: string) => ({ authorization: `Basic ${Buffer.from(text).toString('base64')}` });
  const names = ['?user=default', '?user=default&password=', '?%75ser=default', '?user=default&session_id=1'];
  const headers = [
    basic(''),
    basic('emc'),
    basic('emc:'),
    basic('emc_writer:wrong'),
    basic('emc_writer:writer-pw'),
    { ...basic('emc:'), 'x-clickhouse-user': 'default' },
    { ...basic('emc:'), 'x-forwarded-for': '0.0.0.0' },
    { 'x-clickhouse-user': 'default', authorization: 'Basic ZW1j' },
  ];
  const ask = async (path: string, head: Record<string, string>, body: string) => {
    const answer = await fetch(`${child.url}/${path}`, { method: 'POST', body, headers: head });
    await answer.text();
    return answer.status;
  };
  for (const body of ['SELECT 1', 'SYSTEM STOP LISTEN HTTP', 'SYSTEM STOP LISTEN QUERIES ALL']) {
    const tries = names.flatMap((name) => headers.map((head) => ask(name, head, body)));
    for (const status of await Promise.all(tries)) expect(status).toBeGreaterThanOrEqual(400);
  }
  expect(await ask('', basic('emc_writer:writer-pw'), 'SELECT 1')).toBe(200);
  if (process.platform === 'linux') expect(listensOn(child.pid)).toEqual([child.port]);
  await child.stop();
});

test('a free port that somebody takes before the child listens is left to them, and another is found', async () => {
  const own = join(dir, 'd');
  const taken = createServer();
  const takes = (async (): Promise<number> => {
    const config = join(own, 'config.xml');
    // At once: on a fast machine the child listens soon.
    while (!existsSync(config)) await new Promise(setImmediate);
    const port = /<http_port>(\d+)</.exec(readFileSync(config, 'utf8'))![1];
    await new Promise<void>((listening) => taken.listen(Number(port), '127.0.0.1', listening));
    return Number(port);
  })();
  const child = await startClickHouseChild({ dir: own, writerPassword: 'w', readerPassword: 'r', log: quiet });
  expect(child.port).not.toBe(await takes);
  await child.stop();
  taken.close();
});

test('a start that cannot succeed says why', async () => {
  const child = await start();
  const other = { dir: join(dir, 'c'), writerPassword: 'w', readerPassword: 'r', log: quiet };
  await expect(startClickHouseChild({ ...other, port: child.port })).rejects.toThrow(
    `127.0.0.1:${child.port}: the port is taken`,
  );
  await child.stop();
  expect(() => clickHouseLibraryPath('win32', 'x64')).toThrow(/win32-x64.*EMC_CLICKHOUSE_URL/);
});
