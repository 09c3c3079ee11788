import { DAY_MS, dayOf, localIso } from '@emc/contract';
import { createRegistry, openRegister } from '@emc/connect';
import { openControlStore } from '@emc/control-store';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { aPortal, freshRegister, type FreshRegister, NOON_MS, quiet } from './fresh-register.ts';

let fresh: FreshRegister;
beforeAll(async () => (fresh = await freshRegister()));
afterAll(() => fresh.stores.close());

const connection = async (code: string) => (await fresh.registry.getBody(code)).connection;

/** A body whose system sends, so that its portals decide. */
async function sendingSystem(bodyCode: string): Promise<number> {
  const { id } = await fresh.systems.addSystem({ bodyCode, name: `Hệ thống của ${bodyCode}` });
  fresh.lastChanges.set(id, fresh.clock());
  return id;
}

test('a body is connected when every live portal and its system sent something within the rule, partly when only some did', async () => {
  const before = await fresh.registry.counts();
  expect(before).toMatchObject({ connected: 0, partly: 0 });
  const nothing = { portals: 0, receiving: 0, systems: 0, systemsReceiving: 0, lastHitAt: null };
  expect(await connection('H56')).toMatchObject({ state: 'not-connected', ...nothing });
  const [a, b] = [await fresh.registry.addPortal(aPortal()), await fresh.registry.addPortal(aPortal())];
  expect(await connection('H56')).toMatchObject({ state: 'not-connected', portals: 2 });
  fresh.lastHits.set(a.siteId, NOON_MS);
  const lastHitAt = localIso(NOON_MS);
  expect(await connection('H56')).toMatchObject({ state: 'partly-connected', portals: 2, receiving: 1, lastHitAt });
  expect(await fresh.registry.counts()).toMatchObject({ connected: 0, partly: 1, receiving: 1 });
  fresh.lastHits.set(b.siteId, NOON_MS);
  expect(await connection('H56')).toMatchObject({
    state: 'partly-connected',
    receiving: 2,
    systems: 0,
    reason: {
      vi: expect.stringContaining('Chưa đăng ký hệ thống'),
      en: expect.stringContaining('No procedure-handling'),
    },
  });
  await sendingSystem('H56');
  expect(await connection('H56')).toMatchObject({ state: 'connected', systems: 1, systemsReceiving: 1 });
  expect(await fresh.registry.counts()).toEqual({ ...before, connected: 1, portals: before.portals + 2, receiving: 2 });
});

test('a portal falls silent when its last hit is more than 24 hours ago', async () => {
  const { siteId } = await fresh.registry.addPortal(aPortal('H01'));
  const silent_ms = fresh.clock() - DAY_MS - 1;
  fresh.lastHits.set(siteId, silent_ms);
  expect(await fresh.registry.getPortal(siteId)).toMatchObject({
    state: 'interrupted',
    lastHitAt: localIso(silent_ms),
  });
  expect(await connection('H01')).toMatchObject({ state: 'not-connected' });
  fresh.lastHits.set(siteId, fresh.clock() - DAY_MS + 1001);
  expect(await fresh.registry.getPortal(siteId)).toMatchObject({ state: 'receiving' });
});

test('nothing is expected of a portal that is retired or not live yet, but what it sends counts', async () => {
  await sendingSystem('H35');
  const live = await fresh.registry.addPortal(aPortal('H35'));
  const later = await fresh.registry.addPortal({ ...aPortal('H35'), liveOn: '2026-12-24' });
  const retired = await fresh.registry.addPortal(aPortal('H35'));
  await fresh.registry.retirePortal(retired.siteId);
  fresh.lastHits.set(live.siteId, fresh.clock());
  expect(await connection('H35')).toMatchObject({ state: 'connected', portals: 2, receiving: 1 });
  fresh.lastHits.delete(live.siteId);
  fresh.lastHits.set(later.siteId, fresh.clock());
  expect(await connection('H35')).toMatchObject({ state: 'partly-connected', receiving: 1 });
});

