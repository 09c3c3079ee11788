import {
  addDays,
  type Clock,
  type DossierFigures,
  type Dossiers,
  EmcError,
  FIRST_DAY,
  localIso,
  recentChangesSchema,
  startOfDay,
} from '@emc/contract';
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
const clock = () => NOW_MS;

let stores: FreshStores;
let store: EventStore;
let dossiers: Dossiers;
beforeAll(async () => {
  stores = await freshStores();
  store = stores.event;
  await enterChanges(store, [
    received(1, 1, '2024-06-03', { procedure: '1.000001', hasFee: true, paidOnline: true }),
    received(1, 2, '2024-06-19', { procedure: '1.000002' }),
    received(1, 3, '2024-06-19', { procedure: 'LA-9', channel: 'direct' }),
    received(2, 1, '2024-06-04', { procedure: '1.000001' }),
    received(4, 1, '2024-05-30', { procedure: '1.000001' }),
    received(6, 1, TODAY, { procedure: '' }),
  ]);
  await createDossierRefresher({ eventStore: store, clock, log: quiet }).refreshNow();
  dossiers = dossiersAt(clock);
});
afterAll(() => stores.close());

function received(systemId: number, number: number, day: string, change: Partial<DossierChange>): DossierChange {
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
    ...change,
  };
}

/** 1 sends; 2 is silent since the 4th; 3 never sent; 4 was retired in June; 5 comes later; 6 is of a body without a catalogue. */
const SYSTEMS = [
  system(1, 'H56'),
  system(2, 'H56'),
  system(3, 'H57'),
  system(4, 'H56', { retiredOn: '2024-06-01' }),
  system(5, 'H58', { registeredOn: '2024-07-01' }),
  system(6, 'H59'),
];
const ENTRIES = [
  entry('H56', '1.000001', { hasFee: true }),
  entry('H56', '1.000002', { level: 'information' }),
  entry('H56', '1.000003', { level: 'partial' }),
  entry('H57', '1.000001', { level: 'partial' }),
];
const dossiersAt = (at: Clock) =>
  createDossiers({
    eventStore: store,
    ...mapOf(['H56', 'H57', 'H58', 'H59'], SYSTEMS, ENTRIES),
    clock: at,
    simulated: false,
    loaderStatus: () => ({ loadedThrough_ms: at() }),
  });

test('what a figure lacks is said in words: who never sent, who is silent since when, who has no system or no catalogue', async () => {
  const { completeness } = await dossiers.figures({ kind: 'country' }, {});
  expect(completeness.complete).toBe(false);
  expect(completeness.missing.map(({ what }) => what)).toEqual(['body:H58', 'system:2', 'system:3', 'catalogue:H59']);
  expect(completeness.missing[1]?.words).toEqual({
    vi: 'Hệ thống “Hệ thống 2” (H56) không gửi gì sau ngày 04/06/2024.',
    en: 'The system “Hệ thống 2” (H56) has sent nothing after 2024-06-04.',
  });
});

test('a retired system counts for the time before, and is missed by nobody after', async () => {
  const may = await dossiers.figures({ kind: 'body', code: 'H56' }, { from: '2024-05-01', to: '2024-05-31' });
  expect(may.totals).toMatchObject({ received: 1, fullOnline: 1 });
  expect(may.completeness).toMatchObject({ complete: true, missing: [] });
  const june = await dossiers.figures({ kind: 'system', id: 4 }, { from: '2024-06-01', to: TODAY });
  expect(june.totals?.received).toBe(0);
});

test('who never sent has no figure: null, not 0; nor has a day before the first or after today', async () => {
  const never = await dossiers.figures({ kind: 'body', code: 'H57' }, {});
  expect(never.totals).toBeNull();
  expect(never.rates).toEqual({
    online: { value: null, numerator: null, denominator: null },
    fullOnline: { value: null, numerator: null, denominator: null },
    onTime: { value: null, numerator: null, denominator: null },
    paidOnline: { value: null, numerator: null, denominator: null },
    averageProcessingDays: null,
  });
  const { days } = await dossiers.figures({ kind: 'system', id: 2 }, { from: '2024-06-03', to: '2024-06-21' });
  expect(days.map(({ counts }) => counts?.received ?? null)).toEqual([null, 1, ...Array<number>(16).fill(0), null]);
});

