import { type DossierChange, emptyDossierChange, type EventStore } from '@emc/event-store';
import { freshStores } from '@emc/test-kit';
import type { FreshStores } from '@emc/test-kit';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createDossierRefresher, createDossiers } from '../src/index.ts';
import { resolveTouched } from '../src/dossiers/events.ts';
import { enterChanges } from './dossier-helpers.ts';
import { mapOf, system } from './dossier-map.ts';
import { passingTime } from './passing-time.ts';

// The very boundaries, beside the generators of dossiers.test.ts, which come upon them by chance. Instants are written by hand.
const quiet = { info: () => {}, warn: () => {}, error: () => {} };
const at = (text: string): number => Date.parse(`${text}+07:00`);
const NOW_MS = at('2024-07-20T10:00:00');
const clock = () => NOW_MS;
const JUNE = { from: '2024-06-01', to: '2024-06-30' };

let stores: FreshStores;
let store: EventStore;
beforeAll(async () => {
  stores = await freshStores();
  store = stores.event;
});
afterAll(() => stores.close());
// Clocks that stand still or run ahead say so in the store; each test begins as if nobody had looked yet.
beforeEach(async () => {
  await store.write.command({ query: 'TRUNCATE TABLE dossier_rounds' });
});

const refresher = (of: EventStore = store) => createDossierRefresher({ eventStore: of, clock, log: quiet });
const dossiersOf = (...systems: ReturnType<typeof system>[]) =>
  createDossiers({
    eventStore: store,
    ...mapOf(['H56'], systems, []),
    clock,
    simulated: false,
    loaderStatus: () => ({ loadedThrough_ms: NOW_MS }),
  });
const figuresOf = (id: number, period: { from: string; to: string }) =>
  dossiersOf(system(id, 'H56')).figures({ kind: 'system', id }, period);

function record(
  systemId: number,
  number: number,
  received: string,
  change: Partial<DossierChange> = {},
): DossierChange {
  const receivedByDesk_ms = at(received);
  const times = [receivedByDesk_ms, change.processed_ms ?? 0, change.returned_ms ?? 0];
  return {
    ...emptyDossierChange(),
    systemId,
    feed: 'synchronisation',
    dossier: `H56.${systemId}-240601-${String(number).padStart(4, '0')}`,
    received_ms: NOW_MS - 3_600_000,
    version_ms: Math.max(...times),
    receivedByDesk_ms,
    status: 2,
    channel: 'online',
    ...change,
  };
}

/** The store as a process sees it whose store's clock stands still. */
function frozenAt(whole: EventStore, now_ms: () => number): EventStore {
  return {
    ...whole,
    ask: (async (query: { name: string }, params: never) => {
      if (query.name === 'store-clock') return [{ now_ms: now_ms() }];
      if (query.name === 'next-dossier-version') return [{ version_ms: now_ms() }];
      return whole.ask(query as never, params);
    }) as EventStore['ask'],
  };
}
const finishedOf = async (id: number) => (await figuresOf(id, JUNE)).totals?.received ?? null;

