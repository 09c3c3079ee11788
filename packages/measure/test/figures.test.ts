import {
  addDays,
  DROP_REASONS,
  dayOf,
  livePagesSchema,
  liveSchema,
  localIso,
  recentPagesSchema,
  startOfDay,
  usageSchema,
} from '@emc/contract';
import type { DropReason, HierarchyPortal } from '@emc/contract';
import { openEventStore } from '@emc/event-store';
import type { EventStore } from '@emc/event-store';
import { freshStores, movableClock } from '@emc/test-kit';
import type { FreshStores } from '@emc/test-kit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createArrivals, createFigures, createRefresher } from '../src/index.ts';
import { hit } from './journeys.ts';
import { hierarchyOf, insert, portal } from './store-helpers.ts';

const quiet = { info: () => {}, warn: () => {}, error: () => {} };
const NOON_MS = startOfDay('2026-11-22') + 12 * 3_600_000;
/** The store keeps what is recent by its own clock: tests of the present lie ahead of it. */
const AHEAD_MS = startOfDay(addDays(dayOf(Date.now()), 2)) + 12 * 3_600_000;
const clock = movableClock(NOON_MS);

let stores: FreshStores;
let store: EventStore;
beforeAll(async () => {
  stores = await freshStores();
  store = stores.event;
});
afterAll(() => stores.close());

const figuresOf = (portals: HierarchyPortal[], eventStore = store) =>
  createFigures({
    eventStore,
    hierarchy: hierarchyOf(portals),
    clock,
    simulated: true,
    loaderStatus: () => ({ loadedThrough_ms: clock() - 500 }),
  });
const refresh = () => createRefresher({ eventStore: store, clock, log: quiet }).refreshNow();
const body = { kind: 'body', code: 'H56' } as const;

test('a figure says which portals are missing: never heard, silent in the period; not those not yet live or retired before', async () => {
  await insert(store, [
    hit({ siteId: 11, time_ms: startOfDay('2026-11-20') }),
    hit({ siteId: 12, time_ms: startOfDay('2026-11-01') }),
  ]);
  const portals = [
    portal(11),
    portal(12),
    portal(13),
    portal(14, { liveOn: '2026-12-01' }),
    portal(15, { retiredOn: '2026-11-10' }),
    portal(16, { registeredOn: '2026-11-21', retiredOn: '2026-11-22' }),
  ];
  await refresh();
  const usage = await figuresOf(portals).usage(body, { from: '2026-11-16', to: '2026-11-30', interval: 'day' });
  expect(usageSchema.parse(usage).completeness).toEqual({
    complete: false,
    portalsExpected: 4,
    portalsReceived: 1,
    missing: [
      { siteId: 12, name: 'Cổng 12', reason: 'silent' },
      { siteId: 13, name: 'Cổng 13', reason: 'never-sent' },
      { siteId: 16, name: 'Cổng 16', reason: 'never-sent' },
    ],
    loadedThrough: localIso(clock() - 500),
    simulated: true,
  });
});

test('a point before the first hit and a point in the future are null; a point without hits between is zero', async () => {
  await insert(store, [hit({ siteId: 21, time_ms: startOfDay('2026-11-20') + 5 })]);
  const { series } = await figuresOf([portal(21)]).usage(body, {
    from: '2026-11-19',
    to: '2026-11-23',
    interval: 'day',
  });
  expect(series.map(({ values }) => values?.pageViews ?? null)).toEqual([null, 1, 0, 0, null]);
  const nobody = await figuresOf([portal(22)]).usage(body, { from: '2026-11-19', to: '2026-11-23', interval: 'day' });
  expect(nobody.series.every(({ values }) => values === null)).toBe(true);
});

test('the previous period is as long as the period and lies just before it', async () => {
  const days = ['2026-10-01', '2026-10-02', '2026-10-03', '2026-10-04', '2026-10-04', '2026-10-05'];
  await insert(
    store,
    days.map((day, index) => hit({ siteId: 31, visitor: BigInt(index), time_ms: startOfDay(day) })),
  );
  await refresh();
  const usage = await figuresOf([portal(31)]).usage(body, { from: '2026-10-04', to: '2026-10-05', interval: 'day' });
  expect([usage.totals.pageViews, usage.totals.visits, usage.totals.visitors]).toEqual([3, 3, 3]);
  expect([usage.previous.pageViews, usage.previous.visits, usage.previous.visitors]).toEqual([2, 2, 2]);
});

test('without from and to the last 30 days are meant, on the map of today', async () => {
  const { period, mapDay, series } = await figuresOf([]).usage(body, { interval: 'day' });
  expect(period).toEqual({ from: '2026-10-24', to: '2026-11-22', interval: 'day', timeZone: 'Asia/Ho_Chi_Minh' });
  expect(mapDay).toBe('2026-11-22');
  expect(series).toHaveLength(30);
});

