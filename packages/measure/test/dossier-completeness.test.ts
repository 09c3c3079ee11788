import { type FigureCompleteness, localIso, startOfDay } from '@emc/contract';
import { type DossierChange, emptyDossierChange, type EventStore } from '@emc/event-store';
import { freshStores } from '@emc/test-kit';
import type { FreshStores } from '@emc/test-kit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDossierRefresher, createDossiers } from '../src/index.ts';
import { enterChanges } from './dossier-helpers.ts';
import { entry, mapOf, system } from './dossier-map.ts';

const quiet = { info: () => {}, warn: () => {}, error: () => {} };
const TODAY = '2024-06-20';
const NOW_MS = startOfDay(TODAY) + 36_000_000;
const PERIOD = { from: '2024-06-01', to: TODAY };
const clock = () => NOW_MS;
/** How far the collectors say that everything is loaded. */
let loaded_ms = NOW_MS - 60_000;

let stores: FreshStores;
let store: EventStore;
beforeAll(async () => {
  stores = await freshStores();
  store = stores.event;
});
afterAll(() => stores.close());

const refresher = (of: EventStore = store) =>
  createDossierRefresher({ eventStore: of, clock, loadedThrough: () => loaded_ms, log: quiet });

/** H56 has the systems 1 and 2, H57 the system 3; nothing may wait to be counted. */
const dossiers = (more: ReturnType<typeof system>[] = []) =>
  createDossiers({
    eventStore: store,
    ...mapOf(
      ['H56', 'H57'],
      [system(1, 'H56'), system(2, 'H56'), system(3, 'H57'), ...more],
      [entry('H56', '1.000001'), entry('H57', '1.000001')],
    ),
    clock,
    simulated: false,
    loaderStatus: () => ({ loadedThrough_ms: loaded_ms }),
    countedWithin_ms: -1,
  });

function received(systemId: number, number: number, day: string): DossierChange {
  const at_ms = startOfDay(day) + 3_600_000;
  return {
    ...emptyDossierChange(),
    systemId,
    feed: 'synchronisation',
    dossier: `H56.${systemId}-240601-000${number}`,
    received_ms: at_ms,
    version_ms: at_ms,
    receivedByDesk_ms: at_ms,
    status: 2,
    channel: 'online',
  };
}

/** What is not counted, and the instant named with it, of every figure that shows dossiers of H56. */
async function toldBeside(): Promise<FigureCompleteness[]> {
  const all = dossiers();
  const [country, byBody, byProcedure, body] = await Promise.all([
    all.figures({ kind: 'country' }, PERIOD),
    all.byBody(PERIOD),
    all.byProcedure(PERIOD),
    all.figures({ kind: 'body', code: 'H56' }, PERIOD),
  ]);
  return [country, byBody, byProcedure, body].map(({ completeness }) => completeness);
}
const ofSystem = async (id: number) => (await dossiers().figures({ kind: 'system', id }, PERIOD)).completeness;
const receivedOf = async (code: string) => (await dossiers().figures({ kind: 'body', code }, PERIOD)).totals?.received;

test('of what nobody ever computed nothing is said to be counted', async () => {
  await enterChanges(
    store,
    [1, 2, 3].map((systemId) => received(systemId, 1, '2024-06-19')),
  );
  for (const { complete, missing, loadedThrough } of await toldBeside()) {
    expect({ complete, loadedThrough }).toEqual({ complete: false, loadedThrough: null });
    expect(missing.map(({ what }) => what)).toEqual(expect.arrayContaining(['unsummed:1', 'unsummed:2']));
  }
});

test('what is counted is told through when it was loaded, and nothing is missing', async () => {
  await refresher().refreshNow();
  for (const { complete, missing, loadedThrough } of await toldBeside())
    expect({ complete, missing, loadedThrough }).toEqual({
      complete: true,
      missing: [],
      loadedThrough: localIso(loaded_ms),
    });
});

