import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { addDays, DAY_MS, dayOf, startOfDay } from '@emc/contract';
import {
  clearOfMidnight,
  eventually,
  filesWith,
  freshDirectory,
  movedClock,
  type Program,
  startProgram,
} from '@emc/test-kit';
import { beforeEach, expect, test } from 'vitest';

// The salt of the day: whoever was counted today is known again after a crash of everything, and by nothing tomorrow.

const VISITORS = 20;
beforeEach(() => clearOfMidnight());

async function register(program: Program): Promise<number> {
  const portal = { bodyCode: 'H56', name: 'Portal', kind: 'other', url: 'https://portal.gov.vn' };
  return ((await program.api('POST', '/portals', portal)) as { siteId: number }).siteId;
}

/** The same twenty people, each at a browser of their own. */
async function everybodyVisits(program: Program, siteId: number): Promise<void> {
  const address = `${program.url}/tracking?idsite=${siteId}&rec=1&url=${encodeURIComponent('https://portal.gov.vn/')}`;
  for (let one = 0; one < VISITORS; one += 1) {
    const agent = `Mozilla/5.0 (X11; Linux x86_64; rv:1${one}) Gecko/20100101 Firefox/1${one}.0`;
    expect((await fetch(address, { headers: { 'user-agent': agent } })).status).toBe(200);
  }
}

interface Usage {
  totals: { pageViews: number; visitors: number };
  completeness: { complete: boolean; visitorsTwice?: string[] };
}
async function usage(program: Program, siteId: number, day?: string): Promise<Usage> {
  await program.quiet();
  const period = day === undefined ? '' : `?from=${day}&to=${day}`;
  return (await program.api('GET', `/portals/${siteId}/usage${period}`)) as Usage;
}

/** SIGKILL for the program and its stores, so that none of them writes another byte. */
async function killAll(program: Program): Promise<void> {
  const all = spawnSync('pgrep', ['-f', program.dataDir], { encoding: 'utf8' });
  const stores = all.stdout.split('\n').filter(Boolean).map(Number);
  const killed = program.kill();
  for (const pid of stores) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // A child that ended with its parent.
    }
  }
  await killed;
}

function saltOf(dataDir: string, day: string): string {
  const { salt } = JSON.parse(readFileSync(path.join(dataDir, 'salts', `${day}.json`), 'utf8')) as { salt: string };
  return salt;
}

test('after kill -9 of the program and both stores the visitors of the day are counted once', async () => {
  using directory = freshDirectory();
  const first = await startProgram({ dataDir: directory.path });
  const siteId = await register(first);
  await everybodyVisits(first, siteId);
  expect(await usage(first, siteId)).toMatchObject({ totals: { pageViews: VISITORS, visitors: VISITORS } });
  await killAll(first);
  const second = await startProgram({ dataDir: directory.path });
  await everybodyVisits(second, siteId);
  expect(await usage(second, siteId)).toMatchObject({
    totals: { pageViews: 2 * VISITORS, visitors: VISITORS },
    completeness: { complete: true },
  });
  await second.stop();
});

test('after midnight no file of the data directory holds the salt of the day before, and at no time a log of PostgreSQL', async () => {
  using directory = freshDirectory();
  using clock = movedClock();
  const dataDir = path.join(directory.path, 'data');
  const program = await startProgram({ dataDir, env: clock.env });
  const siteId = await register(program);
  await everybodyVisits(program, siteId);
  const today = dayOf(Date.now());
  const salt = saltOf(dataDir, today);
  const store = path.join(dataDir, 'salts');
  await usage(program, siteId);
  expect(filesWith(dataDir, salt)).toEqual([path.join(store, `${today}.json`)]);

  clock.move(startOfDay(addDays(today, 1)) + 60_000 - Date.now());
  await eventually(async () => {
    await everybodyVisits(program, siteId);
    expect(readdirSync(store)).toEqual([`${addDays(today, 1)}.json`]);
  });
  expect(filesWith(dataDir, salt)).toEqual([]);
  const next = saltOf(dataDir, addDays(today, 1));
  expect(next).not.toBe(salt);
  // Those of the moment in which the clock moved were counted on either day.
  await everybodyVisits(program, siteId);
  expect((await usage(program, siteId, addDays(today, 1))).totals.visitors).toBe(VISITORS);
  await program.stop();
  expect(filesWith(dataDir, salt)).toEqual([]);
  expect(filesWith(dataDir, next)).toEqual([path.join(store, `${addDays(today, 1)}.json`)]);
});

