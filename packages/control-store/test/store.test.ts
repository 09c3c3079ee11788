import {
  migrate,
  noteOtherValues,
  openControlStore,
  readOwnOtherValues,
  readSetting,
  sql,
  writeSetting,
} from '@emc/control-store';
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

test('what a flood over all portals sent to "other" is kept, however many counts there are', async () => {
  const { db } = stores.control;
  const counts = Array.from({ length: 12_000 }, (_, number) => ({
    siteId: 1 + number,
    day: '2026-11-30',
    field: 'any' as const,
    hits: number,
    sketch: new Uint8Array(0),
  }));
  await noteOtherValues(db, 'one', counts);
  const kept = await readOwnOtherValues(db, 'one', '2026-11-30');
  expect(kept.length).toBe(12_000);
  expect(kept.reduce((sum, { hits }) => sum + hits, 0)).toBe((11_999 * 12_000) / 2);
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

/** A fault of PostgreSQL, raised by PostgreSQL. */
function raise(code: string, text: string): ReturnType<ReturnType<typeof sql>['execute']> {
  const message = text.replaceAll("'", "''");
  return sql
    .raw(`do $$ begin raise exception using errcode = '${code}', message = '${message}'; end $$`)
    .execute(stores.control.db);
}

test('a server that is full, read-only, shutting down or damaged is store-unavailable, with what it said as the cause', async () => {
  const passing = '08006 25006 53000 53100 53200 53300 53400 57P01 57P02 57P03 57P04 57P05 58000 58030 58P01 58P02';
  for (const code of [...passing.split(' '), 'XX001', 'XX002']) {
    const refused = { code: 'store-unavailable', cause: { code } };
    await expect(raise(code, 'could not extend file "base/5/1": No space left on device'), code).rejects.toMatchObject(
      refused,
    );
  }
  // PostgreSQL's words where the system beneath it has none of the codes above.
  for (const [code, why] of [
    ['42501', 'could not open file "base/5/16384": Read-only file system'],
    ['42501', 'could not create file "pg_wal/xlogtemp.41": Permission denied'],
    ['XX000', 'could not extend file "base/5/16384": Disk quota exceeded'],
  ] as const)
    await expect(raise(code, why), why).rejects.toMatchObject({ code: 'store-unavailable' });
});

test('a fault of the program is no fault of the store', async () => {
  for (const [code, text] of [
    ['42501', 'permission denied for table portals'],
    ['XX000', 'cache lookup failed for relation 16384'],
    ['23505', 'duplicate key value violates unique constraint'],
    ['42P01', 'relation "nothing" does not exist'],
  ] as const)
    await expect(raise(code, text), text).rejects.toMatchObject({ code });
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