test('the first and the last days that may be asked for are answered, with nothing in them', async () => {
  for (const day of ['1900-01-01', '2149-06-06']) {
    const usage = await figuresOf([]).usage({ kind: 'country' }, { from: day, to: day, interval: 'hour' });
    expect([usage.totals.pageViews, usage.previous.pageViews]).toEqual([0, 0]);
  }
});

test('readers who ask the same share one reading, at most four questions are asked at once for all, and nobody shares a failure later', async () => {
  let [running, most, asked] = [0, 0, 0];
  let fails = true;
  const counting: EventStore = {
    ...store,
    ask: async (query, params) => {
      asked++;
      most = Math.max(most, ++running);
      try {
        if (fails) throw new Error('away');
        return await store.ask(query, params);
      } finally {
        running--;
      }
    },
  };
  const figures = figuresOf([portal(1)], counting);
  const ask = (to: string) => figures.usage(body, { from: '2026-05-01', to, interval: 'day' });
  await expect(ask('2026-05-02')).rejects.toThrow('away');
  fails = false;
  asked = 0;
  await ask('2026-05-02');
  const each = asked;
  await Promise.all([...Array.from({ length: 20 }, () => ask('2026-05-02')), ask('2026-05-03'), ask('2026-05-04')]);
  expect([asked, most]).toEqual([3 * each, 4]);
  clock.advance(1_000);
  await ask('2026-05-02');
  expect(asked).toBe(4 * each);
  clock.set(NOON_MS);
});

test('a subject of thousands of portals is answered like any other', async () => {
  await insert(store, [
    hit({ siteId: 7_999, time_ms: startOfDay('2026-09-01') }),
    hit({ siteId: 12_000, time_ms: startOfDay('2026-09-01') }),
  ]);
  const portals = Array.from({ length: 6_000 }, (_, index) => portal(2_000 + index));
  const usage = await figuresOf(portals).usage(body, { from: '2026-09-01', to: '2026-09-01', interval: 'hour' });
  expect(usage.totals.pageViews).toBe(1);
  expect(usage.completeness).toMatchObject({ portalsExpected: 6_000, portalsReceived: 1 });
  expect(usage.completeness.missing).toHaveLength(50);
});

test('live tells the last 5 and 30 minutes to the millisecond, today, and the last hits by name', async () => {
  clock.set(AHEAD_MS);
  const now_ms = clock();
  const ago = (age_ms: number, change = {}) => hit({ siteId: 41, time_ms: now_ms - age_ms, ...change });
  await insert(store, [
    ago(0, { path: '/now' }),
    ago(299_999, { visitor: 2n }),
    ago(300_000, { visitor: 3n }),
    ago(1_799_999, { visitor: 4n, siteId: 42 }),
    ago(1_800_000, { visitor: 5n }),
    ago(10, { visitor: 6n, kind: 'ping' }),
    ago(20, { visitor: 7n, kind: 'download', siteId: 999 }),
    hit({ siteId: 41, time_ms: now_ms + 1, visitor: 8n }),
  ]);
  await refresh();
  const live = liveSchema.parse(await figuresOf([portal(41), portal(42)]).live());
  expect(live.last5Minutes).toEqual({ visitors: 3, pageViews: 2 });
  expect(live.last30Minutes).toMatchObject({ visitors: 5, pageViews: 4 });
  expect(
    live.last30Minutes.pageViewsByMinute.map((count, index) => [index, count]).filter(([, count]) => count),
  ).toEqual([
    [0, 1],
    [24, 1],
    [25, 1],
    [29, 1],
  ]);
  expect(live.today).toEqual({ visitors: 7, pageViews: 6, visits: 7 });
  expect(live.ticker[0]).toEqual({
    at: localIso(now_ms),
    siteId: 41,
    portal: 'Cổng 41',
    bodyCode: 'H56',
    kind: 'page_view',
  });
  expect(live.ticker.map(({ siteId }) => siteId)).toEqual([41, 41, 41, 42]);
  const { hits } = livePagesSchema.parse(await figuresOf([portal(41), portal(42)]).livePages(undefined));
  expect(hits.map(({ host: _host, path: _path, title: _title, ...seen }) => seen)).toEqual(live.ticker);
  expect(hits[0]).toMatchObject({ path: '/now' });
  clock.set(NOON_MS);
});

