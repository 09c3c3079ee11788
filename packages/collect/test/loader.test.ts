import { spawn } from 'node:child_process';
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { dayNumberOf, EmcError } from '@emc/contract';
import { openEventStore, type EventStoreOptions } from '@emc/event-store';
import { seededRandom } from '@emc/simulate';
import { eventually, freshDirectory, freshStores, type FreshStores } from '@emc/test-kit';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createLoader, Spool, type Loader, type LoaderStore, type SpoolOptions } from '../src/index.ts';
import { checkedLine } from '../src/spool/checked-lines.ts';
import { FRAME_TYPES, readSegment } from '../src/spool/frames.ts';
import { faultyProxy, type Fault } from './faulty-proxy.ts';
import type { Orders } from './loader-child.ts';
import { hitRow } from './rows.ts';
import { loggedLines } from './support.ts';

let stores: FreshStores;
let options: EventStoreOptions;
beforeAll(async () => {
  stores = await freshStores();
  options = stores.eventOptions;
});
afterAll(() => stores.close());
beforeEach(async () => {
  const tables = await ask<{ name: string }>(
    `SELECT name FROM system.tables WHERE database = '${stores.event.database}' AND engine LIKE '%MergeTree'`,
  );
  for (const { name } of tables)
    if (!name.includes('schema')) await stores.event.write.command({ query: `TRUNCATE TABLE ${name}` });
});

const TIME_MS = Date.UTC(2026, 10, 22, 2, 0);

async function ask<Row>(query: string): Promise<Row[]> {
  return (await stores.event.write.query({ query, format: 'JSONEachRow' })).json<Row>();
}

function openSpool(dir: string, more: Partial<SpoolOptions> = {}): Promise<Spool> {
  return Spool.open({ dir, limit_bytes: 2 ** 30, clock: Date.now, log: loggedLines(), segmentAge_ms: 20, ...more });
}

function loaderOf(spool: Spool, eventStore: LoaderStore): Loader {
  return createLoader({
    spool,
    eventStore,
    clock: Date.now,
    log: loggedLines(),
    firstPause_ms: 5,
    longestPause_ms: 50,
  });
}

/** Appends rows numbered from `first` and resolves when all are acknowledged. */
async function appendRows(spool: Spool, first: number, count: number, time_ms = TIME_MS): Promise<void> {
  const one = (number: number): Promise<void> =>
    new Promise((resolve, reject) => {
      const taken = spool.append(FRAME_TYPES.hits, dayNumberOf(time_ms), hitRow(number, time_ms), 1, {
        written: resolve,
        failed: () => reject(new Error('failed')),
      });
      if (!taken) reject(new Error('full'));
    });
  await Promise.all(Array.from({ length: count }, (_, i) => one(first + i)));
}

/** Every row is there once, in the table and in the rollups. */
async function expectOnce(numbers: Iterable<number>): Promise<void> {
  const expected = [...numbers].sort((a, b) => a - b);
  const rows = await ask<{ visitor: string; times: string }>(
    'SELECT toString(visitor) visitor, toString(count()) times FROM hits GROUP BY visitor',
  );
  expect(rows.filter((row) => row.times !== '1')).toEqual([]);
  const found = new Set(rows.map((row) => Number(row.visitor)));
  expect(expected.filter((number) => !found.has(number))).toEqual([]);
  const [sums] = await ask<
    Record<string, string>
  >(`SELECT toString(count()) hits, toString((SELECT sum(hits) FROM site_hours)) in_hours, toString((SELECT sum(page_views) FROM site_pages)) in_pages,
    toString((SELECT uniqExactMerge(visitors) FROM site_day_visitors)) visitors FROM hits`);
  expect(sums).toEqual({
    hits: String(found.size),
    in_hours: String(found.size),
    in_pages: String(found.size),
    visitors: String(found.size),
  });
}

const range = (first: number, count: number): number[] => Array.from({ length: count }, (_, i) => first + i);

