import type { DropReason, Systems } from '@emc/contract';
import { localIso } from '@emc/contract';
import type { EventStore } from '@emc/event-store';
import { freshStores, type FreshStores } from '@emc/test-kit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createRefused } from '../src/index.ts';
import { hierarchyOf, portal } from './store-helpers.ts';

let stores: FreshStores;
let store: EventStore;
beforeAll(async () => {
  stores = await freshStores();
  store = stores.event;
});
afterAll(() => stores.close());

// The store forgets drops after 90 days of its own clock.
const NOW_MS = Math.floor(Date.now() / 3_600_000) * 3_600_000;
const minutesAgo = (minutes: number) => NOW_MS - minutes * 60_000;
const system = (systemId: number, bodyCode: string) => ({
  systemId,
  bodyCode,
  name: `Hệ thống ${systemId}`,
  registeredOn: '2024-01-01',
  retiredOn: null,
});
const systems: Pick<Systems, 'systemsOn'> = { systemsOn: async () => [system(7, 'H56'), system(8, 'H26')] };
const refused = () =>
  createRefused({ eventStore: store, hierarchy: hierarchyOf([portal(61)]), systems, clock: () => NOW_MS });

const hits = (siteId: number, minute_ms: number, reason: DropReason, count: number, sampleHost = 'la.example.vn') => ({
  siteId,
  minute_ms,
  reason,
  count,
  sampleHost,
  samplePath: '/trang',
});

test('what was not taken is told by sender and reason with its first and last minute; robots and those who do not want to be counted are one number', async () => {
  await store.insertDrops({
    batchId: 1n,
    drops: [
      hits(61, minutesAgo(600), 'wrong-host', 2),
      hits(61, minutesAgo(5), 'wrong-host', 3),
      hits(61, minutesAgo(4), 'bot', 40),
      hits(61, minutesAgo(3), 'do-not-track', 1),
      hits(0, minutesAgo(2), 'unknown-site', 9),
      hits(0, minutesAgo(2), 'unknown-site', 8, 'khac.example.vn'),
      hits(61, minutesAgo(60 * 30), 'bad-parameter', 5),
    ],
  });
  await store.insertDossierDrops({
    batchId: 2n,
    drops: [
      { systemId: 7, minute_ms: minutesAgo(90), reason: 'bad-time', count: 4 },
      { systemId: 8, minute_ms: minutesAgo(80), reason: 'wrong-key', count: 6 },
      { systemId: 0, minute_ms: minutesAgo(70), reason: 'unknown-system', count: 1 },
    ],
  });
  const own = await refused().refused({ bodyCode: 'H56', hours: 24 });
  expect(own.items.map(({ kind, id, reason, count }) => [kind, id, reason, count])).toEqual([
    ['portal', 61, 'wrong-host', 5],
    ['system', 7, 'bad-time', 4],
  ]);
  expect(own.items[0]).toMatchObject({
    name: 'Cổng 61',
    bodyCode: 'H56',
    firstAt: localIso(minutesAgo(600)),
    lastAt: localIso(minutesAgo(5)),
    sample: 'la.example.vn/trang',
  });
  expect(own.items[1]?.meaning.vi).toContain('yyyyMMddHHmmss');
  expect(own.leftOut).toBe(41);
});

test('the operator is told of all senders, also of those that nobody registered', async () => {
  const all = await refused().refused({ hours: 24 });
  expect(all.items.map(({ id, reason, bodyCode }) => [id, reason, bodyCode])).toEqual([
    [0, 'unknown-site', null],
    [0, 'unknown-site', null],
    [8, 'wrong-key', 'H26'],
    [61, 'wrong-host', 'H56'],
    [7, 'bad-time', 'H56'],
    [0, 'unknown-system', null],
  ]);
  expect(all.items.slice(0, 2).map(({ sample }) => sample)).toEqual(['la.example.vn/trang', 'khac.example.vn/trang']);
});

test('whoever asks further back is told of what is older', async () => {
  const { items } = await refused().refused({ bodyCode: 'H56', hours: 31 });
  expect(items.map(({ reason, count }) => [reason, count])).toContainEqual(['bad-parameter', 5]);
});
