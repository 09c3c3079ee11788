import { createSalts } from '@emc/connect';
import { openControlStore, sql } from '@emc/control-store';
import { type FreshStores, freshStores, movableClock } from '@emc/test-kit';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';

const NOON_MS = Date.parse('2026-11-20T12:00:00+07:00');
const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

let stores: FreshStores;
beforeAll(async () => (stores = await freshStores()));
afterAll(() => stores.close());
beforeEach(() => sql`truncate daily_salts`.execute(stores.control.db));

const kept = async () =>
  (await stores.control.db.selectFrom('daily_salts').select('day').orderBy('day').execute()).map(({ day }) => day);

test('collectors that start at the same time have the same salt of the day', async () => {
  const clock = movableClock(NOON_MS);
  const collectors = Array.from({ length: 8 }, () => createSalts({ db: stores.control.db, clock }));
  await Promise.all(collectors.map((salts) => salts.refresh()));
  const held = collectors.map((salts) => salts.current());
  expect(held[0]).toMatch(/^[0-9a-f]{64}$/);
  for (const one of held) expect(one).toEqual(held[0]);
  for (const salts of collectors) salts.stop();
});

test('a collector that starts again within the day goes on with its salt', async () => {
  const clock = movableClock(NOON_MS);
  const salts = createSalts({ db: stores.control.db, clock });
  await salts.refresh();
  clock.advance(MINUTE_MS);
  const restarted = createSalts({ db: stores.control.db, clock });
  await restarted.refresh();
  expect(restarted.current()).toEqual(salts.current());
  salts.stop();
  restarted.stop();
});

test('the salt of the next day is agreed on before midnight, so that at midnight all change to the same', async () => {
  const clock = movableClock(NOON_MS + 12 * 3_600_000 - 5 * MINUTE_MS);
  const [a, b] = [createSalts({ db: stores.control.db, clock }), createSalts({ db: stores.control.db, clock })];
  await Promise.all([a.refresh(), b.refresh()]);
  expect(await kept()).toEqual(['2026-11-20', '2026-11-21']);
  const today = a.current();
  clock.advance(5 * MINUTE_MS);
  expect(a.current()).toEqual(b.current());
  expect(a.current()).not.toBe(today);
  a.stop();
  b.stop();
});

test('when the day is over its salt is forgotten in memory and destroyed in the store', async () => {
  const clock = movableClock(NOON_MS);
  const salts = createSalts({ db: stores.control.db, clock });
  await salts.refresh();
  const salt = salts.current();
  const file = () =>
    sql<{ file: number }>`select pg_relation_filenode('daily_salts') as file`.execute(stores.control.db);
  const before = (await file()).rows;
  clock.advance(DAY_MS);
  const next = salts.current();
  expect(next).not.toBe(salt);
  // Not even a clock that is set back brings it to light again.
  clock.advance(-DAY_MS);
  expect(salts.current()).not.toBe(salt);
  clock.advance(DAY_MS);
  expect(salts.current()).toBe(next);
  await salts.refresh();
  expect(await kept()).toEqual(['2026-11-21']);
  expect((await file()).rows).not.toEqual(before);
  salts.stop();
});

test('while the store is away there is a salt of our own, and the store takes it when it is back', async () => {
  const clock = movableClock(NOON_MS);
  const away = openControlStore('postgres://emc:x@127.0.0.1:1/none');
  const deaf = createSalts({ db: away.db, clock });
  await expect(deaf.refresh()).rejects.toThrow();
  expect(deaf.current()).toEqual(deaf.current());
  const salts = createSalts({ db: stores.control.db, clock });
  const own = salts.current();
  await salts.refresh();
  expect(salts.current()).toBe(own);
  deaf.stop();
  salts.stop();
  await away.close();
});

test('the salts are in no log of the store, so that no backup or standby holds them', async () => {
  const { rows } = await sql<{ kind: string }>`
    select relpersistence as kind from pg_class where relname = 'daily_salts'`.execute(stores.control.db);
  expect(rows).toEqual([{ kind: 'u' }]);
});
