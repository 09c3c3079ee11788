import { linkSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createSalts } from '@emc/connect';
import { openControlStore, readVisitorsTwice, sql } from '@emc/control-store';
import { type FreshStores, filesWith, freshDirectory, freshStores, movableClock } from '@emc/test-kit';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';

const NOON_MS = Date.parse('2026-11-20T12:00:00+07:00');
const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

let stores: FreshStores;
let directory: ReturnType<typeof freshDirectory>;
const running: { stop(): void }[] = [];
beforeAll(async () => (stores = await freshStores()));
afterAll(() => stores.close());
beforeEach(async () => {
  directory = freshDirectory();
  await sql`truncate collector_salts`.execute(stores.control.db);
  await sql`delete from settings where key like 'visitors-twice%'`.execute(stores.control.db);
});
afterEach(() => {
  for (const salts of running.splice(0)) salts.stop();
  directory.remove();
});

type Options = Partial<Parameters<typeof createSalts>[0]>;

/** Salts in a data directory of the name; stopped after the test. */
function saltsIn(name: string, clock: () => number, options: Options = {}) {
  const dir = path.join(directory.path, name);
  const salts = createSalts({ db: stores.control.db, dir, clock, ...options });
  running.push(salts);
  return salts;
}
const collector = (name: string, clock: () => number, options: Options = {}) =>
  saltsIn(name, clock, { sharedAs: name, ...options });

const files = (name = 'salts') => readdirSync(path.join(directory.path, name)).sort();
const doubted = () => readVisitorsTwice(stores.control.db);

test('collectors that start at the same time have the same salt of the day', async () => {
  const clock = movableClock(NOON_MS);
  const collectors = Array.from({ length: 8 }, (_, index) => collector(`c${index}`, clock));
  await Promise.all(collectors.map((salts) => salts.refresh()));
  const held = collectors.map((salts) => salts.current());
  expect(held[0]).toMatch(/^[0-9a-f]{64}$/);
  expect(new Set(held).size).toBe(1);
  expect(await doubted()).toEqual([]);
});

test('a salt is on disk, readable by its owner only, before it is used', async () => {
  const salts = saltsIn('salts', movableClock(NOON_MS));
  await salts.refresh();
  const file = path.join(directory.path, 'salts/2026-11-20.json');
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(statSync(path.dirname(file)).mode & 0o777).toBe(0o700);
  expect(readFileSync(file, 'utf8')).toContain(salts.current());
  expect(files()).toEqual(['2026-11-20.json']);
});

test('a collector that is started again within the day, all others gone, goes on with its salt', async () => {
  const clock = movableClock(NOON_MS);
  const first = collector('a', clock);
  await first.refresh();
  first.stop();
  clock.advance(MINUTE_MS);
  // As after a crash of the server that empties what it does not log.
  await sql`truncate collector_salts`.execute(stores.control.db);
  const restarted = collector('a', clock);
  await restarted.refresh();
  expect(restarted.current()).toBe(first.current());
  expect(await doubted()).toEqual([]);
});

test('after a crash of everything all collectors go on with the one salt that they had', async () => {
  const clock = movableClock(NOON_MS);
  const before = ['a', 'b', 'c'].map((name) => collector(name, clock));
  await Promise.all(before.map((salts) => salts.refresh()));
  const salt = before[0]!.current();
  for (const salts of before) salts.stop();
  const after = ['c', 'b', 'a', 'newcomer'].map((name) => collector(name, clock));
  await Promise.all(after.map((salts) => salts.refresh()));
  expect(after.map((salts) => salts.current())).toEqual([salt, salt, salt, salt]);
  expect(await doubted()).toEqual([]);
});

test('the salt of the next day is agreed on before midnight, so that at midnight all change to the same', async () => {
  const clock = movableClock(NOON_MS + 12 * 3_600_000 - 5 * MINUTE_MS);
  const [a, b] = [collector('a', clock), collector('b', clock)];
  await Promise.all([a.refresh(), b.refresh()]);
  expect(files('a')).toEqual(['2026-11-20.json', '2026-11-21.json']);
  const today = a.current();
  clock.advance(5 * MINUTE_MS);
  expect(a.current()).toEqual(b.current());
  expect(a.current()).not.toBe(today);
  expect(await doubted()).toEqual([]);
});

