import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { addDays, DAY_MS, dayOf, startOfDay } from '@emc/contract';
import { openControlStore, sql } from '@emc/control-store';
import { entriesAfter } from '../src/audit-pages.ts';
import { createAccounts } from '../src/index.ts';
import { freshAccounts, type FreshAccounts } from './people.ts';

let world: FreshAccounts;
beforeAll(async () => {
  world = await freshAccounts();
  await tamper('alter table audit_entries drop constraint audit_entries_number_check');
});
beforeEach(() => tamper(`delete from audit_entries; update audit_head set number = 0, hash = repeat('0', 64)`));
afterAll(() => world.stores.close());

const CALLER = {
  kind: 'account',
  id: '1',
  name: 'canbo@example.gov.vn',
  role: 'operator',
  bodyCode: null,
} as const;

/** So many writes, each with its entry before and its entry after. */
async function write(many: number, detail: Record<string, unknown> = { name: 'Cổng' }): Promise<void> {
  for (let index = 0; index < many; index++) {
    const number = await world.audit.begin({ caller: CALLER, action: 'addPortal', target: '/api/v1/portals', detail });
    world.clock.advance(1_000);
    await world.audit.end(number, index % 2 === 0 ? 'done' : 'portal-url-taken');
  }
}

/** What somebody can do who has the whole database: the triggers are no hindrance to them. */
async function tamper(statement: string): Promise<void> {
  await world.db.connection().execute(async (connection) => {
    await sql`set session_replication_role = replica`.execute(connection);
    await sql.raw(statement).execute(connection);
    await sql`set session_replication_role = origin`.execute(connection);
  });
}

test('every write has an entry before it and one with its outcome, numbered without gaps', async () => {
  await write(3);
  const { total, items } = await world.audit.list({ limit: 100, offset: 0 });
  expect(total).toBe(6);
  expect(items.map(({ number }) => number)).toEqual([6, 5, 4, 3, 2, 1]);
  expect(items.map(({ outcome }) => outcome)).toEqual(['done', 'begun', 'portal-url-taken', 'begun', 'done', 'begun']);
  expect(items[0]).toMatchObject({ actor: CALLER.name, action: 'addPortal', detail: { begunAs: 5 } });
  expect(await world.audit.verify()).toMatchObject({ intact: true, entries: 6, firstBroken: null });
  expect((await world.audit.list({ limit: 1, offset: 4, actor: CALLER.name })).items[0]?.number).toBe(2);
  expect((await world.audit.list({ limit: 1, offset: 0, actor: 'nobody' })).total).toBe(0);
});

test('entries that wait for each other leave connections to those that read', async () => {
  let written: Promise<unknown> = Promise.resolve();
  await world.db.transaction().execute(async (transaction) => {
    await transaction.selectFrom('audit_head').selectAll().forUpdate().execute();
    written = Promise.all(Array.from({ length: 30 }, () => write(1)));
    // All of them stand before the head, or for a connection, when the reader comes.
    for (let turn = 0; turn < 50; turn++) await new Promise((done) => setImmediate(done));
    expect((await world.audit.list({ limit: 1, offset: 0 })).total).toBe(0);
  });
  await written;
  expect(await world.audit.verify()).toMatchObject({ intact: true, entries: 60, firstBroken: null });
});

test('of what was sent nothing is kept that may be a person’s, and who got an account and which one is', async () => {
  const account = 'kQ3vX8mZ2pL7tR5wY9bN4cF6hJ1dG0sA';
  const detail = {
    reason: 'Ông A, CCCD 001203004567, số máy 0912·345·678',
    note: {
      lines: ['a.b(at)example.vn', '30A-123.45', 'a%2540b.vn', '０９１２３４５６７８', '0912\u2009345\u2009678'],
    },
    email: 'canbo2@example.gov.vn',
    addresses: ['203.113.128.200'],
  };
  await world.audit.begin({ caller: CALLER, action: 'x', target: `/api/v1/accounts/${account}`, detail });
  await world.audit.begin({
    caller: CALLER,
    action: 'x',
    target: '/api/v1/systems/001203004567/a%2540b.vn',
    detail: {},
  });
  const [second, first] = (await world.audit.list({ limit: 2, offset: 0 })).items;
  expect(second?.target).toBe('/api/v1/systems/…/…');
  expect(first).toMatchObject({
    target: `/api/v1/accounts/${account}`,
    detail: { ...detail, reason: 'Ông A, CCCD …, số máy …', note: { lines: ['…', '…', '…', '…', '…'] } },
  });
});

