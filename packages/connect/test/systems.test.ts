import { createSystems, systemKey, watchCollectedSystems } from '@emc/connect';
import { sql } from '@emc/control-store';
import type { CollectedSystem, NewSystem, Systems } from '@emc/contract';
import { eventually } from '@emc/test-kit';
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { aPortal, freshRegister, type FreshRegister, NOON_MS, quiet } from './fresh-register.ts';

const HOUR_MS = 3_600_000;
let fresh: FreshRegister;
let systems: Systems;
/** What the event store would say; tests write into it. */
const lastChanges = new Map<number, number>();
let watched: CollectedSystem[] = [];
const stop = new AbortController();
let keys = 0;
let names = 0;

beforeAll(async () => {
  fresh = await freshRegister();
  const { db } = fresh.stores.control;
  const newKey = () => systemKey(new Uint8Array(32).fill(++keys));
  systems = createSystems({
    register: fresh.register,
    clock: fresh.clock,
    lastChanges: () => lastChanges,
    window_h: 168,
    newKey,
    log: quiet,
  });
  await watchCollectedSystems({
    db,
    url: fresh.stores.controlUrl,
    clock: fresh.clock,
    onChange: (all) => (watched = all),
    signal: stop.signal,
    log: quiet,
  });
});
afterAll(async () => {
  stop.abort();
  await fresh.stores.close();
});

const aSystem = (given: Partial<NewSystem> = {}): NewSystem => ({
  bodyCode: 'H56',
  name: `Hệ thống một cửa ${++names}`,
  ...given,
});
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const collected = (systemId: number, expected: Partial<CollectedSystem>) =>
  eventually(() => expect(watched.find((system) => system.systemId === systemId)).toMatchObject(expected));

test('a system gets a key of 32 random bytes that says what it is for, and only its digest is kept', async () => {
  const { id, key, ...rest } = await systems.addSystem(aSystem({ name: 'Một cửa điện tử' }));
  expect(key).toMatch(/^emc-system-[A-Za-z0-9_-]{43}$/);
  expect(rest).toMatchObject({ bodyCode: 'H56', name: 'Một cửa điện tử', state: 'registered', lastChangeAt: null });
  await collected(id, { keyDigest: sha256(key ?? ''), agencyCode: null, siteId: null, addresses: [], retired: false });
  const { rows } = await sql<{ row: string }>`select systems::text as row from systems`.execute(
    fresh.stores.control.db,
  );
  for (const secret of [key ?? '', (key ?? '').slice('emc-system-'.length)]) {
    expect(rows.map(({ row }) => row).join('\n')).not.toContain(secret);
  }
  expect(await systems.getSystem(id)).not.toHaveProperty('key');
});

test('a new key replaces the old one at once', async () => {
  const { id, key: before } = await systems.addSystem(aSystem());
  const { key: after } = await systems.renewKey(id);
  expect(after).not.toBe(before);
  await collected(id, { keyDigest: sha256(after ?? '') });
  expect(watched.some((system) => system.keyDigest === sha256(before ?? ''))).toBe(false);
});

test('a collector sees a change and the end of a system without asking', async () => {
  const { id } = await systems.addSystem(aSystem());
  await systems.changeSystem(id, { siteId: 227, addresses: ['203.0.113.7'], agencyCode: '000.00.12.h56' });
  await collected(id, { siteId: 227, addresses: ['203.0.113.7'], agencyCode: 'H56.12', retired: false });
  await systems.retireSystem(id);
  await collected(id, { retired: true });
});

test('a change leaves alone what it does not name, and null takes away', async () => {
  const added = await systems.addSystem(aSystem({ agencyCode: 'H56', siteId: 3001, addresses: ['10.1.0.0/16'] }));
  expect(await systems.changeSystem(added.id, { name: 'Tên mới' })).toEqual({ ...withoutKey(added), name: 'Tên mới' });
  expect(await systems.changeSystem(added.id, { agencyCode: null, siteId: null, addresses: [] })).toMatchObject({
    name: 'Tên mới',
    agencyCode: null,
    siteId: null,
    addresses: [],
  });
});

function withoutKey<Given extends { key: unknown }>({ key: _key, ...rest }: Given): Omit<Given, 'key'> {
  return rest;
}

test('addresses and networks are kept in one spelling, each once', async () => {
  const addresses = ['203.0.113.7', '203.0.113.0/28', '2001:DB8:0::/48', '::ffff:198.51.100.9', '198.51.100.9'];
  const { addresses: kept } = await systems.addSystem(aSystem({ addresses }));
  expect(kept).toEqual(['203.0.113.7', '203.0.113.0/28', '2001:db8::/48', '198.51.100.9']);
});

test.each([
  'localhost',
  '203.0.113',
  '203.0.113.256',
  '203.0.113.7/33',
  '203.0.113.7/-1',
  '203.0.113.0/28/2',
  '0.0.0.0/0',
  '::/0',
  '2001:db8::/129',
  'fe80::1%eth0',
  '',
])('"%s" is refused as an address, by its place in the list', async (address) => {
  const refused = systems.addSystem(aSystem({ addresses: ['203.0.113.7', address] }));
  await expect(refused).rejects.toMatchObject({ code: 'bad-request', errors: [{ where: 'addresses/1' }] });
});