test('when the day is over its salt is in no memory and no file, however its bytes are written', async () => {
  const clock = movableClock(NOON_MS);
  const salts = saltsIn('salts', clock);
  await salts.refresh();
  const salt = salts.current();
  expect(filesWith(directory.path, salt)).toHaveLength(1);
  clock.advance(DAY_MS);
  const next = salts.current();
  expect(next).not.toBe(salt);
  expect(files()).toEqual(['2026-11-21.json']);
  expect(filesWith(directory.path, salt)).toEqual([]);
  // Not even a clock that is set back brings it to light again: that is said, since the day goes on with a second salt.
  clock.advance(-DAY_MS);
  expect(salts.current()).not.toBe(salt);
  clock.advance(DAY_MS);
  expect(salts.current()).toBe(next);
  await salts.refresh();
  expect(await doubted()).toEqual(['2026-11-20']);
});

test('what the file held is overwritten, not only unlinked: a second name of it shows nothing', async () => {
  const clock = movableClock(NOON_MS);
  const salts = saltsIn('salts', clock);
  await salts.refresh();
  const salt = salts.current();
  linkSync(path.join(directory.path, 'salts/2026-11-20.json'), path.join(directory.path, 'second-name'));
  expect(filesWith(directory.path, salt)).toHaveLength(2);
  clock.advance(DAY_MS);
  await salts.refresh();
  expect(filesWith(directory.path, salt)).toEqual([]);
});

test('what a crash left of a write is destroyed with the next refresh; files of others are left alone', async () => {
  mkdirSync(path.join(directory.path, 'salts/folder'), { recursive: true });
  for (const name of ['2026-11-20.json.new', '2026-11-02.json', 'note.txt'])
    writeFileSync(path.join(directory.path, 'salts', name), 'x');
  await saltsIn('salts', movableClock(NOON_MS)).refresh();
  expect(files()).toEqual(['2026-11-20.json', 'folder', 'note.txt']);
});

test('a file that is damaged gives way to a new salt, and it is said that visitors of the day may count twice', async () => {
  mkdirSync(path.join(directory.path, 'salts'));
  writeFileSync(path.join(directory.path, 'salts/2026-11-20.json'), '{"salt":"12"');
  const warned: string[] = [];
  const log = { info: () => {}, warn: (text: string) => void warned.push(text) };
  const clock = movableClock(NOON_MS);
  const salts = saltsIn('salts', clock, { log });
  await salts.refresh();
  expect(warned.join()).toContain('visitors of 2026-11-20 may count twice: the file of its salt cannot be read');
  expect(await doubted()).toEqual(['2026-11-20']);
  const restarted = saltsIn('salts', clock);
  await restarted.refresh();
  expect(restarted.current()).toBe(salts.current());
});

test('a new salt for a day of which something is counted is said; on the first day there is nothing to say', async () => {
  const clock = movableClock(NOON_MS);
  await saltsIn('new', clock, { counted: async () => false }).refresh();
  expect(await doubted()).toEqual([]);
  const restored = { counted: async () => true };
  await saltsIn('restored', clock, restored).refresh();
  expect(await doubted()).toEqual(['2026-11-20']);
  await sql`delete from settings`.execute(stores.control.db);
  await saltsIn('restored', clock, restored).refresh();
  expect(await doubted()).toEqual([]);
});

test('a disk that refuses the file does not stop the counting, is said, and is tried again', async () => {
  const clock = movableClock(NOON_MS);
  const place = path.join(directory.path, 'salts');
  // A file in the place of the directory refuses root too.
  writeFileSync(place, '');
  const warned: string[] = [];
  const salts = saltsIn('salts', clock, { log: { info: () => {}, warn: (text) => void warned.push(text) } });
  await salts.refresh();
  const salt = salts.current();
  expect(warned.join()).toContain('the salt of 2026-11-20 cannot be kept on disk');
  rmSync(place);
  await salts.refresh();
  expect(readFileSync(path.join(place, '2026-11-20.json'), 'utf8')).toContain(salt);
});