test('an end in the very second of the due time is on time, a second later is late; supplement time is taken off to the second', async () => {
  const due_ms = at('2024-06-14T17:00:00');
  const end = (ended_ms: number, change: Partial<DossierChange> = {}) => ({
    processed_ms: ended_ms,
    due_ms,
    status: 9,
    ...change,
  });
  const asked = { supplement_s: 3600, supplements: 1 };
  const received = '2024-06-10T08:00:00';
  const step = (number: number, version_ms: number): DossierChange => ({
    ...emptyDossierChange(),
    systemId: number < 10 ? 1 : 2,
    feed: 'progress',
    status: 9,
    version_ms,
    received_ms: NOW_MS - 3_600_000,
    dossier: `H56.${number < 10 ? 1 : 2}-240601-${String(number).padStart(4, '0')}`,
  });
  await enterChanges(store, [
    record(1, 1, received, end(due_ms)),
    record(1, 2, received, end(due_ms + 3_600_000, asked)),
    record(1, 3, received, { due_ms }),
    step(3, due_ms),
    record(1, 4, received, { returned_ms: due_ms, due_ms, status: 10 }),
    record(2, 11, received, end(due_ms + 1000)),
    record(2, 12, received, end(due_ms + 3_601_000, asked)),
    record(2, 13, received, { due_ms }),
    step(13, due_ms + 1000),
    record(2, 14, received, { returned_ms: due_ms + 1000, due_ms, status: 10 }),
  ]);
  await refresher().refreshNow();
  expect((await figuresOf(1, JUNE)).totals).toMatchObject({ finished: 4, onTime: 4, late: 0, withoutDueTime: 0 });
  expect((await figuresOf(2, JUNE)).totals).toMatchObject({ finished: 4, onTime: 0, late: 4, withoutDueTime: 0 });
});

test('the first second of the first day and the last of the last day are of the period, the seconds beside them are not', async () => {
  await enterChanges(store, [
    record(3, 1, '2024-05-31T23:59:59'),
    record(3, 2, '2024-06-01T00:00:00'),
    record(3, 3, '2024-06-30T23:59:59', { processed_ms: at('2024-06-30T23:59:59'), status: 9 }),
    record(3, 4, '2024-06-10T08:00:00', { processed_ms: at('2024-07-01T00:00:00'), status: 9 }),
    record(3, 5, '2024-07-01T00:00:00'),
  ]);
  await refresher().refreshNow();
  const { totals, days } = await figuresOf(3, JUNE);
  expect(totals).toMatchObject({ received: 3, finished: 1 });
  expect([days[0], days.at(-1)].map((day) => [day?.day, day?.counts?.received, day?.counts?.finished])).toEqual([
    ['2024-06-01', 1, 0],
    ['2024-06-30', 1, 1],
  ]);
  const counts = async (from: string, to: string) => {
    const { received, finished } = (await figuresOf(3, { from, to })).totals!;
    return [received, finished];
  };
  expect(await counts('2024-05-31', '2024-05-31')).toEqual([1, 0]);
  expect(await counts('2024-06-01', '2024-06-01')).toEqual([1, 0]);
  expect(await counts('2024-07-01', '2024-07-01')).toEqual([1, 1]);
});

test('a system is expected from the day on which it is entered to the day before it is retired, and silent after three days', async () => {
  await enterChanges(
    store,
    [record(41, 1, '2024-06-29T08:00:00'), record(42, 1, '2024-06-29T08:00:00')].map((one, index) => ({
      ...one,
      received_ms: at(index === 0 ? '2024-06-28T23:59:59' : '2024-06-27T23:59:59'),
    })),
  );
  await refresher().refreshNow();
  const { completeness } = await dossiersOf(
    system(41, 'H56'),
    system(42, 'H56'),
    system(43, 'H56', { registeredOn: '2024-06-30' }),
    system(44, 'H56', { registeredOn: '2024-07-01' }),
    system(45, 'H56', { retiredOn: '2024-06-01' }),
    system(46, 'H56', { retiredOn: '2024-06-02' }),
  ).figures({ kind: 'country' }, JUNE);
  const systems = completeness.missing.map(({ what }) => what).filter((what) => what.startsWith('system:'));
  expect(systems).toEqual(['system:42', 'system:43', 'system:46']);
});

test('a day to which something comes in the millisecond in which it was counted is counted again', async () => {
  const now_ms = Date.now();
  const standing = refresher(frozenAt(store, () => now_ms));
  await enterChanges(store, [record(5, 1, '2024-06-10T08:00:00')]);
  await standing.refreshNow();
  expect(await finishedOf(5)).toBe(1);
  await enterChanges(store, [record(5, 2, '2024-06-10T08:00:00')]);
  await standing.refreshNow();
  expect(await finishedOf(5)).toBe(2);
});

