import { loadCollectedSites, watchCollectedSites } from '@emc/connect';
import { sql } from '@emc/control-store';
import { type CollectedSite, DAY_MS } from '@emc/contract';
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

test('the portals are read again when the register or the day has changed, and not otherwise', async () => {
  let reads = 0;
  const counted = fresh.stores.control.db.withPlugin({
    transformQuery: ({ node }) => {
      if (JSON.stringify(node).includes('"portals"')) reads++;
      return node;
    },
    transformResult: async ({ result }) => result,
  });
  const own = new AbortController();
  let sites: CollectedSite[] = [];
  const reload = await watchCollectedSites({
    db: counted,
    url: fresh.stores.controlUrl,
    clock: fresh.clock,
    onChange: (all) => (sites = all),
    signal: own.signal,
    log: quiet,
  });
  expect(reads).toBe(1);
  await Promise.all([reload(), reload(), reload()]);
  expect(reads).toBe(1);
  const { siteId } = await fresh.registry.addPortal(aPortal());
  await reload();
  expect(reads).toBe(2);
  expect(sites.map((site) => site.siteId)).toContain(siteId);
  fresh.clock.advance(DAY_MS);
  await reload();
  expect(reads).toBe(3);
  own.abort();
});

test('of a register that is read in several parts no portal is missing', async () => {
  const { db } = fresh.stores.control;
  const before = (await loadCollectedSites(db, fresh.clock)).length;
  await sql`insert into portals (site_id, name, url, url_key, kind, allowed_hosts, registered_at)
    select 100000 + n, 'Cổng', 'https://cong' || n || '.gov.vn', 'cong' || n || '.gov.vn', 'other', '{}', now()
    from generate_series(1, 1100) n`.execute(db);
  const sites = await loadCollectedSites(db, fresh.clock);
  expect(sites).toHaveLength(before + 1100);
  expect(new Set(sites.map(({ siteId }) => siteId)).size).toBe(before + 1100);
  expect(sites.at(-1)).toEqual({ siteId: 101_100, hosts: ['cong1100.gov.vn'], retired: false });
});

test('after the signal nothing more is handed over', async () => {
  stop.abort();
  const before = watched;
  await fresh.registry.addPortal(aPortal());
  await loadCollectedSites(fresh.stores.control.db, fresh.clock);
  expect(watched).toBe(before);
});
