import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { crc32 } from 'node:zlib';
import { dayNumberOf } from '@emc/contract';
import type { DossierDropCount, DropCount } from '@emc/event-store';
import { eventually, freshDirectory, freshStores, type FreshStores } from '@emc/test-kit';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { askToLoad, createLoader, listAsides, readSetAside, Spool, type Loader } from '../src/index.ts';
import { FRAME_HEADER_BYTES, FRAME_TYPES, sealFrame, segmentHeader, type FrameType } from '../src/spool/frames.ts';
import { hitRow } from './rows.ts';
import { loggedLines } from './support.ts';

let stores: FreshStores;
beforeAll(async () => (stores = await freshStores()));
afterAll(() => stores.close());
beforeEach(async () => {
  for (const name of ['hits', 'drops', 'dossier_drops'])
    await stores.event.write.command({ query: `TRUNCATE TABLE ${name}` });
});

const TIME_MS = Date.UTC(2026, 10, 22, 2, 0);
const DAY = dayNumberOf(TIME_MS);
/** The store forgets counts after 90 days of its own clock. */
const MINUTE_MS = Math.floor(Date.now() / 60_000) * 60_000;

const dropOf = (count: number, more: Partial<DropCount> = {}): DropCount => ({
  siteId: 5,
  minute_ms: MINUTE_MS,
  reason: 'bot',
  count,
  sampleHost: 'a.vn',
  samplePath: '/x[1]"]',
  ...more,
});

function openSpool(dir: string): Promise<Spool> {
  return Spool.open({ dir, limit_bytes: 2 ** 30, clock: Date.now, log: loggedLines(), segmentAge_ms: 20 });
}

function loaderOf(spool: Spool, setAsidePause_ms = 60_000): Loader {
  const pauses = { firstPause_ms: 1, longestPause_ms: 5, setAsidePause_ms };
  return createLoader({ spool, eventStore: stores.event, clock: Date.now, log: loggedLines(), ...pauses });
}

function append(spool: Spool, type: FrameType, payload: Buffer, count: number): Promise<void> {
  return new Promise((resolve, reject) => {
    if (!spool.append(type, DAY, payload, count, { written: resolve, failed: reject })) reject(new Error('full'));
  });
}

const json = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));

/** A segment as it lies on disk; frames of any version that ever wrote one. */
function writeSegment(
  dir: string,
  number: number,
  frames: { type: FrameType; payload: Buffer; count: number }[],
  rowVersion = 1,
): string {
  const sealed = frames.map(({ type, payload, count }) => {
    const frame = Buffer.concat([Buffer.alloc(FRAME_HEADER_BYTES), payload]);
    sealFrame(frame, type, DAY, count, TIME_MS);
    return frame;
  });
  const name = `${String(number).padStart(20, '0')}.sealed`;
  writeFileSync(path.join(dir, name), Buffer.concat([segmentHeader(rowVersion, TIME_MS), ...sealed]));
  return name;
}

function writeJournal(dir: string, entries: object[]): void {
  const line = (entry: object): string => {
    const text = JSON.stringify(entry);
    return `${crc32(text).toString(16).padStart(8, '0')} ${text}\n`;
  };
  writeFileSync(path.join(dir, 'journal'), entries.map(line).join(''));
}

async function ask<Row>(query: string): Promise<Row[]> {
  return (await stores.event.write.query({ query, format: 'JSONEachRow' })).json<Row>();
}

async function countsIn(table: 'drops' | 'dossier_drops'): Promise<number[]> {
  const rows = await ask<{ count: number }>(`SELECT toUInt32(count) AS count FROM ${table} ORDER BY count`);
  return rows.map(({ count }) => count);
}

async function visitors(): Promise<number[]> {
  const rows = await ask<{ visitor: number }>('SELECT toUInt32(visitor) AS visitor FROM hits ORDER BY visitor');
  return rows.map(({ visitor }) => visitor);
}

/** What the notes in the quarantine say, by file. */
function notes(dir: string): Record<string, { why: string; rows: object; again?: boolean }> {
  const place = path.join(dir, 'quarantine');
  const names = readdirSync(place).filter((name) => name.endsWith('.why'));
  return Object.fromEntries(
    names.map((name) => {
      const [why = '', rest] = readFileSync(path.join(place, name), 'utf8').split('\n');
      return [name.replace('.why', ''), { why, ...(JSON.parse(rest!) as { rows: object }) }];
    }),
  );
}