test('changes that no round has counted yet are missing in every figure that should hold them, since when is said, and the next round mends it', async () => {
  const through_ms = loaded_ms;
  await enterChanges(store, [received(1, 2, '2024-06-19')]);
  loaded_ms += 30_000;
  for (const { complete, missing, loadedThrough } of await toldBeside()) {
    expect({ complete, loadedThrough }).toEqual({ complete: false, loadedThrough: localIso(through_ms) });
    const told = missing.find(({ what }) => what === 'unsummed:1');
    expect(told?.words.vi).toMatch(
      /^Hồ sơ thay đổi từ \d\d:\d\d:\d\d ngày 20\/06\/2024 của hệ thống “Hệ thống 1” \(H56\) chưa được tổng hợp hết\.$/,
    );
    expect(told?.words.en).toMatch(/^Changes of dossiers since \d\d:\d\d:\d\d on 2024-06-20 of the system /);
  }
  expect(await receivedOf('H56')).toBe(2);
  await refresher().refreshNow();
  for (const { complete, loadedThrough } of await toldBeside())
    expect({ complete, loadedThrough }).toEqual({ complete: true, loadedThrough: localIso(loaded_ms) });
  expect(await receivedOf('H56')).toBe(3);
});

test('what a body lacks is not lost among all that the country lacks', async () => {
  const silent = Array.from({ length: 150 }, (_, index) => system(1000 + index, 'H57'));
  await enterChanges(store, [received(1, 9, '2024-06-17')]);
  const all = dossiers(silent);
  const own = async () => (await all.byProcedure(PERIOD)).completeness.missing.map(({ what }) => what);
  expect(await own()).toEqual(expect.arrayContaining(['system:1149', 'unsummed:1']));
  expect((await all.figures({ kind: 'country' }, PERIOD)).completeness.missing).toHaveLength(100);
  await refresher().refreshNow();
});

test('a system whose days cannot be computed stays behind by itself: the others go on, and each is told through when it is counted', async () => {
  const through_ms = loaded_ms;
  await enterChanges(store, [received(1, 3, '2024-06-18'), received(3, 3, '2024-06-18')]);
  loaded_ms += 30_000;
  const broken: EventStore = {
    ...store,
    run: async (statement, params) => {
      if (JSON.stringify(params).includes('"pair_systems":[1')) throw new Error('cannot be computed');
      return store.run(statement, params);
    },
  };
  await expect(refresher(broken).refreshNow()).rejects.toThrow('cannot be computed');
  expect(await ofSystem(1)).toMatchObject({ complete: false, loadedThrough: localIso(through_ms) });
  expect((await ofSystem(1)).missing.map(({ what }) => what)).toEqual(['unsummed:1']);
  expect(await ofSystem(3)).toMatchObject({ complete: true, loadedThrough: localIso(loaded_ms) });
  expect(await receivedOf('H57')).toBe(2);
  await refresher().refreshNow();
  expect(await ofSystem(1)).toMatchObject({ complete: true, loadedThrough: localIso(loaded_ms) });
});

test('a dossier that two systems of a body told of is to be reconciled: said beside the figures of the body and of both; to tell the codes of another body changes nothing of it', async () => {
  const before = { H56: await receivedOf('H56'), H57: await receivedOf('H57') };
  const twice = { dossier: 'H56-240602-0001' };
  const told = [1, 2, 3].map((systemId) => ({ ...received(systemId, 4, '2024-06-02'), ...twice }));
  // The system of the other body is the first to tell.
  for (const change of told.toReversed()) {
    await enterChanges(store, [change]);
    await refresher().refreshNow();
  }
  expect(await receivedOf('H56')).toBe(before.H56! + 2);
  expect(await receivedOf('H57')).toBe(before.H57! + 1);
  const words = (name: string, other: string) => ({
    vi: `Chưa đối soát: 1 hồ sơ của hệ thống “${name}” (H56) cũng do hệ thống “${other}” gửi nên được tính hai lần.`,
    en: `Not reconciled: 1 dossiers of the system “${name}” (H56) were sent by the system “${other}” too and count twice.`,
  });
  const first = [{ what: 'unreconciled:1', words: words('Hệ thống 1', 'Hệ thống 2') }];
  for (const { complete, missing } of [...(await toldBeside()), await ofSystem(1)])
    expect({ complete, missing }).toEqual({ complete: false, missing: first });
  expect((await ofSystem(2)).missing).toEqual([{ what: 'unreconciled:2', words: words('Hệ thống 2', 'Hệ thống 1') }]);
  expect(await ofSystem(3)).toMatchObject({ complete: true });
  // Withdrawn by the one, as never received: it counts once, and nothing is left to reconcile.
  const version_ms = startOfDay('2024-06-03');
  await enterChanges(store, [{ ...told[1]!, receivedByDesk_ms: 0, status: 7, version_ms }]);
  await refresher().refreshNow();
  expect(await receivedOf('H56')).toBe(before.H56! + 1);
  for (const { complete } of await toldBeside()) expect(complete).toBe(true);
});
