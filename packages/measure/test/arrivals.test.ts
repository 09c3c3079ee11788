import { addDays, DAY_MS, dayOf, startOfDay } from '@emc/contract';
import { emptyDossierChange, type EventStore } from '@emc/event-store';
import { freshStores, movableClock } from '@emc/test-kit';
import type { FreshStores } from '@emc/test-kit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createArrivals, createPortalDays } from '../src/index.ts';
import { enterChanges } from './dossier-helpers.ts';
import { hit } from './journeys.ts';
import { insert } from './store-helpers.ts';

let stores: FreshStores;
let store: EventStore;
beforeAll(async () => {
  stores = await freshStores();
  store = stores.event;
});
afterAll(() => stores.close());

const TODAY = '2026-11-22';
const NOON_MS = startOfDay(TODAY) + DAY_MS / 2;
const at = (day: string, hour: number): number => startOfDay(day) + hour * 3_600_000;
const view = (siteId: number, day: string, hour: number) =>
  hit({ siteId, time_ms: at(day, hour), received_ms: at(day, hour) });
const change = (systemId: number, day: string, hour: number) => ({
  ...emptyDossierChange(),
  systemId,
  dossier: `H56-${systemId}`,
  received_ms: at(day, hour),
});

test('of each day it is told when each portal and system was last heard up to its end, whichever days were asked for before', async () => {
  await insert(store, [
    view(1, '2026-09-01', 0),
    view(1, '2026-11-10', 23),
    view(1, '2026-11-11', 0),
    view(2, '2026-11-21', 8),
    view(2, TODAY, 9),
  ]);
  await enterChanges(store, [change(7, '2026-10-31', 20), change(7, '2026-11-12', 1), change(8, TODAY, 3)]);
  const clock = movableClock(NOON_MS);
  const expected: Record<string, [[number, number][], [number, number][]]> = {
    '2026-08-31': [[], []],
    '2026-09-01': [[[1, at('2026-09-01', 0)]], []],
    '2026-11-09': [[[1, at('2026-09-01', 0)]], [[7, at('2026-10-31', 20)]]],
    '2026-11-10': [[[1, at('2026-11-10', 23)]], [[7, at('2026-10-31', 20)]]],
    '2026-11-12': [[[1, at('2026-11-11', 0)]], [[7, at('2026-11-12', 1)]]],
    '2026-11-21': [
      [
        [1, at('2026-11-11', 0)],
        [2, at('2026-11-21', 8)],
      ],
      [[7, at('2026-11-12', 1)]],
    ],
    [TODAY]: [
      [
        [1, at('2026-11-11', 0)],
        [2, at(TODAY, 9)],
      ],
      [
        [7, at('2026-11-12', 1)],
        [8, at(TODAY, 3)],
      ],
    ],
  };
  const all = Object.keys(expected);
  const byId = (map: ReadonlyMap<number, number>) => [...map].toSorted(([a], [b]) => a - b);
  for (const order of [[all], all.map((day) => [day]), [all.slice(3), all, ['2026-11-10', '2026-09-01']]]) {
    const arrivals = createArrivals({ eventStore: store, clock });
    for (const days of order) {
      clock.advance(1);
      const found = await arrivals.asOf(days);
      expect([...found.keys()]).toEqual(days);
      for (const [day, { hits, changes }] of found)
        expect([day, byId(hits), byId(changes)]).toEqual([day, ...expected[day]!]);
    }
  }
  const tomorrow = addDays(TODAY, 1);
  const found = await createArrivals({ eventStore: store, clock }).asOf([tomorrow]);
  expect(byId(found.get(tomorrow)!.hits)).toEqual(expected[TODAY]![0]);
});