test('counts of two flushes that wait for the same sync are both loaded', async () => {
  using place = freshDirectory();
  const spool = await openSpool(place.path);
  const loader = loaderOf(spool);
  await loader.start();
  const dossierDrop: DossierDropCount = { systemId: 3, minute_ms: MINUTE_MS, reason: 'bad-shape', count: 11 };
  await Promise.all([
    append(spool, FRAME_TYPES.drops, json([dropOf(1)]), 1),
    append(spool, FRAME_TYPES.hits, hitRow(1, TIME_MS), 1),
    append(spool, FRAME_TYPES.drops, json([dropOf(2), dropOf(3)]), 2),
    append(spool, FRAME_TYPES.dossierDrops, json([dossierDrop]), 1),
    append(spool, FRAME_TYPES.dossierDrops, json([{ ...dossierDrop, count: 12 }]), 1),
  ]);
  await loader.drain();
  expect(await countsIn('drops')).toEqual([1, 2, 3]);
  expect(await countsIn('dossier_drops')).toEqual([11, 12]);
  expect(await visitors()).toEqual([1]);
  expect(loader.status()).toMatchObject({ quarantined: [], lastError: undefined });
  await loader.stop();
  await spool.close();
});

test('an installation that is stuck at two lists in one frame is freed by starting: the counts of both are there once', async () => {
  using place = freshDirectory();
  const joined = Buffer.concat([json([dropOf(7)]), json([dropOf(8), dropOf(9)])]);
  const first = writeSegment(place.path, 1, [
    { type: FRAME_TYPES.hits, payload: hitRow(1, TIME_MS), count: 1 },
    { type: FRAME_TYPES.drops, payload: joined, count: 3 },
  ]);
  // Everything behind it waits.
  writeSegment(place.path, 2, [{ type: FRAME_TYPES.hits, payload: hitRow(2, TIME_MS), count: 1 }]);
  const block = { rowVersion: 1, parts: [[0, 0, 0]] };
  const blocks = [
    { ...block, batchId: '11', type: FRAME_TYPES.hits, rows: 1 },
    { ...block, batchId: '18446744073709551614', type: FRAME_TYPES.drops, rows: 3, parts: [[0, 1, 1]] },
  ];
  // The block of hits went into the store before the other one got stuck.
  await stores.event.insertHits({ batchId: 11n, rows: hitRow(1, TIME_MS), rowVersion: 1 });
  writeJournal(place.path, [{ plan: { segments: [first], blocks } }]);
  for (let life = 0; life < 2; life++) {
    const spool = await openSpool(place.path);
    const loader = loaderOf(spool);
    await loader.start();
    await loader.drain();
    expect(await countsIn('drops')).toEqual([7, 8, 9]);
    expect(await visitors()).toEqual([1, 2]);
    expect(loader.status()).toMatchObject({ segments: 0, quarantined: [], lastError: undefined });
    await loader.stop();
    await spool.close();
  }
});

test('what cannot be read is set aside with its exact counts, and holds up nothing', async () => {
  using place = freshDirectory();
  writeSegment(place.path, 1, [
    { type: FRAME_TYPES.drops, payload: Buffer.from('[{"count":1}'), count: 4 },
    { type: FRAME_TYPES.hits, payload: hitRow(1, TIME_MS), count: 1 },
    { type: FRAME_TYPES.drops, payload: json([{ another: 'shape' }]), count: 1 },
    { type: FRAME_TYPES.drops, payload: json({ no: 'list' }), count: 1 },
    { type: FRAME_TYPES.drops, payload: json([dropOf(1)]), count: 2 },
    { type: FRAME_TYPES.drops, payload: json([dropOf(5)]), count: 1 },
    // A number that the store has no room for.
    { type: FRAME_TYPES.drops, payload: json([dropOf(1, { siteId: 'x' as unknown as number })]), count: 1 },
    { type: FRAME_TYPES.dossiers, payload: Buffer.from('no row'), count: 3 },
  ]);
  writeSegment(place.path, 2, [{ type: FRAME_TYPES.hits, payload: hitRow(9, TIME_MS), count: 1 }], 2);
  writeSegment(place.path, 3, [{ type: FRAME_TYPES.hits, payload: hitRow(2, TIME_MS), count: 1 }]);
  const spool = await openSpool(place.path);
  const loader = loaderOf(spool);
  await loader.start();
  await loader.drain();
  expect(await visitors()).toEqual([1, 2]);
  expect(await countsIn('drops')).toEqual([5]);
  const found = Object.values(notes(place.path)).map(({ why, rows }) => `${why.slice(0, 27)} ${JSON.stringify(rows)}`);
  expect(found.sort()).toEqual([
    'Refused: the event store do {"dossiers":3}',
    'Refused: the event store do {"drops":1}',
    'Rows of version 2; known is {"hits":1}',
    'Unreadable: the counts are  {"drops":1}',
    'Unreadable: the counts are  {"drops":4}',
    'Unreadable: the counts do n {"drops":1}',
    'Unreadable: the frame says  {"drops":2}',
  ]);
  expect(loader.status()).toMatchObject({ segments: 0, lastError: undefined });
  expect(loader.status().quarantined).toHaveLength(7);
  await loader.stop();
  await spool.close();
});

