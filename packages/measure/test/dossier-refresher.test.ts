import { startOfDay } from '@emc/contract';
import { type DossierChange, defineQuery, emptyDossierChange, type EventStore } from '@emc/event-store';
import { eventually, freshStores } from '@emc/test-kit';
import type { FreshStores } from '@emc/test-kit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { createDossierRefresher } from '../src/index.ts';
import { enterChanges } from './dossier-helpers.ts';

const quiet = { info: () => {}, warn: () => {}, error: () => {} };
const clock = () => startOfDay('2026-11-21');

let stores: FreshStores;
let store: EventStore;
beforeAll(async () => {
  stores = await freshStores();
  store = stores.event;
});
afterAll(() => stores.close());

const receivedByDay = defineQuery({
  name: 'test-received-by-day',
  sql: `SELECT toString(day) AS day, arraySum(received) AS received, arraySum(finished) AS finished
  FROM dossier_days FINAL WHERE system_id = {system_id:UInt32} AND notEmpty(procedures) ORDER BY day`,
  params: z.object({ system_id: z.int() }),
  row: z.object({ day: z.string(), received: z.int(), finished: z.int() }),
});
const rowsWritten = defineQuery({
  name: 'test-rows-written',
  sql: 'SELECT uniqExact(system_id, day, computed_at) AS written, max(day = {day:Date} AND empty(procedures)) AS emptied FROM dossier_days WHERE system_id = {system_id:UInt32}',
  params: z.object({ system_id: z.int(), day: z.string() }),
  row: z.object({ written: z.int(), emptied: z.int() }),
});

const counted = (systemId: number) => store.ask(receivedByDay, { system_id: systemId });

function record(systemId: number, number: number, day: string, change: Partial<DossierChange> = {}): DossierChange {
  const at_ms = startOfDay(day) + 3_600_000;
  return {
    ...emptyDossierChange(),
    systemId,
    feed: 'synchronisation',
    dossier: `H56-240101-${String(number).padStart(5, '0')}`,
    received_ms: at_ms,
    version_ms: at_ms,
    receivedByDesk_ms: at_ms,
    status: 2,
    procedure: '1.000001',
    channel: 'online',
    ...change,
  };
}

test('a dossier that moves to another day leaves the one where it was, whose row turns empty', async () => {
  const refresher = createDossierRefresher({ eventStore: store, clock, log: quiet });
  await enterChanges(store, [record(1, 1, '2024-01-18')]);
  await refresher.refreshNow();
  expect(await counted(1)).toEqual([{ day: '2024-01-18', received: 1, finished: 0 }]);
  // Corrected later: it was received the day before, and nothing in the correction names the 18th.
  const version_ms = startOfDay('2024-01-19');
  await enterChanges(store, [record(1, 1, '2024-01-17', { version_ms, received_ms: version_ms })]);
  await refresher.refreshNow();
  expect(await counted(1)).toEqual([{ day: '2024-01-17', received: 1, finished: 0 }]);
  expect(await store.ask(rowsWritten, { system_id: 1, day: '2024-01-18' })).toMatchObject([{ emptied: 1 }]);
});

test('of two refreshers that work at once, with inserts under way, the counts end up exact', async () => {
  const workers = [0, 1].map(() => createDossierRefresher({ eventStore: store, clock, log: quiet, pause_ms: 1 }));
  for (const worker of workers) worker.start();
  const days = ['2024-01-30', '2024-01-31', '2024-02-01'];
  for (let block = 0; block < 10; block++) {
    const numbers = Array.from({ length: 15 }, (_, index) => block * 15 + index);
    await enterChanges(
      store,
      numbers.map((number) => record(2, number, days[number % 3]!)),
    );
  }
  const exact = days.map((day) => ({ day, received: 50, finished: 0 }));
  await eventually(async () => expect(await counted(2)).toEqual(exact));
  await Promise.all(workers.map((worker) => worker.stop()));
  await Promise.all(workers.map((worker) => worker.refreshNow()));
  expect(await counted(2)).toEqual(exact);
});