test('entries are found by a part of the address and by days in Viet Nam, both included', async () => {
  const begin = async (target: string) =>
    world.audit.begin({ caller: CALLER, action: 'changePortal', target, detail: {} });
  const found = async (filter: { target?: string; from?: string; to?: string }) =>
    (await world.audit.list({ limit: 10, offset: 0, ...filter })).items.map(({ number }) => number);
  const today = dayOf(world.clock());
  world.clock.set(startOfDay(today) + DAY_MS - 1);
  await begin('/api/v1/portals/227');
  world.clock.set(startOfDay(addDays(today, 1)));
  await begin('/api/v1/portals/228%');
  expect(await found({ target: '/portals/227' })).toEqual([1]);
  expect(await found({ target: '%' })).toEqual([2]);
  expect(await found({ to: today })).toEqual([1]);
  expect(await found({ from: addDays(today, 1) })).toEqual([2]);
  expect(await found({ from: today, to: addDays(today, 1) })).toEqual([2, 1]);
});

const COPY = 'at, actor, role, action, target, outcome, detail, previous_hash, hash';

test('the log is read in pieces of a few megabytes, also where entries are of any length', async () => {
  await write(1);
  // As they were written before details had a limit.
  await tamper(`insert into audit_entries (number, ${COPY})
    select 2 + n, at, actor, role, action, target, outcome, '{"sent":"' || repeat('x', 700000) || '"}', previous_hash, hash
      from audit_entries, generate_series(1, 12) n where number = 1`);
  const read: number[] = [];
  let rows = await entriesAfter(world.db, 0);
  while (rows.length > 0) {
    read.push(...rows.map(({ number }) => number));
    expect(rows.length === 1 || rows.reduce((sum, { detail }) => sum + detail.length, 0) <= 4 * 1024 * 1024).toBe(true);
    rows = await entriesAfter(world.db, rows.at(-1)!.number);
  }
  expect(read).toEqual(Array.from({ length: 14 }, (_, index) => index + 1));
  const { total, items } = await world.audit.list({ limit: 1_000, offset: 0 });
  expect([total, items.length]).toEqual([14, 14]);
  expect(items[0]!.detail).toEqual({ size_bytes: 700_011 });
  expect(JSON.stringify(items).length).toBeLessThan(16_000);
});

test('a page of the log has at most 4 MiB, and goes on where the one before ended', async () => {
  await write(1);
  await tamper(`insert into audit_entries (number, ${COPY})
    select 2 + n, at, actor, role, action, target, outcome, '{"sent":"' || repeat('x', 16000) || '"}', previous_hash, hash
      from audit_entries, generate_series(1, 600) n where number = 1`);
  const read: number[] = [];
  while (read.length < 602) {
    const { items } = await world.audit.list({ limit: 1_000, offset: read.length });
    expect(items.length).toBeGreaterThan(0);
    expect(JSON.stringify(items).length).toBeLessThan(4.5 * 1024 * 1024);
    read.push(...items.map(({ number }) => number));
  }
  expect(read).toEqual(Array.from({ length: 602 }, (_, index) => 602 - index));
});

test('an empty log is intact', async () => {
  expect(await world.audit.verify()).toEqual({
    intact: true,
    entries: 0,
    firstBroken: null,
    head: '0'.repeat(64),
    headsCompared: 0,
    headsMissing: [],
  });
});

test.each([
  `update audit_entries set actor = 'nobody' where number = 2`,
  `delete from audit_entries where number = 2`,
  `truncate audit_entries`,
  `delete from audit_head`,
])('the store itself refuses: %s', async (statement) => {
  await write(2);
  await expect(sql.raw(statement).execute(world.db)).rejects.toThrow('only ever added to');
  expect(await world.audit.verify()).toMatchObject({ intact: true, entries: 4 });
});

test.each([
  { what: 'who did it', statement: `update audit_entries set actor = 'x' where number = 4`, broken: 4 },
  { what: 'the role', statement: `update audit_entries set role = 'body' where number = 4`, broken: 4 },
  { what: 'what was done', statement: `update audit_entries set action = 'x' where number = 1`, broken: 1 },
  { what: 'to what', statement: `update audit_entries set target = 'x' where number = 10`, broken: 10 },
  { what: 'what came of it', statement: `update audit_entries set outcome = 'done' where number = 3`, broken: 3 },
  {
    what: 'when, by a millisecond',
    statement: `update audit_entries set at = at + interval '1 millisecond' where number = 5`,
    broken: 5,
  },
  {
    what: 'a space in the details',
    statement: `update audit_entries set detail = detail || ' ' where number = 5`,
    broken: 5,
  },
  {
    what: 'a text moved over the boundary of two fields',
    statement: `update audit_entries set actor = actor || role, role = '' where number = 5`,
    broken: 5,
  },
  { what: 'an entry taken out', statement: `delete from audit_entries where number = 6`, broken: 6 },
  {
    what: 'an entry taken out and the rest numbered anew',
    statement: `delete from audit_entries where number = 6; update audit_entries set number = number - 1 where number > 6`,
    broken: 6,
  },
  { what: 'the first entries cut off', statement: `delete from audit_entries where number < 4`, broken: 1 },
  { what: 'the last entries cut off', statement: `delete from audit_entries where number > 7`, broken: 8 },
  { what: 'everything taken out', statement: `delete from audit_entries`, broken: 1 },
  {
    what: 'an entry put in at the end',
    statement: `insert into audit_entries (number, ${COPY}) select 11, ${COPY} from audit_entries where number = 10`,
    broken: 11,
  },
  {
    what: 'an entry put in between',
    statement: `update audit_entries set number = -number where number > 4;
      update audit_entries set number = 1 - number where number < 0;
      insert into audit_entries (number, ${COPY}) select 5, ${COPY} from audit_entries where number = 3`,
    broken: 5,
  },
  {
    what: 'two entries exchanged',
    statement: `update audit_entries set number = 100 where number = 4;
      update audit_entries set number = 4 where number = 5; update audit_entries set number = 5 where number = 100`,
    broken: 4,
  },
  {
    what: 'the head moved back',
    statement: `update audit_head set number = 8, hash = (select hash from audit_entries where number = 8)`,
    broken: 9,
  },
])('verification finds $what', async ({ statement, broken }) => {
  await write(5);
  expect((await world.audit.verify()).intact).toBe(true);
  await tamper(statement);
  expect(await world.audit.verify()).toMatchObject({ intact: false, firstBroken: broken });
});

