import { createRegistry, openRegister, seedReferenceData } from '@emc/connect';
import { type Clock, startOfDay } from '@emc/contract';
import { freshStores } from '@emc/test-kit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { COUNTED_ON, planCountry, registerCountry } from '../src/index.ts';
import { referenceBodies } from './bodies.ts';

const TODAY = '2026-11-22';
const quiet = { info: () => {}, warn: () => {}, error: () => {} };
const plan = planCountry(2026, referenceBodies(), TODAY);
let stores: Awaited<ReturnType<typeof freshStores>>;
beforeAll(async () => {
  stores = await freshStores();
  await seedReferenceData(stores.control.db);
});
afterAll(() => stores.close());

const registryAt = (clock: Clock) =>
  createRegistry({
    register: openRegister(stores.control.db),
    clock,
    arrivals: { asOf: async () => new Map(), wrongHosts: async () => [] },
    systems: { systemsOn: async () => [] },
    publicUrl: 'https://emc.example.gov.vn',
    log: quiet,
  });
const registry = () => registryAt(() => startOfDay(TODAY) + 9 * 3_600_000);

test('the whole country is entered once; a second run finds it', async () => {
  const total = plan.units.length + plan.portals.length;
  const seen: number[] = [];
  expect(await registerCountry({ plan, registryAt, onProgress: (done) => seen.push(done) })).toEqual({
    added: total,
    found: 0,
  });
  expect(seen.at(-1)).toBe(total);
  expect(await registerCountry({ plan, registryAt })).toEqual({ added: 0, found: total });
  expect((await registry().listPortals({ limit: 1, offset: 0 })).total).toBe(plan.portals.length);
});

test('a portal of a dissolved body goes on under its successor, and keeps its siteId and its unit', async () => {
  const planned = plan.portals.find(({ bodyCode, kind }) => bodyCode === 'H02' && kind === 'public-service-portal')!;
  const portal = await registry().getPortal(planned.siteId);
  expect(portal).toMatchObject({ bodyCode: 'H05', url: planned.url, liveOn: planned.liveOn });
  expect(portal.unitId).not.toBeNull();
});

test('on the map of 2024 the portals stand under all 83 bodies, on that of today under 48', async () => {
  const then = await registry().listBodies({ asOf: COUNTED_ON });
  expect(then).toHaveLength(83);
  expect(then.every(({ connection }) => connection.portals > 0)).toBe(true);
  const now = await registry().listBodies({});
  expect(now).toHaveLength(48);
  expect(now.every(({ connection }) => connection.portals > 0)).toBe(true);
});

test('a siteId that belongs to somebody else stops the run before it counts hits for the wrong portal', async () => {
  const [first] = plan.portals;
  const moved = { ...plan, portals: [{ ...first!, host: 'elsewhere.gov.vn', url: 'https://elsewhere.gov.vn/' }] };
  await expect(registerCountry({ plan: moved, registryAt })).rejects.toMatchObject({ code: 'site-id-taken' });
});
