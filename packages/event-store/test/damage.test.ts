import { readdirSync, readFileSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { dayOf } from '@emc/contract';
import { freshDirectory } from '@emc/test-kit';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import {
  createInspector,
  defineQuery,
  DOSSIER_ROW_VERSION,
  emptyDossierChange,
  encodeDossierChange,
  keepingRollups,
  openEventStore,
  repairStore,
  ROLLUPS,
  RowWriter,
  startClickHouseChild,
} from '../src/index.ts';
import type { ClickHouseChild, EventStore, Findings, Ledger } from '../src/index.ts';
import { batchOf, plainHit, quiet, rowsOf } from './fixtures.ts';

/** What can become of a part while the server is stopped. */
const KINDS: Record<string, (part: string) => void> = {
  'a bit flipped': (part) => {
    const file = path.join(part, 'data.bin');
    const bytes = readFileSync(file);
    bytes[bytes.length >> 1]! ^= 1;
    writeFileSync(file, bytes);
  },
  'a file cut short': (part) => truncateSync(path.join(part, 'data.bin'), 10),
  'a file of data gone': (part) => rmSync(path.join(part, 'data.bin')),
  'its marks gone': (part) => rmSync(path.join(part, 'data.cmrk4')),
  'columns.txt gone': (part) => rmSync(path.join(part, 'columns.txt')),
  'the part gone': (part) => rmSync(part, { recursive: true }),
  'moved to detached': (part) => renameSync(part, path.join(part, '../detached', path.basename(part))),
  'put aside by the server at its start': (part) =>
    renameSync(part, path.join(part, '../detached', `broken-on-start_${path.basename(part)}`)),
};
const NAMES = Object.keys(KINDS);
const HITS = 3;

const directory = freshDirectory();
let child: ClickHouseChild;
let store: EventStore;

/** @returns tables that were made again */
async function open(): Promise<string[]> {
  const passwords = { writerPassword: 'w', readerPassword: 'r' };
  child = await startClickHouseChild({ dir: path.join(directory.path, 'store'), ...passwords, log: quiet });
  store = openEventStore({ url: child.url, database: 'emc', writer: child.writer, reader: child.reader });
  return store.applySchema();
}
async function start(): Promise<void> {
  await open();
}
async function stop(): Promise<void> {
  await store.close();
  await child.stop();
}
beforeAll(start);
afterAll(async () => {
  await stop();
  directory.remove();
});

// Every test begins with an empty store: what one destroyed is not found by the next.
afterEach(async () => {
  await store.write.command({ query: 'DROP DATABASE emc SYNC' });
  await store.applySchema();
});

/** A month, and so a part, of its own for everything that is damaged. */
let months = 0;
const dayOfMonth = (month: number): string => dayOf(timeOf(month));
const timeOf = (month: number): number => Date.UTC(2020, month, 15, 3);
let batchId = 0n;

async function enterMonth(month: number): Promise<string> {
  const hits = Array.from({ length: HITS }, (_, index) =>
    plainHit({ time_ms: timeOf(month) + index, received_ms: timeOf(month) + index, visitor: BigInt(index) }),
  );
  await store.insertHits(batchOf(++batchId, hits));
  return dayOfMonth(month);
}

/** The directory of the part of a table that holds a day. */
async function partOf(table: string, day: string): Promise<string> {
  const rows = await rowsOf(
    store,
    `SELECT path FROM system.parts WHERE database = 'emc' AND table = '${table}' AND active AND partition_id = '${day.slice(0, 7).replace('-', '')}'`,
  );
  expect(rows).toHaveLength(1);
  return String(rows[0]!['path']).replace(/\/$/, '');
}

function memoryLedger(): Ledger {
  const rows = new Map<string, { table: string; day: string; rows: number }>();
  return {
    read: () => Promise.resolve([...rows.values()]),
    note: (noted) => {
      for (const row of noted) rows.set(`${row.table} ${row.day}`, row);
      return Promise.resolve();
    },
  };
}
const inspectorOf = (ledger: Ledger) =>
  createInspector({ store, ledger, clock: Date.now, log: quiet, settled_ms: 86_400_000 });
const look = async (ledger: Ledger): Promise<string[]> => said((await inspectorOf(ledger).whole()).findings);
const repairWith = (ledger: Ledger) =>
  repairStore({ store, inspector: inspectorOf(ledger), refresh: () => Promise.resolve(), log: quiet });
/** `table day kind rows`. Visits and counts of dossiers, which nobody computes here, are too new to be compared. */
const said = (findings: Findings): string[] =>
  [...findings.values()]
    .flat()
    .map(({ table, from, kind, missingRows }) => `${table} ${from} ${kind} ${missingRows ?? ''}`.trim())
    .toSorted();

/** Counts of every rollup by day, as figures read them. */
async function rollups(): Promise<unknown> {
  const read = ROLLUPS.filter(({ measures }) => measures.length > 0).map(async ({ name, measures }) => {
    const sums = measures
      .filter((one) => one.name !== 'touched_at')
      .map((one) => {
        const simple = /^SimpleAggregateFunction\((\w+),/.exec(one.type)?.[1];
        return simple === undefined ? `uniqExactMerge(${one.name})` : `${simple}(${one.name})`;
      });
    return [name, await rowsOf(store, `SELECT day, ${sums.join(', ')} FROM ${name} GROUP BY day ORDER BY day`)];
  });
  return Object.fromEntries(await Promise.all(read)) as unknown;
}

test('whatever becomes of a part of a rollup while the server is stopped is found, with its day, and repaired from the hits', async () => {
  const ledger = memoryLedger();
  const days = await Promise.all(NAMES.map(() => enterMonth(months++)));
  const tables = ['site_hours', 'site_day_visitors', 'site_days'];
  expect(await look(ledger)).toEqual([]);
  const before = await rollups();
  const parts = await Promise.all(days.map((day, index) => partOf(tables[index % tables.length]!, day)));
  await stop();
  for (const [index, name] of NAMES.entries()) KINDS[name]!(parts[index]!);
  await start();
  expect(await look(ledger)).toEqual(
    days.map((day, index) => `${tables[index % tables.length]} ${day} differs`).toSorted(),
  );
  const { days: repaired, findings } = await repairWith(ledger);
  expect(repaired).toEqual(days.toSorted());
  expect(said(findings)).toEqual([]);
  expect(await rollups()).toEqual(before);
});

test('whatever becomes of a part of the hits is found, with day and rows; what is whole is put back, and rollups keep what is lost', async () => {
  const ledger = memoryLedger();
  const days = await Promise.all(NAMES.map(() => enterMonth(months++)));
  await inspectorOf(ledger).round();
  const before = await rollups();
  const parts = await Promise.all(days.map((day) => partOf('hits', day)));
  await stop();
  for (const [index, name] of NAMES.entries()) KINDS[name]!(parts[index]!);
  await start();
  const missing = (of: string[]): string[] => of.map((day) => `hits ${day} rows-missing ${HITS}`).toSorted();
  expect(await look(ledger)).toEqual(missing(days));
  const { attached, days: repaired, findings } = await repairWith(ledger);
  expect({ attached, repaired }).toEqual({ attached: 1, repaired: [] });
  expect(said(findings)).toEqual(missing(days.filter((_, index) => NAMES[index] !== 'moved to detached')));
  expect(await rollups()).toEqual(before);
  // The bytes of what could not be read are kept, and merges and questions go on.
  expect(await rowsOf(store, "SELECT count() AS n FROM hits WHERE title = 'Trang chủ'")).toEqual([{ n: String(HITS) }]);
  const aside = readdirSync(path.join(parts[0]!, '../detached'));
  expect(aside.filter((name) => !name.startsWith('deleting'))).toHaveLength(NAMES.length - 2);
});

test('where hits are missing, the rollups that still count them are not called wrong, though one of them is lost too', async () => {
  const ledger = memoryLedger();
  const day = await enterMonth(months++);
  await inspectorOf(ledger).round();
  const parts = [await partOf('hits', day), await partOf('site_hours', day)];
  await stop();
  for (const part of parts) rmSync(part, { recursive: true });
  await start();
  expect(await look(ledger)).toEqual([`hits ${day} rows-missing ${HITS}`]);
});

test('hits that are gone before anything was noted of them are missed by what was counted from them', async () => {
  const day = await enterMonth(months++);
  const part = await partOf('hits', day);
  await stop();
  rmSync(part, { recursive: true });
  await start();
  expect(await look(memoryLedger())).toContain(`hits ${day} rows-missing ${HITS}`);
});

test('of hits that came since the ledger was noted and are gone with those before, all are missed', async () => {
  const ledger = memoryLedger();
  const month = months++;
  const day = await enterMonth(month);
  expect(await look(ledger)).toEqual([]);
  // In a block of its own, minutes before the ledger is noted again.
  await enterMonth(month);
  const partition = day.slice(0, 7).replace('-', '');
  const parts = await rowsOf(
    store,
    `SELECT path FROM system.parts WHERE database = 'emc' AND table = 'hits' AND partition_id = '${partition}'`,
  );
  await stop();
  for (const part of parts) rmSync(String(part['path']), { recursive: true, force: true });
  await start();
  expect(await look(ledger)).toEqual([`hits ${day} rows-missing ${2 * HITS}`]);
  // It stays so while others come: a look afterwards counts those as well.
  await enterMonth(month);
  expect(await look(ledger)).toEqual([`hits ${day} rows-missing ${2 * HITS}`]);
});

test('a part with checksums.txt gone is whole: the server makes it again, and nothing is reported', async () => {
  const ledger = memoryLedger();
  const day = await enterMonth(months++);
  await inspectorOf(ledger).round();
  const part = await partOf('hits', day);
  await stop();
  rmSync(path.join(part, 'checksums.txt'));
  await start();
  expect(await look(ledger)).toEqual([]);
  expect(await rowsOf(store, `SELECT count() AS n FROM hits WHERE day = '${day}'`)).toEqual([{ n: String(HITS) }]);
});

test('a question that needs a part that cannot be read is refused as such, without paths, and the part is put aside next', async () => {
  const ledger = memoryLedger();
  const day = await enterMonth(months++);
  const inspector = inspectorOf(ledger);
  await inspector.round();
  const part = await partOf('site_hours', day);
  // While the server runs: it has not read the part yet.
  await store.write.command({ query: 'SYSTEM DROP MARK CACHE' });
  await store.write.command({ query: 'SYSTEM DROP UNCOMPRESSED CACHE' });
  truncateSync(path.join(part, 'data.bin'), 4);
  const question = defineQuery({
    name: 'test',
    sql: 'SELECT sum(hits) AS n FROM site_hours WHERE day = {day:Date}',
    params: z.object({ day: z.string() }),
    row: z.object({ n: z.int() }),
  });
  const asked = store.ask(question, { day });
  await expect(asked).rejects.toMatchObject({ code: 'data-damaged' });
  await expect(asked).rejects.not.toThrow(/202|store\//);
  // A day that differs is found when it still does in the round after.
  await inspector.round();
  expect(said(await inspector.round())).toContain(`site_hours ${day} differs`);
  expect(await store.ask(question, { day })).toEqual([{ n: 0 }]);
  await repairWith(ledger);
  expect(await store.ask(question, { day })).toEqual([{ n: HITS }]);
});

test('days that are compared while hits are inserted are not called damaged', async () => {
  const month = months++;
  const ledger = memoryLedger();
  const looked = new AbortController();
  const inserts = (async () => {
    while (!looked.signal.aborted) await enterMonth(month);
  })();
  const looks: string[] = [];
  for (let round = 0; round < 2; round++) looks.push(...(await look(ledger)));
  looked.abort();
  await inserts;
  expect(looks).toEqual([]);
});

test('states of dossiers that lack a change, and counts that lack events, are found and made again', async () => {
  const ledger = memoryLedger();
  const received_ms = timeOf(months++);
  const rows = new RowWriter();
  const change = { ...emptyDossierChange(), systemId: 7, dossier: 'H56-200115-0001', received_ms, status: 2 as const };
  encodeDossierChange(change, rows);
  await store.insertDossierChanges({ batchId: 1n, rows: rows.copy(), rowVersion: DOSSIER_ROW_VERSION });
  expect(await look(ledger)).toEqual([]);
  const state = 'SELECT system_id, dossier, max(snapshot), max(tracked), min(first_heard) FROM dossiers GROUP BY ALL';
  const before = await rowsOf(store, state);
  const [part] = await rowsOf(
    store,
    "SELECT path FROM system.parts WHERE database = 'emc' AND table = 'dossiers' AND active",
  );
  await stop();
  rmSync(String(part!['path']), { recursive: true });
  await start();
  expect(await rowsOf(store, state)).toEqual([]);
  expect(await look(ledger)).toContain(`dossiers ${dayOf(received_ms)} differs`);
  await repairWith(ledger);
  expect(await rowsOf(store, state)).toEqual(before);
});

test('a table whose directory is gone is found day by day', async () => {
  const ledger = memoryLedger();
  const day = await enterMonth(months++);
  await inspectorOf(ledger).round();
  const part = await partOf('site_pages', day);
  const before = await rollups();
  await stop();
  rmSync(path.dirname(part), { recursive: true });
  await start();
  expect(await look(ledger)).toEqual([`site_pages ${day} differs`]);
  await repairWith(ledger);
  expect(await rollups()).toEqual(before);
});

test('however many parts are broken, the store starts with those that are whole', async () => {
  const day_ms = timeOf(months++);
  await store.write.command({ query: 'SYSTEM STOP MERGES' });
  for (let block = 0; block < 103; block++)
    await store.insertHits(batchOf(++batchId, [plainHit({ time_ms: day_ms + block, received_ms: day_ms + block })]));
  const parts = await rowsOf(
    store,
    `SELECT path FROM system.parts WHERE database = 'emc' AND table = 'hits' AND active AND min_date = '${dayOf(day_ms)}'`,
  );
  const broken = parts.map(({ path: place }) => String(place)).slice(0, 101);
  expect(broken).toHaveLength(101);
  await stop();
  for (const place of broken) rmSync(path.join(place, 'columns.txt'));
  await start();
  expect(await rowsOf(store, `SELECT count() AS n FROM hits WHERE day = '${dayOf(day_ms)}'`)).toEqual([{ n: '2' }]);
  expect(await look(memoryLedger())).toContain(`hits ${dayOf(day_ms)} rows-missing 101`);
});

test('rollups of a day of which hits are missing are not made again from what is left, as after a block of unknown outcome', async () => {
  const ledger = memoryLedger();
  const [noted, aside, whole] = [await enterMonth(months++), await enterMonth(months++), await enterMonth(months++)];
  await inspectorOf(ledger).round();
  // The part of this one is put aside before anything was noted of it.
  await ledger.note([{ table: 'hits', day: aside, rows: 0 }]);
  const before = await rollups();
  const parts = [await partOf('hits', noted), await partOf('hits', aside)];
  await stop();
  rmSync(parts[0]!, { recursive: true });
  KINDS['put aside by the server at its start']!(parts[1]!);
  await start();
  await store.write.command({ query: `DELETE FROM site_hours WHERE day = '${whole}'` });
  const careful = keepingRollups({ store, ledger, log: quiet });
  for (const day of [noted, aside, whole]) await careful.rebuildDay(day);
  expect(await rollups()).toEqual(before);
});

/** Removes definition and bytes of a table or view while the server is stopped, and starts it again. @returns what was made again */
async function lose(table: string): Promise<string[]> {
  const tables = await rowsOf(
    store,
    "SELECT name, data_paths, metadata_path FROM system.tables WHERE database = 'emc'",
  );
  const placeOf = (name: string) =>
    tables.find((row) => row['name'] === name) as { data_paths: string[]; metadata_path: string } | undefined;
  const { data_paths, metadata_path } = placeOf(table)!;
  const root = placeOf('hits')!.data_paths[0]!.replace(/store\/\w+\/[\w-]+\/$/, '');
  await stop();
  rmSync(path.join(root, metadata_path));
  // Those of a view are those of the table that it fills.
  if (!table.includes('_from_')) for (const place of data_paths) rmSync(place, { recursive: true });
  return open();
}

test.each([
  ['site_hours', (day: string) => [`site_hours ${day} differs`]],
  ['site_pages_from_hits', () => []],
  ['hits', (day: string) => [`hits ${day} rows-missing ${HITS}`]],
])(
  'when the definition of %s is lost it is made again at start: hits are taken and summed up, and what lacks is found',
  async (table, expected) => {
    const ledger = memoryLedger();
    const day = await enterMonth(months++);
    await inspectorOf(ledger).round();
    const before = await rollups();
    expect(await lose(table)).toEqual([table]);
    expect(await look(ledger)).toEqual(expected(day));
    await repairWith(ledger);
    expect(await rollups()).toEqual(before);
    const later = await enterMonth(months++);
    for (const rollup of ['site_hours', 'site_pages']) {
      const count = rollup === 'site_hours' ? 'hits' : 'page_views';
      const sum = `SELECT sum(${count}) AS n FROM ${rollup} WHERE day = '${later}'`;
      expect(await rowsOf(store, sum)).toEqual([{ n: String(HITS) }]);
    }
  },
);

test('a table of which nothing else says what it held is named for all days once it was lost, until it is filled again', async () => {
  expect(await lose('dossiers_told_twice')).toEqual(['dossiers_told_twice']);
  const ledger = memoryLedger();
  const lost = ['dossiers_told_twice', 'drops', 'site_hours'];
  const inspector = createInspector({ store, ledger, clock: Date.now, log: quiet, lost });
  const found = ['dossiers_told_twice 1970-01-01 differs', 'drops 1970-01-01 rows-missing'];
  expect(said(await inspector.round())).toEqual(found);
  const refresh = (): Promise<void> => Promise.resolve();
  await repairStore({ store, inspector, refresh, log: quiet });
  expect(said(await inspector.round())).toEqual(['drops 1970-01-01 rows-missing']);
});
