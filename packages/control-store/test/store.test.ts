import { migrate, openControlStore, readSetting, sql, writeSetting } from '@emc/control-store';
import { eventually, type FreshStores, freshStores } from '@emc/test-kit';
import { afterAll, beforeAll, expect, test } from 'vitest';

let stores: FreshStores;
beforeAll(async () => (stores = await freshStores()));
afterAll(() => stores.close());

test('every table and every column says what it is', async () => {
  const { rows } = await sql<{ what: string }>`
    select c.relname || coalesce('.' || a.attname, '') as what
    from pg_class c left join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relname not like 'kysely_%'
      and (obj_description(c.oid, 'pg_class') is null or col_description(c.oid, a.attnum) is null)
    order by 1`.execute(stores.control.db);
  expect(rows).toEqual([]);
});

test('days come as YYYY-MM-DD, 64-bit integers as numbers, arrays and bytes as they are', async () => {
  const { rows } = await sql`
    select date '2026-11-22' as day, 4294967295::bigint as number, array['a', 'b'] as texts, '\\x00ff'::bytea as bytes,
      null::date as none`.execute(stores.control.db);
  expect(rows).toEqual([
    { day: '2026-11-22', number: 4_294_967_295, texts: ['a', 'b'], bytes: Buffer.from([0, 255]), none: null },
  ]);
});

test('tables that are up to date are left alone', async () => {
  expect(await migrate(stores.control.db)).toEqual([]);
});

test('two programs that start at once on an empty store make the tables once', async () => {
  await sql`create database twice`.execute(stores.control.db);
  const url = new URL(stores.controlUrl);
  url.pathname = '/twice';
  const [a, b] = [openControlStore(url.href), openControlStore(url.href)];
  const made = await Promise.all([migrate(a.db), migrate(b.db)]);
  expect(made.flat()[0]).toBe('0001-register');
  expect(made.filter((names) => names.length === 0)).toHaveLength(1);
  await Promise.all([a.close(), b.close()]);
});

test('a store that a newer program has made is refused', async () => {
  const { db } = stores.control;
  const later = sql.raw(`insert into kysely_migration (name, timestamp) values ('9999-later', '2099-01-01T00:00:00Z')`);
  await later.execute(db);
  await expect(migrate(db)).rejects.toThrow('cannot be brought up to date');
  await sql`delete from kysely_migration where name = '9999-later'`.execute(db);
});

test('a store that is away is told as store-unavailable, whatever was asked, and every other fault as it is', async () => {
  const away = { code: 'store-unavailable' };
  const nowhere = openControlStore('postgres://emc:x@127.0.0.1:1/none');
  await expect(sql`select 1`.execute(nowhere.db)).rejects.toMatchObject(away);
  const change = nowhere.db.transaction().execute((trx) => trx.deleteFrom('settings').execute());
  await expect(change).rejects.toMatchObject(away);
  await nowhere.close();
  const { db } = stores.control;
  // As a server does that is shut down under way.
  await expect(sql`select pg_terminate_backend(pg_backend_pid())`.execute(db)).rejects.toMatchObject(away);
  await eventually(() => expect(sql`select 1 / 0`.execute(db)).rejects.toMatchObject({ code: '22012' }));
});

test('a setting is any JSON value, and the last one written holds', async () => {
  const { db } = stores.control;
  expect(await readSetting(db, 'simulated')).toBeUndefined();
  await writeSetting(db, 'simulated', true);
  expect(await readSetting(db, 'simulated')).toBe(true);
  await writeSetting(db, 'simulated', { seed: 'a "b"', list: [1, null] });
  expect(await readSetting(db, 'simulated')).toEqual({ seed: 'a "b"', list: [1, null] });
  await writeSetting(db, 'simulated', null);
  expect(await readSetting(db, 'simulated')).toBeNull();
});