test('one siteId belongs to one living system; once that is retired, another may take it', async () => {
  const first = await systems.addSystem(aSystem({ siteId: 4064 }));
  await expect(systems.addSystem(aSystem({ siteId: 4064 }))).rejects.toMatchObject({
    code: 'system-feed-taken',
    detail: expect.stringContaining(`system ${first.id} (${first.name}`),
  });
  const second = await systems.addSystem(aSystem());
  await expect(systems.changeSystem(second.id, { siteId: 4064 })).rejects.toMatchObject({ code: 'system-feed-taken' });
  await systems.changeSystem(first.id, { siteId: 4064, name: 'Vẫn là nó' });
  await systems.retireSystem(first.id);
  expect(await systems.changeSystem(second.id, { siteId: 4064 })).toMatchObject({ siteId: 4064 });
});

test('two registrations of one siteId at the same time give one system', async () => {
  const both = await Promise.allSettled([1, 2].map(() => systems.addSystem(aSystem({ siteId: 8981 }))));
  expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
});

test('the siteId of a portal belongs to systems of the same body only', async () => {
  const { siteId } = await fresh.registry.addPortal(aPortal('H57'));
  await expect(systems.addSystem(aSystem({ siteId }))).rejects.toMatchObject({ code: 'bad-request' });
  expect(await systems.addSystem(aSystem({ bodyCode: 'H57', siteId }))).toMatchObject({ siteId });
});

test.each([
  ['an unknown body', { bodyCode: 'H99' }, 'body-unknown'],
  ['a body that has ended', { bodyCode: 'H02' }, 'body-not-valid-then'],
  ['an agency of another body', { agencyCode: 'H57' }, 'bad-request'],
  ['what is no agency code', { agencyCode: 'Thanh Hóa' }, 'bad-request'],
])('%s is refused', async (_what, given, code) => {
  await expect(systems.addSystem(aSystem(given))).rejects.toMatchObject({ code });
});

test('a system that does not exist and one that is retired refuse every change by their names', async () => {
  const { id } = await systems.addSystem(aSystem());
  await systems.retireSystem(id);
  const changes = [
    (of: number) => systems.changeSystem(of, { name: 'Tên' }),
    (of: number) => systems.renewKey(of),
    (of: number) => systems.retireSystem(of),
  ];
  for (const change of changes) {
    await expect(change(id)).rejects.toMatchObject({ code: 'system-retired' });
    await expect(change(999_999)).rejects.toMatchObject({ code: 'system-unknown' });
  }
  await expect(systems.getSystem(999_999)).rejects.toMatchObject({ code: 'system-unknown' });
  expect(await systems.getSystem(id)).toMatchObject({ state: 'retired', retiredOn: '2026-11-20' });
});

test('a system that retires on a later day is in use until then', async () => {
  const { id } = await systems.addSystem(aSystem());
  expect(await systems.retireSystem(id, '2026-12-31')).toMatchObject({ state: 'registered', retiredOn: '2026-12-31' });
  await systems.renewKey(id);
});

test('a system is registered, receiving within the window, and interrupted after it', async () => {
  const { id } = await systems.addSystem(aSystem({ bodyCode: 'H35' }));
  const states = async () => (await systems.listSystems({ bodyCode: 'H35' })).items.map(({ state }) => state);
  expect(await states()).toEqual(['registered']);
  lastChanges.set(id, NOON_MS - 168 * HOUR_MS);
  expect(await states()).toEqual(['receiving']);
  expect(await systems.listSystems({ bodyCode: 'H35', state: 'receiving' })).toMatchObject({ total: 1 });
  lastChanges.set(id, NOON_MS - 168 * HOUR_MS - 1);
  expect(await states()).toEqual(['interrupted']);
  expect(await systems.listSystems({ bodyCode: 'H35', state: 'receiving' })).toEqual({ total: 0, items: [] });
  expect((await systems.getSystem(id)).lastChangeAt).toBe('2026-11-13T11:59:59+07:00');
  await expect(systems.listSystems({ bodyCode: 'H99' })).rejects.toMatchObject({ code: 'body-unknown' });
});

test('after a merger the systems of both are those of the successor, and on the map of an earlier day they are not', async () => {
  fresh.clock.set(Date.parse('2025-06-01T12:00:00+07:00'));
  const { id } = await systems.addSystem(aSystem({ bodyCode: 'H02', agencyCode: 'H02' }));
  fresh.clock.set(NOON_MS);
  const bodyOn = async (day: string) =>
    (await systems.systemsOn(day)).find((system) => system.systemId === id)?.bodyCode;
  const successor = (await fresh.registry.getBody('H02')).successors[0]!.code;
  expect([await bodyOn('2025-06-30'), await bodyOn('2025-07-01')]).toEqual(['H02', successor]);
  expect((await systems.listSystems({ bodyCode: successor })).items.map((system) => system.id)).toContain(id);
  expect(await systems.changeSystem(id, { agencyCode: 'H02.12' })).toMatchObject({ bodyCode: successor });
});

test('a system is never deleted, so that its id never gets a second meaning', async () => {
  await expect(sql`delete from systems`.execute(fresh.stores.control.db)).rejects.toThrow('retired, never deleted');
});