test('a day that has long ended is read once, until what was brought in later must be seen; today is always read', async () => {
  const clock = movableClock(NOON_MS);
  let questions = 0;
  const ask: EventStore['ask'] = (query, params) => {
    questions++;
    return store.ask(query, params);
  };
  const arrivals = createArrivals({ eventStore: { ...store, ask }, clock });
  const asked = async (days: string[]) => {
    clock.advance(2_000);
    const before = questions;
    const found = await arrivals.asOf(days);
    return { found, questions: questions - before };
  };
  expect((await asked([TODAY])).questions).toBe(2);
  expect((await asked(['2026-11-19'])).questions).toBe(0);
  expect((await asked(['2026-11-15', TODAY])).questions).toBe(2);
  expect((await asked(['2026-11-15'])).questions).toBe(0);
  await insert(store, [view(3, '2026-11-14', 5), view(3, TODAY, 5)]);
  expect((await asked([TODAY])).found.get(TODAY)?.hits.get(3)).toBe(at(TODAY, 5));
  expect((await asked(['2026-11-15'])).found.get('2026-11-15')?.hits.get(3)).toBeUndefined();
  clock.advance(600_000);
  expect((await asked(['2026-11-15'])).found.get('2026-11-15')?.hits.get(3)).toBe(at('2026-11-14', 5));
});

test('while the store is away the last answer about today stands, until the day is over; a process that has none says so', async () => {
  const clock = movableClock(NOON_MS);
  let away = true;
  const ask: EventStore['ask'] = (query, params) =>
    away ? Promise.reject(new Error('away')) : store.ask(query, params);
  const arrivals = createArrivals({ eventStore: { ...store, ask }, clock });
  await expect(arrivals.asOf([TODAY])).rejects.toThrow('away');
  await expect(arrivals.wrongHosts(TODAY, 24)).rejects.toThrow('away');
  away = false;
  const heard = await arrivals.asOf([TODAY]);
  const hosts = await arrivals.wrongHosts(TODAY, 24);
  await arrivals.asOf(['2026-11-21', TODAY]);
  away = true;
  clock.advance(3_600_000);
  expect(await arrivals.asOf([TODAY])).toEqual(heard);
  expect(await arrivals.wrongHosts(TODAY, 24)).toEqual(hosts);
  await expect(arrivals.asOf(['2026-11-21'])).rejects.toThrow('away');
  clock.advance(DAY_MS);
  await expect(arrivals.asOf([dayOf(clock())])).rejects.toThrow('away');
});

test('hosts that send with a siteId that is not theirs are told with how often, within the hours asked for', async () => {
  const drop = (
    siteId: number,
    sampleHost: string,
    minute_ms: number,
    count: number,
    reason: 'wrong-host' | 'bot' = 'wrong-host',
  ) => ({
    siteId,
    minute_ms,
    reason,
    count,
    sampleHost,
    samplePath: '/',
  });
  // The store forgets drops after 90 days of its own clock.
  const today = dayOf(Date.now());
  const yesterday = addDays(today, -1);
  // A day at a time: the two may be of two months.
  await store.insertDrops({
    batchId: 77n,
    drops: [
      drop(1, 'ban-sao.example.vn', at(today, 11), 3),
      drop(1, 'ban-sao.example.vn', at(today, 10), 2),
      drop(1, 'bot.example.vn', at(today, 10), 9, 'bot'),
    ],
  });
  await store.insertDrops({
    batchId: 78n,
    drops: [drop(2, 'khac.example.vn', at(yesterday, 13), 1), drop(2, 'truoc.example.vn', at(yesterday, 11), 1)],
  });
  const arrivals = createArrivals({ eventStore: store, clock: () => at(today, 12) });
  expect(await arrivals.wrongHosts(today, 24)).toEqual([
    { siteId: 1, host: 'ban-sao.example.vn', count: 5 },
    { siteId: 2, host: 'khac.example.vn', count: 1 },
  ]);
  expect(await arrivals.wrongHosts(yesterday, 13)).toEqual([
    { siteId: 2, host: 'khac.example.vn', count: 1 },
    { siteId: 2, host: 'truoc.example.vn', count: 1 },
  ]);
});

test('a portal is used on days with a page view; a day with other hits only is none', async () => {
  await insert(store, [
    view(11, '2026-05-01', 0),
    view(11, '2026-05-01', 23),
    view(11, '2026-05-03', 12),
    hit({ siteId: 11, time_ms: at('2026-05-02', 1), kind: 'ping' }),
    hit({ siteId: 12, time_ms: at('2026-05-02', 1), kind: 'download' }),
    view(11, '2026-06-01', 0),
  ]);
  const days = createPortalDays({ eventStore: store });
  expect([...(await days.usedDays({ from: '2026-05-01', to: '2026-05-31' }))]).toEqual([[11, 2]]);
  expect([...(await days.usedDays({ from: '2026-05-03', to: '2026-06-01' }))]).toEqual([[11, 2]]);
});