test('a chain computed anew from some entry on shows in the head that was noted elsewhere', async () => {
  await write(2);
  const noted = (await world.audit.verify()).head;
  await write(1);
  const items = (await world.audit.list({ limit: 10, offset: 0 })).items;
  expect(items.map(({ hash }) => hash)).toContain(noted);
});

test('entries of several processes at once are one chain without gaps', async () => {
  const others = [world, ...[1, 2].map(() => createAccounts(world.options))];
  await Promise.all(
    Array.from({ length: 30 }, async (_, index) => {
      const { audit } = others[index % others.length]!;
      const number = await audit.begin({ caller: CALLER, action: 'changePortal', target: `/${index}`, detail: {} });
      await audit.end(number, 'done');
    }),
  );
  expect(await world.audit.verify()).toMatchObject({ intact: true, entries: 60 });
});

test('secrets and files are never in it: they are left out, or are a length and a digest', async () => {
  await world.audit.begin({
    caller: CALLER,
    action: 'x',
    target: '/',
    detail: {
      password: 'canary-1',
      nested: [{ newPassword: 'canary-2', key: 'canary-3', token: 'canary-4', secret: 'canary-5' }],
      csv: 'canary-6,ten\nrows',
      long: `canary-7${'x'.repeat(3_000)}`,
      newPassword: true,
      name: 'kept',
    },
  });
  const { items } = await world.audit.list({ limit: 1, offset: 0 });
  expect(JSON.stringify(items)).not.toContain('canary');
  expect(items[0]?.detail).toMatchObject({ name: 'kept', newPassword: true, csv: { length: 17 } });
});

test('every entry is on disk before it is answered, though the server and its database would not wait for the disk', async () => {
  const { db, stores, options } = world;
  await db.connection().execute(async (connection) => {
    await sql`create table seen (number bigint, waits text, lsn pg_lsn)`.execute(connection);
    await sql`create function see() returns trigger language plpgsql as $$
      begin
        insert into seen values (new.number, current_setting('synchronous_commit'), pg_current_wal_insert_lsn());
        return new;
      end $$`.execute(connection);
    await sql`create trigger seen after insert on audit_entries for each row execute function see()`.execute(
      connection,
    );
    const { rows } = await sql<{ name: string }>`select current_database() as name`.execute(connection);
    await sql`alter database ${sql.id(rows[0]!.name)} set synchronous_commit = off`.execute(connection);
  });
  // As a pool that was opened after somebody set the default so.
  const careless = openControlStore(stores.controlUrl);
  const { audit } = createAccounts({ ...options, db: careless.db });
  const waits = await sql<{ synchronous_commit: string }>`show synchronous_commit`.execute(careless.db);
  expect(waits.rows).toEqual([{ synchronous_commit: 'off' }]);

  const flushed = async (number: number) =>
    (
      await sql<{ waits: string; flushed: boolean }>`
        select waits, pg_current_wal_flush_lsn() >= lsn as flushed from seen where number = ${number}`.execute(db)
    ).rows;
  const number = await audit.begin({ caller: CALLER, action: 'addPortal', target: '/api/v1/portals', detail: {} });
  expect(await flushed(number)).toEqual([{ waits: 'on', flushed: true }]);
  await audit.end(number, 'done');
  expect(await flushed(number + 1)).toEqual([{ waits: 'on', flushed: true }]);
  // For this transaction only: what else the connection does is left as it was set.
  expect((await sql`show synchronous_commit`.execute(careless.db)).rows).toEqual(waits.rows);
  await careless.close();
});