test('what is in the spool comes into the store once, in few blocks, and the spool is empty afterwards', async () => {
  using place = freshDirectory();
  const spool = await openSpool(place.path);
  const loader = loaderOf(spool, stores.event);
  await appendRows(spool, 0, 25_000);
  expect(loader.status().backlog_bytes).toBeGreaterThan(0);
  await loader.start();
  await loader.drain();
  await expectOnce(range(0, 25_000));
  const [blocks] = await ask<{ most: string; batches: string }>(
    'SELECT toString(max(c)) most, toString(count()) batches FROM (SELECT count() c FROM hits GROUP BY batch_id)',
  );
  expect(Number(blocks!.most)).toBeLessThanOrEqual(10_000);
  expect(Number(blocks!.batches)).toBeLessThan(10);
  const before_ms = Date.now();
  const status = loader.status();
  expect(status).toMatchObject({
    backlog_bytes: 0,
    segments: 0,
    oldestUnloaded_ms: 0,
    quarantined: [],
    lastError: undefined,
  });
  expect(status.loadedThrough_ms).toBeGreaterThanOrEqual(before_ms);
  await loader.stop();
  await spool.close();
  expect(readdirSync(place.path).sort()).toEqual(['copy-of-journal', 'journal', 'quarantine']);
});

test('rows of two local months go into blocks of their own', async () => {
  using place = freshDirectory();
  const spool = await openSpool(place.path);
  const october_ms = Date.UTC(2026, 9, 31, 16, 59);
  await appendRows(spool, 0, 10, october_ms);
  await appendRows(spool, 10, 10, october_ms + 120_000);
  const loader = loaderOf(spool, stores.event);
  await loader.start();
  await loader.drain();
  await expectOnce(range(0, 20));
  expect(await ask('SELECT day, count() > 0 some FROM hits GROUP BY day, batch_id ORDER BY day')).toEqual([
    { day: '2026-10-31', some: 1 },
    { day: '2026-11-01', some: 1 },
  ]);
  await loader.stop();
  await spool.close();
});

test('what was not counted comes into the store once as well', async () => {
  using place = freshDirectory();
  const spool = await openSpool(place.path);
  // The store forgets drops after 90 days of its own clock.
  const minute_ms = Math.floor(Date.now() / 60_000) * 60_000;
  const drops = [{ siteId: 5, minute_ms, reason: 'bot', count: 3, sampleHost: 'a.vn', samplePath: '/x' }];
  await new Promise<void>((written) =>
    spool.append(FRAME_TYPES.drops, 20_779, Buffer.from(JSON.stringify(drops)), 1, { written, failed: written }),
  );
  let failures = 1;
  const store: LoaderStore = {
    ...stores.event,
    insertDrops: async (batch) => {
      await stores.event.insertDrops(batch);
      if (failures-- > 0) throw new Error('the answer was lost');
    },
  };
  const loader = loaderOf(spool, store);
  await loader.start();
  await loader.drain();
  expect(await ask('SELECT site_id, reason, toString(count) count, sample_host, sample_path FROM drops')).toEqual([
    { site_id: 5, reason: 'bot', count: '3', sample_host: 'a.vn', sample_path: '/x' },
  ]);
  await loader.stop();
  await spool.close();
});

test('connections that break before, in the middle of and after an insert lose nothing and count nothing twice', async () => {
  using place = freshDirectory();
  const random = seededRandom(20_261_122);
  const choices: Fault[] = ['none', 'cut before it is sent', 'cut in the middle', 'cut before the answer'];
  const proxy = await faultyProxy(options.url, () => choices[Math.floor(random() * choices.length)]!);
  const through = openEventStore({ ...options, url: proxy.url });
  const spool = await openSpool(place.path);
  const loader = loaderOf(spool, through);
  await loader.start();
  for (let round = 0; round < 8; round++) {
    await appendRows(spool, round * 1000, 300);
    await loader.drain();
  }
  await expectOnce(range(0, 8).flatMap((round) => range(round * 1000, 300)));
  for (const fault of choices) expect(proxy.faults).toContain(fault);
  expect(loader.status().lastError).toBeUndefined();
  await loader.stop();
  await spool.close();
  await through.close();
  proxy.close();
});

