import { appendFileSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { DAY_MS } from '@emc/contract';
import { sql } from '@emc/control-store';
import { freshDirectory } from '@emc/test-kit';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { CHAIN_START, hashOf } from '../src/audit-chain.ts';
import { createHeadNotes } from '../src/audit-heads.ts';
import { freshAccounts, type FreshAccounts } from './people.ts';

let world: FreshAccounts;
const place = freshDirectory();
const file = path.join(place.path, 'heads.txt');
beforeAll(async () => {
  world = await freshAccounts();
});
beforeEach(async () => {
  await tamper(`delete from audit_heads; ${EMPTIED}`);
  rmSync(file, { force: true });
});
afterAll(async () => {
  place.remove();
  await world.stores.close();
});

const CALLER = { kind: 'operator-key', id: '', name: 'operator-key', role: 'operator', bodyCode: null } as const;
const EMPTIED = `delete from audit_entries; update audit_head set number = 0, hash = repeat('0', 64)`;

async function write(many: number): Promise<void> {
  for (let index = 0; index < many; index++) {
    const entry = { caller: CALLER, action: 'addPortal', target: `/api/v1/portals/${index}`, detail: {} };
    await world.audit.end(await world.audit.begin(entry), 'done');
  }
}

/** What a person can do who has the whole database: the triggers are no hindrance. */
async function tamper(statement: string): Promise<void> {
  await world.db.connection().execute(async (connection) => {
    await sql`set session_replication_role = replica`.execute(connection);
    await sql.raw(statement).execute(connection);
    await sql`set session_replication_role = origin`.execute(connection);
  });
}

/** Changes who did entry `first`, and hashes it and all that follow once more, the head included. */
async function rewriteFrom(first: number): Promise<void> {
  const rows = await world.db.selectFrom('audit_entries').selectAll().orderBy('number').execute();
  let previousHash = rows[first - 2]?.hash ?? CHAIN_START.hash;
  const changes = rows.slice(first - 1).map((row) => {
    const actor = row.number === first ? 'another' : row.actor;
    const hash = hashOf({ ...row, actor, at: row.at.toISOString(), previousHash });
    const set = `update audit_entries set actor = '${actor}', previous_hash = '${previousHash}', hash = '${hash}' where number = ${row.number}`;
    previousHash = hash;
    return set;
  });
  await tamper([...changes, `update audit_head set hash = '${previousHash}'`].join(';'));
}

const ATTACKS = {
  'cut at the end, with its head moved back': async () =>
    tamper(`delete from audit_entries where number > 3;
      update audit_head set number = 3, hash = (select hash from audit_entries where number = 3)`),
  'rewritten from an entry on': () => rewriteFrom(3),
  emptied: () => tamper(EMPTIED),
  'emptied and begun once more': async () => {
    await tamper(EMPTIED);
    world.clock.advance(1_000);
    await write(4);
  },
};

describe.each(Object.entries(ATTACKS))('a log that was %s', (_, attack) => {
  test('fits in itself, and is found by a head that was noted elsewhere', async () => {
    await write(3);
    const noted = await world.audit.head();
    await write(1);
    expect(await world.audit.verify(noted.hash)).toMatchObject({ intact: true, entries: 8, headsMissing: [] });
    await attack();
    expect(await world.audit.verify()).toMatchObject({ intact: true, headsCompared: 0 });
    expect(await world.audit.verify(noted.hash)).toMatchObject({
      intact: false,
      firstBroken: 1,
      headsCompared: 1,
      headsMissing: [noted.hash],
    });
  });

  test('is found by the heads of past days, and the published table says from which day on', async () => {
    const note = createHeadNotes({ db: world.db, clock: world.clock, file: undefined });
    await note();
    await write(1);
    world.clock.advance(DAY_MS);
    await note();
    await write(2);
    world.clock.advance(DAY_MS);
    await note();
    expect((await world.audit.notedHeads({})).map(({ number, inLog }) => [number, inLog])).toEqual([
      [0, true],
      [2, true],
      [6, true],
    ]);
    expect(await world.audit.verify()).toMatchObject({ intact: true, headsCompared: 3 });
    await attack();
    const last = (await world.audit.notedHeads({})).at(-1)!;
    expect(last).toMatchObject({ number: 6, inLog: false });
    const { intact, firstBroken, headsMissing } = await world.audit.verify();
    expect([intact, headsMissing.includes(last.hash)]).toEqual([false, true]);
    expect(firstBroken).toBeLessThanOrEqual(3);
  });
});

test('the first entry in doubt is the one after the last head that is still in the log', async () => {
  await write(2);
  await createHeadNotes({ db: world.db, clock: world.clock, file: undefined })();
  await write(2);
  const { hash } = await world.audit.head();
  await rewriteFrom(6);
  expect(await world.audit.verify(hash)).toMatchObject({ intact: false, firstBroken: 5, headsMissing: [hash] });
});

test('a day has one head, the one noted first, and the store refuses to change it', async () => {
  await write(1);
  const note = createHeadNotes({ db: world.db, clock: world.clock, file: undefined });
  const other = createHeadNotes({ db: world.db, clock: world.clock, file: undefined });
  await Promise.all([note(), other()]);
  await write(1);
  await createHeadNotes({ db: world.db, clock: world.clock, file: undefined })();
  expect(await world.audit.notedHeads({})).toMatchObject([{ number: 2, inLog: true }]);
  for (const statement of ['update audit_heads set number = 1', 'delete from audit_heads', 'truncate audit_heads'])
    await expect(sql.raw(statement).execute(world.db)).rejects.toThrow('only ever added to');
});

test('the file outside gets a line a day, also those of the days on which it could not be written', async () => {
  const note = createHeadNotes({ db: world.db, clock: world.clock, file });
  await write(1);
  await note();
  await note();
  const [first] = await world.audit.notedHeads({});
  const line = `${first!.day} 2 ${first!.hash}\n`;
  expect(readFileSync(file, 'utf8')).toBe(line);
  // Cut short by a full disk, and out of reach the day after.
  appendFileSync(file, '2026-1');
  const away = createHeadNotes({ db: world.db, clock: world.clock, file: path.join(place.path, 'away/heads.txt') });
  world.clock.advance(DAY_MS);
  await expect(away()).rejects.toThrow('ENOENT');
  world.clock.advance(DAY_MS);
  await note();
  const heads = await world.audit.notedHeads({});
  expect(heads).toHaveLength(3);
  const later = heads.slice(1).map(({ day, number, hash }) => `${day} ${number} ${hash}\n`);
  expect(readFileSync(file, 'utf8')).toBe(`${line}2026-1\n${later.join('')}`);
});