test('while the store is away there is a salt of our own; of two the one made first holds, and the doubt is kept', async () => {
  const clock = movableClock(NOON_MS);
  const away = openControlStore('postgres://emc:x@127.0.0.1:1/none');
  const alone = collector('alone', clock, { db: away.db });
  await expect(alone.refresh()).rejects.toThrow();
  const own = alone.current();
  expect(alone.current()).toBe(own);
  alone.stop();
  await away.close();

  clock.advance(MINUTE_MS);
  const other = collector('other', clock);
  await other.refresh();
  expect(other.current()).not.toBe(own);
  const back = collector('alone', clock);
  await back.refresh();
  await other.refresh();
  expect([back.current(), other.current()]).toEqual([own, own]);
  expect(await doubted()).toEqual(['2026-11-20']);
});

test('a collector does not wait for ever for one that holds the salt and is gone', async () => {
  const clock = movableClock(NOON_MS);
  const gone = collector('gone', clock);
  await gone.refresh();
  gone.stop();
  clock.advance(MINUTE_MS);
  const next = collector('next', clock);
  await next.refresh();
  expect(next.current()).toMatch(/^[0-9a-f]{64}$/);
  expect(await doubted()).toEqual(['2026-11-20']);
  // Whoever comes later gets it from the one that is there.
  const later = collector('later', clock);
  const [salt] = await Promise.all([later.refresh().then(() => later.current()), next.refresh()]);
  expect(salt).toBe(next.current());
});

test('the server of the control store never writes a byte of a salt, neither to its log nor to its tables', async () => {
  const clock = movableClock(NOON_MS + 12 * 3_600_000 - 5 * MINUTE_MS);
  const [a, b] = [collector('a', clock), collector('b', clock)];
  await a.refresh();
  await Promise.all([a.refresh(), b.refresh()]);
  const salts = [a.current()];
  clock.advance(5 * MINUTE_MS);
  salts.push(a.current());
  expect(b.current()).toBe(salts[1]);
  const { db } = stores.control;
  const { rows: sealed } = await sql<{ sealed: Buffer }>`
    select sealed from collector_salts where sealed is not null`.execute(db);
  expect(sealed.length).toBeGreaterThan(0);
  await sql`checkpoint`.execute(db);
  const { rows } = await sql<{ dir: string }>`select current_setting('data_directory') as dir`.execute(db);
  // The search finds what is there: what was sealed is in the log and in the table.
  expect(filesWith(rows[0]!.dir, sealed[0]!.sealed.toString('hex')).join()).toMatch(/pg_wal/);
  for (const salt of salts) expect(filesWith(rows[0]!.dir, salt)).toEqual([]);
});

test('the table of older versions is taken over with the salt of today, and goes with its bytes', async () => {
  const { db } = stores.control;
  const old = 'ab'.repeat(32);
  await sql`drop table if exists daily_salts`.execute(db);
  await sql`create unlogged table daily_salts (day date primary key, salt bytea not null)`.execute(db);
  await sql`insert into daily_salts values ('2026-11-19', '\\x00'), ('2026-11-20', decode(${old}, 'hex'))`.execute(db);
  await sql`checkpoint`.execute(db);
  const clock = movableClock(NOON_MS);
  const [a, b] = [collector('a', clock), collector('b', clock)];
  await a.refresh();
  await Promise.all([a.refresh(), b.refresh()]);
  expect([a.current(), b.current()]).toEqual([old, old]);
  const { rows } = await sql<{ old: string | null; dir: string }>`
    select to_regclass('daily_salts')::text as old, current_setting('data_directory') as dir`.execute(db);
  expect(rows[0]!.old).toBeNull();
  await sql`checkpoint`.execute(db);
  expect(filesWith(rows[0]!.dir, old)).toEqual([]);
});