test('while the store is away the spool keeps everything and says so; when it is back everything is loaded', async () => {
  using place = freshDirectory();
  let away = true;
  const proxy = await faultyProxy(options.url, () => (away ? 'cut before it is sent' : 'none'));
  const through = openEventStore({ ...options, url: proxy.url });
  const spool = await openSpool(place.path);
  const loader = loaderOf(spool, through);
  await loader.start();
  await appendRows(spool, 0, 500);
  await eventually(() => expect(loader.status().lastError).toBeDefined());
  await appendRows(spool, 500, 500);
  const status = loader.status();
  expect(status.backlog_bytes).toBeGreaterThan(1000 * 100);
  expect(status.loadedThrough_ms).toBeLessThan(Date.now());
  away = false;
  await loader.drain();
  await expectOnce(range(0, 1000));
  await loader.stop();
  await spool.close();
  await through.close();
  proxy.close();
});

test('a loader that is stopped while the store is away leaves everything to the next one', async () => {
  using place = freshDirectory();
  const spool = await openSpool(place.path);
  const loader = loaderOf(spool, {
    ...stores.event,
    insertHits: () => Promise.reject(new EmcError('store-unavailable', 'away')),
  });
  await loader.start();
  await appendRows(spool, 0, 100);
  await eventually(() => expect(loader.status().lastError).toContain('away'));
  await loader.stop();
  await spool.close();
  const again = await openSpool(place.path);
  const next = loaderOf(again, stores.event);
  await next.start();
  await next.drain();
  await expectOnce(range(0, 100));
  await next.stop();
  await again.close();
});

test('segments that the journal says are loaded are deleted, not loaded again', async () => {
  using place = freshDirectory();
  const spool = await openSpool(place.path);
  await appendRows(spool, 0, 100);
  await spool.sealNow();
  const kept = path.join(place.path, 'kept');
  cpSync(spool.sealed()[0]!.path, kept);
  const segment = spool.sealed()[0]!.path;
  const loader = loaderOf(spool, stores.event);
  await loader.start();
  await loader.drain();
  await loader.stop();
  await spool.close();
  cpSync(kept, segment);
  const again = await openSpool(place.path);
  const next = loaderOf(again, stores.event);
  await next.start();
  await appendRows(again, 100, 100);
  await next.drain();
  await expectOnce(range(0, 200));
  await next.stop();
  await again.close();
  expect(readdirSync(place.path)).not.toContain(path.basename(segment));
});

test('of a damaged segment every whole frame is loaded; the rest is set aside with the exact number of rows', async () => {
  using place = freshDirectory();
  const spool = await openSpool(place.path, { segmentAge_ms: 60_000 });
  for (const [at, count] of [100, 30, 50].entries()) await appendRows(spool, at * 1000, count);
  await spool.sealNow();
  await appendRows(spool, 5000, 10);
  await spool.sealNow();
  const damaged = spool.sealed()[0]!.path;
  const bytes = readFileSync(damaged);
  const { frames } = readSegment(bytes)!;
  const hurt = frames.find(({ count }) => count === 30);
  bytes[hurt!.from + 100]! ^= 1;
  writeFileSync(damaged, bytes);
  const loader = loaderOf(spool, stores.event);
  await loader.start();
  await loader.drain();
  await expectOnce([...range(0, 100), ...range(2000, 50), ...range(5000, 10)]);
  const name = path.basename(damaged).replace('.sealed', `-${hurt!.from - 32}.sealed`);
  expect(loader.status().quarantined).toEqual([name]);
  expect(loader.status().rowsSetAside).toEqual({ rows: { hits: 30 }, unreadable_bytes: 0 });
  expect(readFileSync(path.join(place.path, 'quarantine', name)).subarray(32)).toEqual(
    bytes.subarray(hurt!.from - 32, hurt!.to),
  );
  expect(readFileSync(path.join(place.path, 'quarantine', `${name}.why`), 'utf8')).toMatch(
    /^Damaged: bytes \d+-\d+ of/,
  );
  await loader.stop();
  await spool.close();
});