test('a system that could not be counted is found again by the same process, however long ago it was touched', async () => {
  const time = passingTime();
  let isBroken = true;
  const failing: EventStore = {
    ...frozenAt(store, time.now_ms),
    run: async (statement, params) => {
      if (isBroken && JSON.stringify(params).includes('"pair_systems":[7')) throw new Error('cannot be computed');
      return store.run(statement, params);
    },
  };
  const own = refresher(failing);
  await enterChanges(store, [record(7, 1, '2024-06-10T08:00:00')]);
  await expect(own.refreshNow()).rejects.toThrow('cannot be computed');
  // More than the longest look back goes by, with rounds between.
  for (const later_ms of [61_000, 700_000, 1_400_000]) {
    time.pass(later_ms);
    await expect(own.refreshNow()).rejects.toThrow('cannot be computed');
  }
  expect(await finishedOf(7)).toBeNull();
  isBroken = false;
  time.pass(61_000);
  await own.refreshNow();
  expect(await finishedOf(7)).toBe(1);
});

test('of dossiers that are resolved in parts each is in one: where a part begins it is in it, where it ends it is not', async () => {
  const codes = [1, 2, 3].map((number) => `H56.8-240601-000${number}`);
  await enterChanges(
    store,
    codes.map((_code, index) => record(8, index + 1, '2024-06-10T08:00:00')),
  );
  const resolved = async () => {
    const reply = await store.write.query({
      query: 'SELECT dossier FROM dossier_events FINAL WHERE system_id = 8 ORDER BY dossier',
      format: 'JSONEachRow',
    });
    return (await reply.json<{ dossier: string }>()).map(({ dossier }) => dossier);
  };
  const part = (from_code: string, to_code: string) =>
    store.run(resolveTouched, { system_ids: [8], since_ms: 0, from_code, to_code, resolved_at_ms: Date.now() });
  await part(codes[1]!, codes[2]!);
  expect(await resolved()).toEqual([codes[1]]);
  await part('', codes[1]!);
  expect(await resolved()).toEqual(codes.slice(0, 2));
  await part(codes[2]!, '');
  expect(await resolved()).toEqual(codes);
});

test('a day that came to count in another way in the millisecond of its count is found by the next process, whatever touched it long before', async () => {
  // By this clock nothing was touched lately: only the comparison of the two instants is left to find the day.
  const now_ms = Date.now() + 3_600_000;
  const standing = frozenAt(store, () => now_ms);
  await enterChanges(store, [record(6, 1, '2024-06-10T08:00:00')]);
  await refresher(standing).refreshNow();
  expect(await finishedOf(6)).toBe(1);
  await enterChanges(store, [record(6, 2, '2024-06-10T08:00:00')]);
  await store.write.command({ query: 'TRUNCATE TABLE dossier_rounds' });
  await expect(refresher(endedBefore(standing, 'compute-dossier-days')).refreshNow()).rejects.toThrow(
    'the process ended',
  );
  // Another process says that it has seen everything.
  const told = `fromUnixTimestamp64Milli(${now_ms}, 'UTC')`;
  await store.write.command({ query: `INSERT INTO dossier_rounds SELECT 0, ${told}, ${told}, [], [], []` });
  await refresher(standing).refreshNow();
  expect(await finishedOf(6)).toBe(2);
});

/** The store as a process sees it that ends before a statement. */
function endedBefore(whole: EventStore, name: string): EventStore {
  let ended = false;
  const gone = async (): Promise<never> => {
    throw new Error('the process ended');
  };
  return {
    ...whole,
    ask: (query, params) => (ended ? gone() : whole.ask(query, params)),
    run: (statement, params) => {
      ended ||= statement.name === name;
      return ended ? gone() : whole.run(statement, params);
    },
  };
}
