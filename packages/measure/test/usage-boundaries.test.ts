import type { HierarchyPortal } from '@emc/contract';
import type { EventStore } from '@emc/event-store';
import { freshStores } from '@emc/test-kit';
import type { FreshStores } from '@emc/test-kit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createFigures, createRefresher } from '../src/index.ts';
import { collectorsMissing } from '../src/usage/coverage.ts';
import { hit } from './journeys.ts';
import { passingTime } from './passing-time.ts';
import { hierarchyOf, insert, portal } from './store-helpers.ts';

// The very boundaries, beside the generators of visits.test.ts, which come upon them by chance. Instants are written by hand.
const quiet = { info: () => {}, warn: () => {}, error: () => {} };
const at = (text: string): number => Date.parse(`${text}+07:00`);
const NOW_MS = at('2026-11-22T12:00:00');
const clock = () => NOW_MS;
const body = { kind: 'body', code: 'H56' } as const;

let stores: FreshStores;
let store: EventStore;
beforeAll(async () => {
  stores = await freshStores();
  store = stores.event;
});
afterAll(() => stores.close());

const usageOf = (portals: HierarchyPortal[], from: string, to: string) =>
  createFigures({
    eventStore: store,
    hierarchy: hierarchyOf(portals),
    clock,
    simulated: false,
    loaderStatus: () => ({ loadedThrough_ms: NOW_MS }),
  }).usage(body, { from, to, interval: 'day' });
const refresher = (of: EventStore) => createRefresher({ eventStore: of, clock, log: quiet });

test('the first millisecond of the first day and the last of the last day are of the period, those beside them are not', async () => {
  const hits = [
    ['2026-10-31T23:59:59.999', '/before'],
    ['2026-11-01T00:00:00.000', '/first'],
    ['2026-11-02T23:59:59.999', '/last'],
    ['2026-11-03T00:00:00.000', '/after'],
  ] as const;
  await insert(
    store,
    hits.map(([time, path], index) => hit({ siteId: 1, visitor: BigInt(index + 1), path, time_ms: at(time) })),
  );
  await refresher(store).refreshNow();
  const { totals, series, pages } = await usageOf([portal(1)], '2026-11-01', '2026-11-02');
  expect(pages!.map(({ path }) => path).sort()).toEqual(['/first', '/last']);
  expect(totals).toMatchObject({ pageViews: 2, visits: 2, visitors: 2 });
  expect(series.map(({ start, values }) => [start, values?.pageViews, values?.visits, values?.visitors])).toEqual([
    ['2026-11-01T00:00:00+07:00', 1, 1, 1],
    ['2026-11-02T00:00:00+07:00', 1, 1, 1],
  ]);
});

test('a portal is expected from the day on which it goes live to the day before it is retired', async () => {
  const { completeness } = await usageOf(
    [
      portal(21, { liveOn: '2026-11-10' }),
      portal(22, { liveOn: '2026-11-11' }),
      portal(23, { registeredOn: '2026-11-10' }),
      portal(24, { registeredOn: '2026-11-11' }),
      portal(25, { retiredOn: '2026-11-05' }),
      portal(26, { retiredOn: '2026-11-06' }),
    ],
    '2026-11-05',
    '2026-11-10',
  );
  expect(completeness.missing.map(({ siteId }) => siteId)).toEqual([21, 23, 26]);
});

test('a collector that stopped may hold hits from a day before it did to the last moment that it was seen', () => {
  const missing = [{ name: 'thu-nhan-1', since_ms: at('2026-11-10T00:00:00'), seen_ms: at('2026-11-12T00:00:00') }];
  const isNamed = (from: string, to: string) => collectorsMissing(missing, { from, to }).length === 1;
  expect(isNamed('2026-11-01', '2026-11-08')).toBe(false);
  expect(isNamed('2026-11-01', '2026-11-09')).toBe(true);
  expect(isNamed('2026-11-12', '2026-11-20')).toBe(true);
  expect(isNamed('2026-11-13', '2026-11-20')).toBe(false);
});

test('a day that could not be computed is found again by the same process, however long ago it was touched', async () => {
  const time = passingTime();
  let isBroken = true;
  const failing: EventStore = {
    ...store,
    ask: (async (query: { name: string }, params: never) =>
      query.name === 'store-clock'
        ? [{ now_ms: time.now_ms() }]
        : store.ask(query as never, params)) as EventStore['ask'],
    run: async (statement, params) => {
      if (isBroken && JSON.stringify(params).includes('"pair_sites":[3]')) throw new Error('cannot be computed');
      return store.run(statement, params);
    },
  };
  const own = refresher(failing);
  await insert(store, [hit({ siteId: 3, time_ms: at('2026-11-15T08:00:00') })]);
  await expect(own.refreshNow()).rejects.toThrow('cannot be computed');
  // More than the look back goes by, with rounds between.
  for (const later_ms of [61_000, 700_000, 1_400_000]) {
    time.pass(later_ms);
    await expect(own.refreshNow()).rejects.toThrow('cannot be computed');
  }
  const visits = async () => (await usageOf([portal(3)], '2026-11-15', '2026-11-15')).totals.visits;
  expect(await visits()).toBe(0);
  isBroken = false;
  time.pass(61_000);
  await own.refreshNow();
  expect(await visits()).toBe(1);
});