test('a figure is told beside the one of the period of the same length before, by the systems and the catalogue of now', async () => {
  const { previous } = await dossiers.figures({ kind: 'body', code: 'H56' }, {});
  expect(previous?.period).toEqual({ from: '2024-05-12', to: '2024-05-31' });
  expect(previous?.totals).toMatchObject({ received: 1, fullOnline: 1 });
  const unknown = await dossiers.figures({ kind: 'system', id: 2 }, {});
  expect(unknown.previous).toEqual({ period: previous?.period, totals: null, sourcesMissing: 0 });
  // Bodies without a system: that the country did more than before may be no more than that they came.
  const country = await dossiers.figures({ kind: 'country' }, {});
  expect(country.previous?.sourcesMissing).toBeGreaterThan(0);
  const first = await dossiers.figures({ kind: 'country' }, { from: FIRST_DAY, to: addDays(FIRST_DAY, 3) });
  expect(first.previous).toBeNull();
});

test('a period before anything was known, or that has not begun, has no figure; one that began has those up to today', async () => {
  const totalsIn = async (from: string, to: string) => {
    const [country, byBody] = await Promise.all([
      dossiers.figures({ kind: 'country' }, { from, to }),
      dossiers.byBody({ from, to }),
    ]);
    const known = byBody.items.flatMap(({ totals }) => (totals === null ? [] : [totals.received]));
    expect(known.length === 0 ? null : known.reduce((sum, one) => sum + one, 0)).toBe(country.totals?.received ?? null);
    return country.totals?.received ?? null;
  };
  expect(await totalsIn('1900-01-01', '1900-12-31')).toBeNull();
  expect(await totalsIn('2024-07-01', '2024-07-31')).toBeNull();
  expect(await totalsIn('2024-06-01', '2024-12-31')).toBe(await totalsIn('2024-06-01', TODAY));
});

test('procedures are held against the catalogue of the body on the last day, and the country is the sum of its bodies', async () => {
  const own = await dossiers.figures({ kind: 'body', code: 'H56' }, {});
  expect(own.procedureCounts).toEqual({
    inCatalogue: 3,
    online: 2,
    withDossiers: 2,
    withOnlineDossiers: 1,
    withFeePaidOnline: 1,
    notInCatalogue: 1,
  });
  const listed = ({ procedures }: DossierFigures) =>
    procedures.map(({ code, nameVi, level, counts }) => [code, nameVi, level, counts.received]);
  expect(listed(own)).toEqual([
    ['1.000001', 'Thủ tục 1.000001', 'full', 2],
    ['', null, null, 1],
    ['1.000002', 'Thủ tục 1.000002', 'information', 1],
  ]);
  expect(listed(await dossiers.figures({ kind: 'system', id: 1 }, {}, 'as-sent'))).toContainEqual([
    'LA-9',
    null,
    null,
    1,
  ]);
  expect(own.totals).toMatchObject({ received: 4, receivedOnline: 3, fullOnline: 2, withFee: 1, paidOnline: 1 });
  const [country, byBody, byProcedure] = await Promise.all([
    dossiers.figures({ kind: 'country' }, {}),
    dossiers.byBody({}),
    dossiers.byProcedure({ from: '2024-06-01', to: TODAY }),
  ]);
  expect(country.totals?.received).toBe(5);
  for (const name of Object.keys(country.totals!) as (keyof NonNullable<typeof country.totals>)[]) {
    const value = country.totals![name];
    expect(byBody.items.reduce((sum, { totals }) => sum + (totals?.[name] ?? 0), 0)).toBe(value);
    expect(byProcedure.items.reduce((sum, { counts }) => sum + (counts[name] ?? 0), 0)).toBe(value);
    expect(country.days.reduce((sum, { counts }) => sum + (counts?.[name] ?? 0), 0)).toBe(value);
  }
  expect(byBody.items.map(({ bodyCode, totals }) => [bodyCode, totals === null])).toEqual([
    ['H56', false],
    ['H57', true],
    ['H58', true],
    ['H59', false],
  ]);
});

