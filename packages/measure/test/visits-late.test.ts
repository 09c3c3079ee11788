import { startOfDay } from '@emc/contract';
import type { Usage } from '@emc/contract';
import { freshStores } from '@emc/test-kit';
import type { FreshStores } from '@emc/test-kit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createFigures, createRefresher } from '../src/index.ts';
import { storeClock } from '../src/store-clock.ts';
import { noteVisitRound } from '../src/visits/visit-rounds.ts';
import { hit } from './journeys.ts';
import { hierarchyOf, insert, portal } from './store-helpers.ts';

const quiet = { info: () => {}, warn: () => {}, error: () => {} };
const NOON_MS = startOfDay('2026-11-03') + 12 * 3_600_000;
const clock = () => NOON_MS;

let stores: FreshStores;
beforeAll(async () => (stores = await freshStores()));
afterAll(() => stores.close());

function forgetRounds(): Promise<void> {
  return stores.event.onEachServer(async (server) => {
    await server.command({ query: 'TRUNCATE TABLE visit_rounds' });
  });
}

/** What an answer says of its visits, from figures that share nothing with those asked before. */
async function completeness(siteId?: number): Promise<Pick<Usage['completeness'], 'complete' | 'visitsLate'>> {
  const figures = createFigures({
    eventStore: stores.event,
    hierarchy: hierarchyOf([portal(1), portal(2)]),
    clock,
    simulated: false,
    loaderStatus: () => ({ loadedThrough_ms: NOON_MS }),
  });
  const subject = siteId === undefined ? ({ kind: 'country' } as const) : ({ kind: 'portal', siteId } as const);
  const usage = await figures.usage(subject, { from: '2026-11-03', to: '2026-11-03', interval: 'day' });
  const { complete, visitsLate } = usage.completeness;
  return { complete, visitsLate };
}

test('figures whose visits lag say so, with through when they are computed and of which portals, and no others do', async () => {
  const store = stores.event;
  await insert(store, [hit({ siteId: 1, time_ms: NOON_MS }), hit({ siteId: 2, time_ms: NOON_MS })]);
  const named = [portal(1), portal(2)].map(({ siteId, name }) => ({ siteId, name }));
  expect(await completeness()).toEqual({
    complete: false,
    visitsLate: { through: null, country: true, portals: 2, named },
  });

  // As of a refresher that ended a minute ago.
  const [row] = await store.ask(storeClock, {});
  const computed = createRefresher({ eventStore: store, clock, loadedThrough: () => NOON_MS - 60_000, log: quiet });
  await computed.refreshNow();
  expect(await completeness()).toEqual({ complete: true, visitsLate: undefined });
  await forgetRounds();
  await store.run(noteVisitRound, { looked_ms: row!.now_ms - 60_000, through_ms: NOON_MS - 60_000 });
  await insert(store, [hit({ siteId: 1, time_ms: NOON_MS + 1 })]);
  expect(await completeness(1)).toEqual({
    complete: false,
    visitsLate: { through: '2026-11-03T11:59:00+07:00', country: false, portals: 1, named: named.slice(0, 1) },
  });
  expect(await completeness()).toMatchObject({ complete: false, visitsLate: { country: true, portals: 1 } });
  expect(await completeness(2)).toEqual({ complete: true, visitsLate: undefined });

  await createRefresher({ eventStore: store, clock, log: quiet }).refreshNow();
  expect(await completeness()).toEqual({ complete: true, visitsLate: undefined });
  // What has just come is computed in a moment, as a matter of course.
  await insert(store, [hit({ siteId: 1, time_ms: NOON_MS + 2 })]);
  expect(await completeness(1)).toEqual({ complete: true, visitsLate: undefined });
});

test('a round that could not compute everything is not noted as one that did', async () => {
  const store = stores.event;
  await forgetRounds();
  const run: typeof store.run = (statement, params) =>
    statement.name === 'compute-visit-days' ? Promise.reject(new Error('too large')) : store.run(statement, params);
  await insert(store, [hit({ siteId: 2, time_ms: NOON_MS + 3 })]);
  await expect(createRefresher({ eventStore: { ...store, run }, clock, log: quiet }).refreshNow()).rejects.toThrow(
    'too large',
  );
  expect(await completeness(2)).toMatchObject({ complete: false, visitsLate: { portals: 1 } });
});