test('a body asked for as of a day is judged by what had arrived by then', async () => {
  const registeredAt_ms = fresh.clock();
  await sendingSystem('H13');
  const { siteId } = await fresh.registry.addPortal(aPortal('H13'));
  fresh.lastHits.set(siteId, registeredAt_ms);
  const [today, tomorrow] = [dayOf(registeredAt_ms), dayOf(registeredAt_ms + DAY_MS)];
  fresh.clock.set(registeredAt_ms + 10 * DAY_MS);
  const states = await Promise.all(
    [undefined, dayOf(registeredAt_ms - DAY_MS), today, tomorrow].map(
      async (asOf) => (await fresh.registry.getBody('H13', asOf)).connection.state,
    ),
  );
  // Now portal and system are silent; on the day after, the portal is; before, neither was entered.
  expect(states).toEqual(['not-connected', 'not-connected', 'connected', 'partly-connected']);
  fresh.clock.set(registeredAt_ms);
});

test('the country is all portals, a portal is itself, and each tells the days that matter', async () => {
  const portal = await fresh.registry.addPortal({ ...aPortal('H37'), liveOn: '2026-01-02' });
  const { items } = await fresh.registry.listPortals({ limit: 1000, offset: 0 });
  const country = await fresh.registry.resolve({ kind: 'country' }, '2024-01-18');
  expect(country.portals.map(({ siteId }) => siteId)).toEqual(items.map(({ siteId }) => siteId));
  expect(await fresh.registry.resolve({ kind: 'portal', siteId: portal.siteId }, '2024-01-18')).toEqual({
    id: String(portal.siteId),
    nameVi: portal.name,
    nameEn: portal.name,
    portals: [
      { siteId: portal.siteId, name: portal.name, liveOn: '2026-01-02', registeredOn: dayOf(NOON_MS), retiredOn: null },
    ],
  });
  expect(await fresh.registry.portal(portal.siteId)).toEqual({
    siteId: portal.siteId,
    name: portal.name,
    bodyCode: 'H37',
  });
  expect(await fresh.registry.portal(1)).toBeUndefined();
});

test('on the map of any day every portal belongs to exactly one body', async () => {
  for (const day of ['2025-06-30', '2025-07-01', '2026-11-20']) {
    const bodies = await fresh.registry.listBodies({ asOf: day });
    const resolved = await Promise.all(bodies.map(({ code }) => fresh.registry.resolve({ kind: 'body', code }, day)));
    const siteIds = resolved.flatMap(({ portals }) => portals.map(({ siteId }) => siteId));
    const country = await fresh.registry.resolve({ kind: 'country' }, day);
    expect(siteIds).toHaveLength(country.portals.length);
    expect(new Set(siteIds)).toEqual(new Set(country.portals.map(({ siteId }) => siteId)));
  }
});

test('a change is not made when what was heard cannot be told, so that no change is answered with an error', async () => {
  const deaf = createRegistry({
    register: fresh.register,
    clock: fresh.clock,
    systems: fresh.systems,
    arrivals: { ...fresh.arrivals, asOf: () => Promise.reject(new Error('the event store is away')) },
    publicUrl: '',
    log: quiet,
  });
  const { total } = await fresh.registry.listPortals({ limit: 0, offset: 0 });
  await expect(deaf.addPortal(aPortal())).rejects.toThrow('away');
  expect((await fresh.registry.listPortals({ limit: 0, offset: 0 })).total).toBe(total);
});

test('a store that is away is told as store-unavailable', async () => {
  const away = openControlStore('postgres://emc:x@127.0.0.1:1/none');
  const registry = createRegistry({ ...fresh, register: openRegister(away.db), publicUrl: '', log: quiet });
  await expect(registry.listBodies({})).rejects.toMatchObject({ code: 'store-unavailable' });
  await expect(registry.addPortal(aPortal())).rejects.toMatchObject({ code: 'store-unavailable' });
  await away.close();
});
