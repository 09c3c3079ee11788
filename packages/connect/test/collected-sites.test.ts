import { loadCollectedSites, watchCollectedSites } from '@emc/connect';
import { sql } from '@emc/control-store';
import type { CollectedSite } from '@emc/contract';
import { eventually } from '@emc/test-kit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { aPortal, freshRegister, type FreshRegister, quiet } from './fresh-register.ts';

let fresh: FreshRegister;
let watched: CollectedSite[] = [];
const stop = new AbortController();

beforeAll(async () => {
  fresh = await freshRegister();
  await watchCollectedSites({
    db: fresh.stores.control.db,
    url: fresh.stores.controlUrl,
    clock: fresh.clock,
    onChange: (sites) => (watched = sites),
    signal: stop.signal,
    log: quiet,
  });
});
afterAll(async () => {
  stop.abort();
  await fresh.stores.close();
});

const seen = (site: CollectedSite) => eventually(() => expect(watched).toContainEqual(site));

test('a collector sees a new portal, its change and its end without asking', async () => {
  const { siteId, url } = await fresh.registry.addPortal({ ...aPortal(), allowedHosts: ['*.B.gov.vn'] });
  const { host } = new URL(url);
  await seen({ siteId, hosts: [host, '*.b.gov.vn'], retired: false });
  await fresh.registry.changePortal(siteId, { allowedHosts: [] });
  await seen({ siteId, hosts: [host], retired: false });
  await fresh.registry.retirePortal(siteId);
  await seen({ siteId, hosts: [host], retired: true });
});

test('a collector whose connection was cut listens again and misses nothing', async () => {
  const { db } = fresh.stores.control;
  const cut = () =>
    sql<{ cut: boolean }>`select pg_terminate_backend(pid) as cut from pg_stat_activity
      where application_name = 'emc listener' and datname = current_database()`.execute(db);
  await eventually(async () => expect((await cut()).rows).toHaveLength(1));
  const { siteId, url } = await fresh.registry.addPortal(aPortal());
  await seen({ siteId, hosts: [new URL(url).host], retired: false });
});

test('a portal that retires on a later day is collected until then', async () => {
  const { siteId } = await fresh.registry.addPortal(aPortal());
  await fresh.registry.retirePortal(siteId, '2026-12-31');
  const retiredOn = async (now_ms: number) =>
    (await loadCollectedSites(fresh.stores.control.db, () => now_ms)).find((site) => site.siteId === siteId)?.retired;
  expect(await retiredOn(Date.parse('2026-12-30T23:59:59+07:00'))).toBe(false);
  expect(await retiredOn(Date.parse('2026-12-31T00:00:00+07:00'))).toBe(true);
});

test('after the signal nothing more is handed over', async () => {
  stop.abort();
  const before = watched;
  await fresh.registry.addPortal(aPortal());
  await loadCollectedSites(fresh.stores.control.db, fresh.clock);
  expect(watched).toBe(before);
});