test('full online is not known of a body without a catalogue: null and no part of the rate of the country, in totals, days, procedures and beside others', async () => {
  const unknown = { value: null, numerator: null, denominator: null };
  const [own, byBody, country] = await Promise.all([
    dossiers.figures({ kind: 'body', code: 'H59' }, {}),
    dossiers.byBody({}),
    dossiers.figures({ kind: 'country' }, {}),
  ]);
  expect(own.totals).toMatchObject({ received: 1, fullOnline: null, receivedWithCatalogue: 0 });
  expect(own.rates.fullOnline).toEqual(unknown);
  expect(own.days.flatMap(({ counts }) => (counts === null ? [] : [counts.fullOnline]))).toEqual([null]);
  expect(own.procedures.map(({ counts }) => counts.fullOnline)).toEqual([null]);
  const beside = byBody.items.find(({ bodyCode }) => bodyCode === 'H59')!;
  expect([beside.totals, beside.rates.fullOnline]).toEqual([own.totals, unknown]);
  expect(country.totals).toMatchObject({ received: 5, fullOnline: 2, receivedWithCatalogue: 4 });
  expect(country.rates.fullOnline).toEqual({ value: 0.5, numerator: 2, denominator: 4 });
  // With a catalogue, and nothing sent in a period: 0, which is known.
  const idle = await dossiers.figures({ kind: 'body', code: 'H56' }, { from: '2024-06-10', to: '2024-06-12' });
  expect(idle.totals).toMatchObject({ received: 0, fullOnline: 0, receivedWithCatalogue: 0 });
});

test('a period upside down or of more than 366 days is refused, as are bodies and systems that do not exist', async () => {
  const code = async (asked: Promise<unknown>) => {
    const error = await asked.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    return error instanceof EmcError ? error.code : error;
  };
  const country = { kind: 'country' } as const;
  expect(await code(dossiers.figures(country, { from: '2024-06-02', to: '2024-06-01' }))).toBe('period-invalid');
  expect(await code(dossiers.byBody({ from: '2023-06-20', to: TODAY }))).toBe('period-invalid');
  expect(await code(dossiers.byBody({ from: '2023-06-21', to: TODAY }))).toBeUndefined();
  expect(await code(dossiers.byProcedure({ from: '2023-06-20', to: TODAY }))).toBe('period-invalid');
  expect(await code(dossiers.figures({ kind: 'body', code: 'H99' }, {}))).toBe('body-unknown');
  expect(await code(dossiers.figures({ kind: 'system', id: 99 }, {}))).toBe('system-unknown');
  expect(await code(dossiers.recentChanges(99, 60))).toBe('system-unknown');
});

test("a system's engineer sees what arrived in the last minutes, newest first, and why something was not taken", async () => {
  // The store forgets drops after 90 days of its own clock.
  const minute_ms = Math.floor(Date.now() / 60_000) * 60_000;
  const now_ms = minute_ms + 600_000;
  await enterChanges(store, [
    received(3, 1, TODAY, { received_ms: minute_ms, procedure: '1.000001' }),
    received(3, 2, TODAY, { received_ms: minute_ms + 1_000, feed: 'tracking', status: 10, channel: 'direct' }),
    received(3, 3, TODAY, { received_ms: now_ms - 3_600_001 }),
  ]);
  await store.insertDossierDrops({
    batchId: 1n,
    drops: [
      { systemId: 3, minute_ms, reason: 'bad-time', count: 2 },
      { systemId: 1, minute_ms, reason: 'bad-code', count: 7 },
    ],
  });
  const recent = recentChangesSchema.parse(await dossiersAt(() => now_ms).recentChanges(3, 60));
  const first = { feed: 'synchronisation', dossier: 'H56.3-240601-0001', procedure: '1.000001', status: 2 };
  const second = { feed: 'tracking', dossier: 'H56.3-240601-0002', procedure: '', status: 10 };
  expect(recent.changes).toEqual([
    { ...second, at: localIso(minute_ms + 1_000), channel: 'direct' },
    { ...first, at: localIso(minute_ms), channel: 'online' },
  ]);
  expect(recent.drops).toMatchObject([{ minute: localIso(minute_ms), reason: 'bad-time', count: 2 }]);
  expect(recent.drops[0]?.meaning.vi).toContain('yyyyMMddHHmmss');
});