test('damage to a segment whose block is in doubt: in the store nothing is missing, else the rest of the block is loaded', async () => {
  for (const isIn of [true, false]) {
    using place = freshDirectory();
    const spool = await openSpool(place.path, { segmentAge_ms: 60_000 });
    const first = isIn ? 0 : 10_000;
    for (const [at, count] of [20, 30, 50].entries()) await appendRows(spool, first + at * 1000, count);
    let sent = false;
    const away = (): never => {
      throw new EmcError('store-unavailable', 'away');
    };
    const loader = loaderOf(spool, {
      ...stores.event,
      batchExists: (batchIds) => (sent ? Promise.resolve().then(away) : stores.event.batchExists(batchIds)),
      insertHits: (batch) => {
        sent = true;
        return (isIn ? stores.event.insertHits(batch) : Promise.resolve()).then(away);
      },
    });
    await loader.start();
    await spool.sealNow();
    await eventually(() => expect(loader.status().lastError).toBeDefined());
    await loader.stop();
    const file = spool.sealed()[0]!.path;
    await spool.close();
    const bytes = readFileSync(file);
    bytes[readSegment(bytes)!.frames[1]!.from]! ^= 1;
    writeFileSync(file, bytes);
    const again = await openSpool(place.path);
    const next = loaderOf(again, stores.event);
    await next.start();
    await next.drain();
    expect(next.status().rowsSetAside.rows).toEqual(isIn ? {} : { hits: 30 });
    await next.stop();
    await again.close();
  }
  const whole = [...range(0, 20), ...range(1000, 30), ...range(2000, 50)];
  await expectOnce([...whole, ...range(10_000, 20), ...range(12_000, 50)]);
});

test('of rows that the store refuses only their own frame is set aside; the others are loaded', async () => {
  using place = freshDirectory();
  const spool = await openSpool(place.path);
  await appendRows(spool, 0, 100);
  const nonsense = Buffer.from('these are no rows at all, whatever the checksum says');
  await new Promise<void>((written) =>
    spool.append(FRAME_TYPES.hits, dayNumberOf(TIME_MS), nonsense, 1, { written, failed: written }),
  );
  await appendRows(spool, 100, 100);
  const loader = loaderOf(spool, stores.event);
  await loader.start();
  await loader.drain();
  await expectOnce(range(0, 200));
  const [name] = loader.status().quarantined;
  expect(readFileSync(path.join(place.path, 'quarantine', name!)).includes(nonsense)).toBe(true);
  expect(readFileSync(path.join(place.path, 'quarantine', `${name}.why`), 'utf8')).toMatch(/^Refused/);
  await loader.stop();
  await spool.close();
});

test('rows that are set aside never take the place of others that were', async () => {
  using place = freshDirectory();
  const spool = await openSpool(place.path, { segmentAge_ms: 60_000 });
  const nonsense = Buffer.from('these are no rows at all, whatever the checksum says');
  await new Promise<void>((written) =>
    spool.append(FRAME_TYPES.hits, dayNumberOf(TIME_MS), nonsense, 1, { written, failed: written }),
  );
  await spool.sealNow();
  const name = path.basename(spool.sealed()[0]!.path, '.sealed');
  const there = path.join(place.path, 'quarantine', `${name}-64.sealed`);
  writeFileSync(there, 'rows of an earlier life');
  const loader = loaderOf(spool, stores.event);
  await loader.start();
  await loader.drain();
  expect(readFileSync(there, 'utf8')).toBe('rows of an earlier life');
  expect(readFileSync(path.join(place.path, 'quarantine', `${name}-64-2.sealed`)).includes(nonsense)).toBe(true);
  await loader.stop();
  await spool.close();
});

