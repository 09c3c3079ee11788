import { startOfDay } from '@emc/contract';
import { type DossierChange, defineQuery, emptyDossierChange, type EventStore } from '@emc/event-store';
import { freshStores } from '@emc/test-kit';
import type { FreshStores } from '@emc/test-kit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { toldTwice } from '../src/dossiers/told-twice.ts';
import { createDossierRefresher, createFigures, createRefresher } from '../src/index.ts';
import { storeClock } from '../src/store-clock.ts';
import { newestVisitRound } from '../src/visits/visit-rounds.ts';
import { enterChanges } from './dossier-helpers.ts';
import { hit } from './journeys.ts';
import { hierarchyOf, insert, portal } from './store-helpers.ts';

const quiet = { info: () => {}, warn: () => {}, error: () => {} };
const HOUR_MS = 3_600_000;
const NOON_MS = startOfDay('2026-11-03') + 12 * HOUR_MS;
const clock = () => NOON_MS;

let stores: FreshStores;
beforeAll(async () => (stores = await freshStores()));
afterAll(() => stores.close());

/** The store, as its clock seems while it is so far ahead. */
function storeAhead(ahead_ms: () => number): EventStore {
  const ask = (async (query: { name: string }, params: object) => {
    const rows = await stores.event.ask(query as never, params);
    if (query.name !== storeClock.name) return rows;
    return (rows as { now_ms: number }[]).map(({ now_ms }) => ({ now_ms: now_ms + ahead_ms() }));
  }) as EventStore['ask'];
  return { ...stores.event, ask };
}

async function visits(): Promise<{ visits: number; visitors: number; complete: boolean }> {
  const figures = createFigures({
    eventStore: stores.event,
    hierarchy: hierarchyOf([portal(1)]),
    clock,
    simulated: false,
    loaderStatus: () => ({ loadedThrough_ms: NOON_MS }),
  });
  const usage = await figures.usage({ kind: 'country' }, { from: '2026-11-03', to: '2026-11-03', interval: 'day' });
  return { visits: usage.totals.visits, visitors: usage.totals.visitors, complete: usage.completeness.complete };
}

const arrive = (visitor: bigint) => insert(stores.event, [hit({ siteId: 1, time_ms: NOON_MS, visitor })]);

test("visits are computed at once when the store's clock was an hour ahead and is set back", async () => {
  let ahead_ms = HOUR_MS;
  const refresher = createRefresher({ eventStore: storeAhead(() => ahead_ms), clock, log: quiet });
  await arrive(1n);
  await refresher.refreshNow();
  // What was computed meanwhile says that it was computed in an hour.
  const columns = 'hits, visits, bounces, visit_ms, referrers, devices, browsers, systems';
  await stores.event.onEachServer(async (server) => {
    await server.command({
      query: `INSERT INTO visit_days SELECT site_id, day, computed_at + INTERVAL 1 HOUR, ${columns} FROM visit_days FINAL`,
    });
    await server.command({
      query: `INSERT INTO country_days SELECT day, computed_at + INTERVAL 1 HOUR, hits, visitors, visitors_by_hour FROM country_days FINAL`,
    });
  });
  ahead_ms = 0;
  await arrive(2n);
  await refresher.refreshNow();
  expect(await visits()).toEqual({ visits: 2, visitors: 2, complete: true });
});

test('how far visits are is told by the clock as it is now, also by a process that starts after it was set back', async () => {
  const ahead = createRefresher({ eventStore: storeAhead(() => HOUR_MS), clock, log: quiet });
  await ahead.refreshNow();
  await createRefresher({ eventStore: stores.event, clock, log: quiet }).refreshNow();
  const [round] = await stores.event.ask(newestVisitRound, {});
  expect(Math.abs(round!.now_ms - round!.looked_ms)).toBeLessThan(HOUR_MS / 2);
});

const receivedByDay = defineQuery({
  name: 'test-received-by-day',
  sql: `SELECT toString(day) AS day, arraySum(received) AS received FROM dossier_days FINAL
  WHERE system_id = {system_id:UInt32} AND notEmpty(procedures) ORDER BY day`,
  params: z.object({ system_id: z.int() }),
  row: z.object({ day: z.string(), received: z.int() }),
});
const received = (system_id: number) => stores.event.ask(receivedByDay, { system_id });