test('what one refresher left half done when it ended, the next one completes, whatever arrived between', async () => {
  // A day in each of 70 months: more than one computation takes. It ends after noting what was half written and contradictory, resolving, comparing systems and the first of two.
  const days = Array.from({ length: 70 }, (_, month) => new Date(Date.UTC(2018, month, 5)).toISOString().slice(0, 10));
  await enterChanges(
    store,
    days.map((day, number) => record(3, number, day, { received_ms: startOfDay('2024-01-02') })),
  );
  const first = createDossierRefresher({ eventStore: brokenAfter(store, 5), clock, log: quiet });
  await expect(first.refreshNow()).rejects.toThrow('the process ended');
  const halfDone = await counted(3);
  expect(halfDone).toHaveLength(60);

  const returned_ms = startOfDay(days[0]!) + 7_200_000;
  const returned = { version_ms: returned_ms, returned_ms, status: 10 };
  await enterChanges(store, [record(3, 0, days[0]!, returned), record(3, 70, days[69]!)]);
  const second = createDossierRefresher({ eventStore: store, clock, log: quiet });
  await second.refreshNow();
  expect(await counted(3)).toEqual(
    days.map((day, number) => ({ day, received: number === 69 ? 2 : 1, finished: number === 0 ? 1 : 0 })),
  );
});

test('a day is computed again only when something comes to count in another way, by this or the next refresher', async () => {
  const refresher = createDossierRefresher({ eventStore: store, clock, log: quiet });
  const written = async () => (await store.ask(rowsWritten, { system_id: 4, day: '2024-04-01' }))[0]?.written;
  await enterChanges(store, [record(4, 1, '2024-04-01')]);
  await refresher.refreshNow();
  const before = await written();
  // Told again, and further on; neither is a receipt or an end.
  await enterChanges(store, [record(4, 1, '2024-04-01')]);
  await refresher.refreshNow();
  await enterChanges(store, [record(4, 1, '2024-04-01', { status: 4, version_ms: startOfDay('2024-04-02') })]);
  await refresher.refreshNow();
  await createDossierRefresher({ eventStore: store, clock, log: quiet }).refreshNow();
  expect(await written()).toBe(before);
  expect(await counted(4)).toEqual([{ day: '2024-04-01', received: 1, finished: 0 }]);
  await enterChanges(store, [record(4, 1, '2024-04-01', { channel: 'direct', version_ms: startOfDay('2024-04-03') })]);
  await refresher.refreshNow();
  expect(await written()).toBe(before! + 1);
});

test('where it is another year than for the store, what was counted is not looked at again and again', async () => {
  const long_ago = () => startOfDay('2024-01-18');
  const since_ms: number[] = [];
  const watched: EventStore = {
    ...store,
    ask: (query, params) => {
      if (query.name === 'touched-dossier-systems') since_ms.push((params as { since_ms: number }).since_ms);
      return store.ask(query, params);
    },
  };
  const given = { eventStore: watched, clock: long_ago, loadedThrough: long_ago, log: quiet };
  const refresher = createDossierRefresher(given);
  const before_ms = Date.now();
  await enterChanges(store, [record(5, 1, '2024-01-18')]);
  await refresher.refreshNow();
  await refresher.refreshNow();
  expect(await counted(5)).toEqual([{ day: '2024-01-18', received: 1, finished: 0 }]);
  expect(since_ms.at(-1)).toBeGreaterThan(before_ms - 60_000);
});

/** The store as a process sees it that ends after so many statements. */
function brokenAfter(whole: EventStore, computations: number): EventStore {
  let left = computations;
  const ended = async (): Promise<never> => {
    throw new Error('the process ended');
  };
  return {
    ...whole,
    ask: (query, params) => (left < 0 ? ended() : whole.ask(query, params)),
    run: (statement, params) => (--left < 0 ? ended() : whole.run(statement, params)),
  };
}
