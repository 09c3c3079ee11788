import { type Damage, startOfDay } from '@emc/contract';
import { createInspector, type Findings, type Ledger, repairStore } from '@emc/event-store';
import { emptyDossierChange, type EventStore } from '@emc/event-store';
import { freshStores } from '@emc/test-kit';
import type { FreshStores } from '@emc/test-kit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDossierRefresher, createDossiers, createRefresher } from '../src/index.ts';
import { noteVisitRound } from '../src/visits/visit-rounds.ts';
import { enterChanges } from './dossier-helpers.ts';
import { entry, mapOf, system } from './dossier-map.ts';
import { hit } from './journeys.ts';
import { insert } from './store-helpers.ts';

const quiet = { info: () => {}, warn: () => {}, error: () => {} };
const DAY = '2024-06-10';
const NOON_MS = startOfDay(DAY) + 12 * 3_600_000;
const clock = () => NOON_MS;
const LATER_MS = 3_600_000;

let stores: FreshStores;
let store: EventStore;
const refresh = async (): Promise<void> => {
  await createRefresher({ eventStore: store, clock, log: quiet }).refreshNow();
  await createDossierRefresher({ eventStore: store, clock, log: quiet }).refreshNow();
};
beforeAll(async () => {
  stores = await freshStores();
  store = stores.event;
  const change = { ...emptyDossierChange(), systemId: 1, feed: 'synchronisation' as const };
  const times = { received_ms: NOON_MS, version_ms: NOON_MS, receivedByDesk_ms: NOON_MS, processed_ms: NOON_MS - 1 };
  // The second was due before it was received.
  const dossiers = [
    { ...change, ...times, dossier: 'H56.1-240610-0001', status: 9 as const },
    { ...change, ...times, dossier: 'H56.1-240610-0002', status: 2 as const, due_ms: NOON_MS - 10 * 86_400_000 },
  ];
  await enterChanges(store, dossiers);
  await insert(store, [hit({ siteId: 1, time_ms: NOON_MS, visitor: 1n })]);
  await refresh();
});
afterAll(() => stores.close());

const ledger: Ledger = { read: () => Promise.resolve([]), note: () => Promise.resolve() };
const inspector = () => createInspector({ store, ledger, clock, log: quiet, settled_ms: 0 });
const damaged = (findings: Findings): string[] =>
  [...findings.values()].flat().map(({ table, kind, from }) => `${table} ${kind} ${from}`);

/** As if refreshers had looked at everything once more, long after. */
async function settle(): Promise<void> {
  await store.run(noteVisitRound, { looked_ms: Date.now() + LATER_MS, through_ms: NOON_MS });
  const looked = `fromUnixTimestamp64Milli(${Date.now() + LATER_MS}, 'UTC')`;
  await store.write.command({ query: `INSERT INTO dossier_rounds SELECT 0, ${looked}, ${looked}, [], [], []` });
}
/** Rounds that were noted ahead would keep refreshers from looking at what a repair touches. */
async function unsettle(): Promise<void> {
  for (const table of ['visit_rounds', 'dossier_rounds'])
    await store.write.command({ query: `TRUNCATE TABLE ${table}` });
}

const HELD: Record<string, string> = {
  dossier_days: 'system_id, day, received, finished',
  dossier_receipts: 'dossier, system_id, day, counts',
  dossier_event_days: 'system_id, day',
  dossier_contradictions: 'system_id, day, dossier, flags',
  system_days: 'system_id, day, last_change_at',
  visit_days: 'site_id, day, hits, visits, bounces',
};

test.each(Object.keys(HELD))(
  '%s alone, when all it held is lost, is found with its day and made again',
  async (table) => {
    const rows = async (): Promise<unknown> => {
      const query = `SELECT DISTINCT ${HELD[table]} FROM ${table} FINAL ORDER BY ALL`;
      return (await store.write.query({ query, format: 'JSONEachRow' })).json();
    };
    const before = await rows();
    expect(before).not.toEqual([]);
    await settle();
    expect(damaged((await inspector().whole()).findings)).toEqual([]);
    await store.write.command({ query: `TRUNCATE TABLE ${table}` });
    expect(damaged((await inspector().whole()).findings)).toEqual([`${table} differs ${DAY}`]);
    await unsettle();
    // Between, the refreshers may see themselves what lacks; the repair is asked for what was found.
    await settle();
    const refreshed = async (): Promise<void> => {
      await unsettle();
      await refresh();
      await settle();
    };
    const repaired = await repairStore({ store, inspector: inspector(), refresh: refreshed, log: quiet });
    expect(damaged(repaired.findings)).toEqual([]);
    expect(await rows()).toEqual(before);
    await unsettle();
  },
);

test('what is not computed yet is not called damaged, however long ago it arrived', async () => {
  await refresh();
  await insert(store, [hit({ siteId: 1, time_ms: NOON_MS + 1, visitor: 2n })]);
  await store.write.command({ query: 'TRUNCATE TABLE dossier_days' });
  const looks = damaged((await inspector().whole()).findings).filter((one) => one.startsWith('visit_days'));
  expect(looks).toEqual([]);
});

test('figures about dossiers name the damaged days of the period, and no others', async () => {
  const since = '2024-06-12T00:00:00+07:00';
  const base = { kind: 'differs' as const, missingRows: null, since, accepted: true };
  const damage: Damage[] = [
    { ...base, table: 'dossiers', from: DAY, to: DAY },
    { ...base, table: 'dossier_receipts', from: '2024-06-11', to: '2024-06-12' },
    { ...base, table: 'dossiers', from: '2024-07-01', to: '2024-07-01' },
    { ...base, table: 'site_hours', from: '2024-06-03', to: '2024-06-03' },
    { ...base, table: 'dossier_drops', from: '2024-06-04', to: '2024-06-04' },
  ];
  const dossiers = createDossiers({
    eventStore: store,
    ...mapOf(['H56'], [system(1, 'H56')], [entry('H56', '1.000001')]),
    clock,
    simulated: false,
    loaderStatus: () => ({ loadedThrough_ms: NOON_MS }),
    damage: () => damage,
  });
  const period = { from: '2024-06-01', to: '2024-06-30' };
  const figures = await dossiers.figures({ kind: 'country' }, period);
  const named = figures.completeness.missing.filter(({ what }) => what.startsWith('damage:'));
  expect(figures.completeness.complete).toBe(false);
  expect(named.map(({ what, words }) => [what, words.en])).toEqual([
    [`damage:${DAY}`, `Data of dossiers of ${DAY} are damaged on the disk.`],
    ['damage:2024-06-11', 'Data of dossiers from 2024-06-11 to 2024-06-12 are damaged on the disk.'],
  ]);
});