function receipt(systemId: number, day: string, version: string): DossierChange {
  return {
    ...emptyDossierChange(),
    systemId,
    feed: 'synchronisation',
    dossier: 'H56-240101-00001',
    received_ms: startOfDay(version),
    version_ms: startOfDay(version),
    receivedByDesk_ms: startOfDay(day) + HOUR_MS,
    status: 2,
    procedure: '1.000001',
    channel: 'online',
  };
}

/** What is written of a table, once more, as by a clock that was an hour ahead. */
async function writtenAhead(table: string, at: string): Promise<void> {
  await stores.event.onEachServer(async (server) => {
    const query = `INSERT INTO ${table} SELECT * REPLACE (${at} + INTERVAL 1 HOUR AS ${at}) FROM ${table} FINAL`;
    await server.command({ query });
  });
}

const twice = async () => {
  const rows = await stores.event.ask(toldTwice, { system_ids: [1, 2], from: '2024-01-01', to: '2024-01-31' });
  return rows.map(({ systemId, dossiers }) => ({ systemId, dossiers }));
};

test("counts of dossiers follow what changes when the store's clock was an hour ahead and is set back", async () => {
  const refresher = createDossierRefresher({ eventStore: stores.event, clock, log: quiet });
  await enterChanges(stores.event, [receipt(1, '2024-01-18', '2024-01-18'), receipt(2, '2024-01-18', '2024-01-18')]);
  await refresher.refreshNow();
  expect(await twice()).toEqual([1, 2].map((systemId) => ({ systemId, dossiers: 1 })));
  await writtenAhead('dossier_events', 'resolved_at');
  await writtenAhead('dossiers_told_twice', 'resolved_at');
  await writtenAhead('dossier_days', 'computed_at');
  await enterChanges(stores.event, [receipt(1, '2024-01-17', '2024-01-19')]);
  await refresher.refreshNow();
  expect(await received(1)).toEqual([{ day: '2024-01-17', received: 1 }]);
  // It only was registered: it was not received, by one of the two.
  await enterChanges(stores.event, [{ ...receipt(1, '2024-01-17', '2024-01-20'), status: 1, receivedByDesk_ms: 0 }]);
  await refresher.refreshNow();
  expect(await received(1)).toEqual([]);
  expect(await received(2)).toEqual([{ day: '2024-01-18', received: 1 }]);
  expect(await twice()).toEqual([]);
});

test('what a process left half done while the clock was ahead, the next one completes after it was set back', async () => {
  const ended = async (): Promise<never> => {
    throw new Error('the process ended');
  };
  const run = (async (statement: { name: string }, params: object) =>
    statement.name === 'compute-dossier-days'
      ? ended()
      : stores.event.run(statement as never, params)) as EventStore['run'];
  await enterChanges(stores.event, [receipt(3, '2024-01-18', '2024-01-18')]);
  await createDossierRefresher({ eventStore: stores.event, clock, log: quiet }).refreshNow();
  await writtenAhead('dossier_days', 'computed_at');
  await enterChanges(stores.event, [receipt(3, '2024-01-17', '2024-01-19')]);
  const first = createDossierRefresher({ eventStore: { ...stores.event, run }, clock, log: quiet });
  await expect(first.refreshNow()).rejects.toThrow('the process ended');
  await createDossierRefresher({ eventStore: stores.event, clock, log: quiet }).refreshNow();
  expect(await received(3)).toEqual([{ day: '2024-01-17', received: 1 }]);
});

test('a dossier that was touched by a clock ahead is counted when it changes after the clock was set back', async () => {
  const refresher = createDossierRefresher({ eventStore: stores.event, clock, log: quiet });
  await enterChanges(stores.event, [receipt(4, '2024-01-18', '2024-01-18')]);
  await stores.event.onEachServer(async (server) => {
    await server.command({
      query: `INSERT INTO dossiers SELECT * REPLACE (touched_at + INTERVAL 1 HOUR AS touched_at) FROM dossiers FINAL WHERE system_id = 4`,
    });
    await server.command({ query: 'OPTIMIZE TABLE dossiers FINAL' });
  });
  await refresher.refreshNow();
  await enterChanges(stores.event, [receipt(4, '2024-01-17', '2024-01-19')]);
  // Merged before it is looked at: it was touched last when the clock was ahead.
  await stores.event.onEachServer(async (server) => {
    await server.command({ query: 'OPTIMIZE TABLE dossiers FINAL' });
  });
  await refresher.refreshNow();
  expect(await received(4)).toEqual([{ day: '2024-01-17', received: 1 }]);
});