test('a block whose outcome is unknown comes into the store once, though a file of the journal is damaged, or all of it is gone', async () => {
  const damages: ((dir: string) => void)[] = [
    (dir) => rmSync(path.join(dir, 'journal')),
    (dir) => rmSync(path.join(dir, 'copy-of-journal')),
    (dir) => {
      for (const name of ['journal', 'copy-of-journal']) rmSync(path.join(dir, name));
    },
    (dir) => {
      const bytes = readFileSync(path.join(dir, 'journal'));
      for (let at = 20; at < bytes.length; at += 40) bytes[at]! ^= 1;
      writeFileSync(path.join(dir, 'journal'), bytes);
    },
    (dir) => {
      // As an older version left it, with one bit wrong.
      const lines = readFileSync(path.join(dir, 'journal'), 'utf8').split('\n').slice(0, -1);
      const old = lines.map((line) => checkedLine(line.slice(9).replace(/"n":\d+,/, ''))).join('');
      const bytes = Buffer.from(old);
      bytes[bytes.indexOf('batchId') + 11]! ^= 1;
      writeFileSync(path.join(dir, 'journal'), bytes);
      rmSync(path.join(dir, 'copy-of-journal'));
    },
  ];
  for (const [round, damage] of damages.entries()) {
    using place = freshDirectory();
    const spool = await openSpool(place.path);
    await appendRows(spool, round * 1000, 500);
    let sent = false;
    const away = (): never => {
      throw new EmcError('store-unavailable', 'away');
    };
    const inDoubt: LoaderStore = {
      ...stores.event,
      batchExists: (batchIds) => (sent ? Promise.resolve().then(away) : stores.event.batchExists(batchIds)),
      insertHits: (batch) => {
        sent = true;
        return stores.event.insertHits(batch).then(away);
      },
    };
    const loader = loaderOf(spool, inDoubt);
    await loader.start();
    await eventually(() => expect(loader.status().lastError).toBeDefined());
    await loader.stop();
    await spool.close();
    expect(sent).toBe(true);
    damage(place.path);
    const again = await openSpool(place.path);
    const next = loaderOf(again, stores.event);
    await next.start();
    await appendRows(again, round * 1000 + 500, 10);
    await next.drain();
    await next.stop();
    await again.close();
  }
  await expectOnce(damages.flatMap((_, round) => range(round * 1000, 510)));
});

/** Runs a child until it kills itself or has acknowledged so many rows; gives the numbers acknowledged. */
async function runChild(orders: Orders, killAfter = Infinity): Promise<number[]> {
  const child = spawn(
    process.execPath,
    [fileURLToPath(new URL('loader-child.ts', import.meta.url)), JSON.stringify(orders)],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => {
    text += chunk.toString();
    if (text.length > killAfter) child.kill('SIGKILL');
  });
  const ended = new Promise<string | null>((resolve) => child.on('exit', (_code, signal) => resolve(signal)));
  await new Promise((resolve) => child.stdout.on('close', resolve));
  expect(await ended).toBe('SIGKILL');
  return text.split('\n').slice(0, -1).map(Number);
}

test('a process that is killed before, between and after the steps of loading loses nothing and counts nothing twice', async () => {
  using place = freshDirectory();
  const acknowledged: number[] = [];
  const kills: [Orders['killAt'], number][] = [
    [{ step: 'before insertHits', call: 1 }, Infinity],
    [{ step: 'after insertHits', call: 1 }, Infinity],
    // Begins with a doubtful block that is there, so with a rebuild.
    [{ step: 'before rebuildDay', call: 1 }, Infinity],
    [{ step: 'after rebuildDay', call: 1 }, Infinity],
    [{ step: 'after insertHits', call: 3 }, Infinity],
    [undefined, 3000],
    [undefined, 5000],
    [undefined, 8111],
    [undefined, 12_345],
  ];
  for (const [round, [killAt, killAfter]] of kills.entries()) {
    const orders: Orders = { dir: place.path, store: options, first: round * 1_000_000, time_ms: TIME_MS, killAt };
    acknowledged.push(...(await runChild(orders, killAfter)));
  }
  const spool = await openSpool(place.path);
  const loader = loaderOf(spool, stores.event);
  await loader.start();
  await loader.drain();
  expect(acknowledged.length).toBeGreaterThan(1000);
  await expectOnce(acknowledged);
  await loader.stop();
  await spool.close();
});