test('recent tells what arrived from a portal, and why what was dropped was dropped', async () => {
  clock.set(AHEAD_MS + 86_400_000);
  const minute_ms = clock() - 60_000;
  const more = Array.from({ length: 120 }, (_, index) => hit({ siteId: 51, time_ms: minute_ms - 1 - index }));
  await insert(store, [
    ...more,
    hit({ siteId: 51, time_ms: minute_ms, path: '/a' }),
    hit({ siteId: 51, time_ms: clock() - 3_600_000 }),
    hit({ siteId: 52, time_ms: minute_ms }),
  ]);
  const dropOf = (reason: DropReason, count: number, siteId = 51) => ({
    siteId,
    minute_ms,
    reason,
    count,
    sampleHost: 'x.vn',
    samplePath: '/p',
  });
  await store.insertDrops({ batchId: 1n, drops: [dropOf('wrong-host', 2), dropOf('bot', 1), dropOf('bot', 9, 52)] });
  await store.insertDrops({ batchId: 2n, drops: [dropOf('wrong-host', 3)] });
  const recent = recentPagesSchema.parse(await figuresOf([portal(51)]).recent(51, 10));
  expect(recent).toMatchObject({ accepted: 121, minutes: 10 });
  expect(recent.hits).toHaveLength(100);
  expect(recent.hits[0]).toMatchObject({ at: localIso(minute_ms), path: '/a', kind: 'page_view' });
  expect(recent.drops.map(({ reason, count, minute }) => [reason, count, minute])).toEqual([
    ['wrong-host', 5, localIso(minute_ms)],
    ['bot', 1, localIso(minute_ms)],
  ]);
  expect(recent.drops[0]?.meaning.vi).toMatch(/tên miền/);
  await expect(figuresOf([]).recent(51, 10)).rejects.toMatchObject({ code: 'portal-unknown' });
  clock.set(NOON_MS);
});

test('every reason of a drop has a meaning in both languages', async () => {
  // The store keeps drops for 90 days by its own clock.
  clock.set(AHEAD_MS + 86_400_000);
  const reasons = Object.keys(DROP_REASONS) as DropReason[];
  const drops = reasons.map((reason) => ({
    siteId: 61,
    minute_ms: clock(),
    reason,
    count: 1,
    sampleHost: '',
    samplePath: '',
  }));
  await store.insertDrops({ batchId: 3n, drops });
  const { drops: told } = await figuresOf([portal(61)]).recent(61, 1);
  expect(told).toHaveLength(reasons.length);
  for (const { reason, meaning } of told) expect([meaning.vi, meaning.en]).not.toContain(reason);
  clock.set(NOON_MS);
});

test('the last hit of each portal is known to the millisecond', async () => {
  const time_ms = startOfDay('2026-10-10') + 12_345;
  await insert(store, [hit({ siteId: 71, time_ms }), hit({ siteId: 71, time_ms: time_ms - 86_400_000 })]);
  const arrivals = await createArrivals({ eventStore: store, clock }).asOf(['2026-10-10']);
  const hits = arrivals.get('2026-10-10')?.hits;
  expect(hits?.get(71)).toBe(time_ms);
  expect(hits?.has(72)).toBe(false);
});

test('a store that is away is told as such', async () => {
  const away = openEventStore({
    url: 'http://127.0.0.1:9',
    database: 'x',
    writer: { user: 'a', password: '' },
    reader: { user: 'a', password: '' },
  });
  const unavailable = { code: 'store-unavailable' };
  await expect(figuresOf([], away).usage(body, { interval: 'day' })).rejects.toMatchObject(unavailable);
  await expect(figuresOf([], away).live()).rejects.toMatchObject(unavailable);
  await expect(createRefresher({ eventStore: away, clock, log: quiet }).refreshNow()).rejects.toMatchObject(
    unavailable,
  );
  await away.close();
});

test("a portal's day that cannot be computed stops neither those after it nor the visitors of the country", async () => {
  const day = '2026-07-07';
  await insert(store, [
    hit({ siteId: 91, visitor: 1n, time_ms: startOfDay(day) }),
    hit({ siteId: 92, visitor: 2n, time_ms: startOfDay(day) }),
  ]);
  const failing: EventStore = {
    ...store,
    run: async (statement, params) => {
      if (JSON.stringify(params).includes('"pair_sites":[91')) throw new Error('too large');
      return store.run(statement, params);
    },
  };
  await expect(createRefresher({ eventStore: failing, clock, log: quiet }).refreshNow()).rejects.toThrow('too large');
  const figures = figuresOf([portal(91), portal(92)]);
  const { totals } = await figures.usage({ kind: 'country' }, { from: day, to: day, interval: 'day' });
  expect([totals.visits, totals.visitors]).toEqual([1, 2]);
});

test('a started refresher brings visits in step by itself and stops when told', async () => {
  const refresher = createRefresher({ eventStore: store, clock, log: quiet, pause_ms: 10 });
  refresher.start();
  await insert(store, [hit({ siteId: 81, time_ms: startOfDay('2026-08-08') })]);
  const visits = async () =>
    (await figuresOf([portal(81)]).usage(body, { from: '2026-08-08', to: '2026-08-08', interval: 'day' })).totals
      .visits;
  await expect.poll(visits).toBe(1);
  await refresher.stop();
});
