import { startOfDay } from '@emc/contract';
import type { EventStore } from '@emc/event-store';
import { freshStores } from '@emc/test-kit';
import type { FreshStores } from '@emc/test-kit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createFigures, createRefresher } from '../src/index.ts';
import { storeClock } from '../src/store-clock.ts';
import { newestVisitRound } from '../src/visits/visit-rounds.ts';
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