test('a table that takes nothing holds up no other kind, and when it is back what waited comes into it, once', async () => {
  using place = freshDirectory();
  const spool = await openSpool(place.path);
  const loader = loaderOf(spool, 30);
  await loader.start();
  await stores.event.write.command({ query: 'RENAME TABLE drops TO drops_elsewhere' });
  await Promise.all([
    append(spool, FRAME_TYPES.drops, json([dropOf(1)]), 1),
    append(spool, FRAME_TYPES.hits, hitRow(1, TIME_MS), 1),
  ]);
  await loader.drain();
  await append(spool, FRAME_TYPES.hits, hitRow(2, TIME_MS), 1);
  await loader.drain();
  expect(await visitors()).toEqual([1, 2]);
  const [note] = Object.values(notes(place.path));
  expect(note).toMatchObject({ rows: { drops: 1 }, again: true });
  expect(loader.status().quarantined).toHaveLength(1);
  await stores.event.write.command({ query: 'RENAME TABLE drops_elsewhere TO drops' });
  await eventually(() => expect(loader.status().quarantined).toEqual([]));
  expect(await countsIn('drops')).toEqual([1]);
  expect(readdirSync(path.join(place.path, 'quarantine'))).toEqual([]);
  await loader.stop();
  await spool.close();
});

test('a block that was set aside while its insert was under way is not inserted again', async () => {
  using place = freshDirectory();
  const spool = await openSpool(place.path);
  let fails = 5;
  const eventStore = {
    ...stores.event,
    insertDrops: async (batch: Parameters<typeof stores.event.insertDrops>[0]) => {
      if (fails-- > 1) throw new Error('a fault that stays');
      await stores.event.insertDrops(batch);
      throw new Error('a fault that stays, but the rows are there');
    },
  };
  const loader = createLoader({
    spool,
    eventStore,
    clock: Date.now,
    log: loggedLines(),
    firstPause_ms: 1,
    longestPause_ms: 5,
    setAsidePause_ms: 20,
  });
  await loader.start();
  await append(spool, FRAME_TYPES.drops, json([dropOf(6)]), 1);
  await loader.drain();
  await eventually(() => expect(loader.status().quarantined).toEqual([]));
  expect(await countsIn('drops')).toEqual([6]);
  await loader.stop();
  await spool.close();
});

test('what is asked for from the quarantine is loaded, and asked for again it is not there twice', async () => {
  using place = freshDirectory();
  const spool = await openSpool(place.path);
  const loader = loaderOf(spool, 30);
  await loader.start();
  const quarantine = path.join(place.path, 'quarantine');
  for (let time = 0; time < 2; time++) {
    const name = writeSegment(quarantine, 7, [
      { type: FRAME_TYPES.hits, payload: hitRow(1, TIME_MS), count: 1 },
      { type: FRAME_TYPES.drops, payload: json([dropOf(4)]), count: 1 },
    ]);
    expect(await listAsides(place.path)).toMatchObject([{ name, rows: { hits: 1, drops: 1 } }]);
    const [hit, drop] = await readSetAside(place.path, name);
    expect(hit).toMatchObject({ type: 'hits', site_id: 5, time: new Date(TIME_MS).toISOString(), path: '/trang-1' });
    expect(drop).toMatchObject({ type: 'drops', count: 4 });
    await askToLoad(place.path, name);
    await eventually(() => expect(readdirSync(quarantine)).toEqual([]));
    expect(await visitors()).toEqual([1]);
    expect(await countsIn('drops')).toEqual([4]);
  }
  await loader.stop();
  await spool.close();
});