test('a backup made as docs/operate says holds no salt; what is restored from it makes a new one and says so', async () => {
  using directory = freshDirectory();
  const dataDir = path.join(directory.path, 'data');
  const first = await startProgram({ dataDir });
  const siteId = await register(first);
  await everybodyVisits(first, siteId);
  await usage(first, siteId);
  await first.stop();
  const salt = saltOf(dataDir, dayOf(Date.now()));

  const said = readFileSync(path.resolve(import.meta.dirname, '../../docs/operate/run.md'), 'utf8');
  const command = /^tar .*$/m.exec(said)?.[0] ?? '';
  expect(command).toContain('$EMC_DATA_DIR');
  execFileSync('sh', ['-c', command], { cwd: directory.path, env: { ...process.env, EMC_DATA_DIR: dataDir } });
  const backup = readdirSync(directory.path).find((name) => name.endsWith('.tar'))!;
  renameSync(dataDir, path.join(directory.path, 'lost'));
  mkdirSync(dataDir);
  execFileSync('tar', ['-xf', path.join(directory.path, backup), '-C', dataDir]);
  expect(filesWith(dataDir, salt)).toEqual([]);

  const restored = await startProgram({ dataDir });
  expect(restored.output()).toContain('may count twice');
  await eventually(async () =>
    expect(await restored.api('GET', '/health')).toMatchObject({ visitorsTwice: [dayOf(Date.now())] }),
  );
  await everybodyVisits(restored, siteId);
  expect((await usage(restored, siteId)).completeness).toMatchObject({
    complete: false,
    visitorsTwice: [dayOf(Date.now())],
  });
  const yesterday = addDays(dayOf(Date.now()), -1);
  expect((await usage(restored, siteId, yesterday)).completeness.visitorsTwice).toBeUndefined();
  await restored.stop();
});

test('a file of the salt that is damaged keeps nothing from starting, and health and figures name the day', async () => {
  using directory = freshDirectory();
  const first = await startProgram({ dataDir: directory.path });
  const siteId = await register(first);
  await first.stop();
  const today = dayOf(Date.now());
  writeFileSync(path.join(directory.path, 'salts', `${today}.json`), 'no salt');
  const second = await startProgram({ dataDir: directory.path });
  expect(await second.api('GET', '/health')).toMatchObject({ visitorsTwice: [today] });
  expect((await usage(second, siteId)).completeness).toMatchObject({ complete: false, visitorsTwice: [today] });
  await second.stop();
});

test('a clock that is set back over midnight is said for the day that goes on with a second salt', async () => {
  using directory = freshDirectory();
  using clock = movedClock();
  const dataDir = path.join(directory.path, 'data');
  const program = await startProgram({ dataDir, env: clock.env });
  const siteId = await register(program);
  const today = dayOf(Date.now());
  await everybodyVisits(program, siteId);
  clock.move(DAY_MS);
  await eventually(async () => {
    await everybodyVisits(program, siteId);
    expect(readdirSync(path.join(dataDir, 'salts'))).toEqual([`${addDays(today, 1)}.json`]);
  });
  clock.move(0);
  await eventually(async () => {
    await everybodyVisits(program, siteId);
    expect((await usage(program, siteId, today)).completeness).toMatchObject({
      complete: false,
      visitorsTwice: [today],
    });
  });
  await program.stop();
});
