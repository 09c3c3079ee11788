import { addDays, startOfDay } from '@emc/contract';
import { type DossierChange, emptyDossierChange } from '@emc/event-store';
import { freshStores } from '@emc/test-kit';
import type { FreshStores } from '@emc/test-kit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDossierRefresher, createDossiers } from '../src/index.ts';
import { enterChanges } from './dossier-helpers.ts';
import { entry, mapOf, system } from './dossier-map.ts';

const quiet = { info: () => {}, warn: () => {}, error: () => {} };
const NOW_MS = startOfDay('2026-11-21');
const clock = () => NOW_MS;
const YEAR = { from: '2024-01-01', to: '2024-12-31' };

let stores: FreshStores;
beforeAll(async () => {
  stores = await freshStores();
});
afterAll(() => stores.close());

/** Hà Nam in 2024 (domain.md 6.1). */
const ALL = 168_746;
const FULL_ONLINE = 115_665;

/** The dossier of a number, spread evenly over the year; what is not full online is so for one of four reasons. */
function dossier(number: number): DossierChange {
  const day = addDays(YEAR.from, Math.floor((number * 366) / ALL));
  const received_ms = startOfDay(day) + (number % 86_400) * 1000;
  const isFullOnline = (number * FULL_ONLINE) % ALL < FULL_ONLINE;
  const reasons = [
    { channel: 'direct', delivery: 'electronic', procedure: '1.000001' },
    { channel: 'post', delivery: 'post', procedure: '1.000001' },
    { channel: 'online', delivery: 'desk', procedure: '1.000001' },
    { channel: 'online', delivery: 'electronic', procedure: '1.000002' },
  ] as const;
  const home = { channel: 'online', delivery: 'electronic', procedure: `2.00000${number % 10}` } as const;
  return {
    ...emptyDossierChange(),
    ...(isFullOnline ? home : reasons[number % reasons.length]!),
    systemId: 1,
    feed: 'synchronisation',
    dossier: `H42.${number % 30}-${day.slice(2).replaceAll('-', '')}-${String(number % 10_000).padStart(4, '0')}`,
    received_ms,
    version_ms: received_ms,
    receivedByDesk_ms: received_ms,
    status: 2,
  };
}

test('of 168,746 dossiers of a year 115,665 full online give 68.54 %, in the country, the body and the sum of its days', async () => {
  const { event } = stores;
  for (let first = 0; first < ALL; first += 10_000) {
    const numbers = Array.from({ length: Math.min(10_000, ALL - first) }, (_, index) => first + index);
    await enterChanges(event, numbers.map(dossier));
  }
  await createDossierRefresher({ eventStore: event, clock, log: quiet }).refreshNow();

  const full = Array.from({ length: 10 }, (_, number) => entry('H42', `2.00000${number}`));
  const entries = [...full, entry('H42', '1.000001'), entry('H42', '1.000002', { level: 'partial' })];
  const dossiers = createDossiers({
    eventStore: event,
    ...mapOf(['H42'], [system(1, 'H42')], entries),
    clock,
    simulated: false,
    loaderStatus: () => ({ loadedThrough_ms: NOW_MS }),
  });
  for (const subject of [{ kind: 'body', code: 'H42' }, { kind: 'country' }] as const) {
    const { rates, days, procedureCounts } = await dossiers.figures(subject, YEAR);
    expect(rates.fullOnline).toEqual({ value: FULL_ONLINE / ALL, numerator: FULL_ONLINE, denominator: ALL });
    expect(((rates.fullOnline.value ?? 0) * 100).toFixed(2)).toBe('68.54');
    expect(days.reduce((sum, { counts }) => sum + (counts?.fullOnline ?? 0), 0)).toBe(FULL_ONLINE);
    expect(days.map(({ counts }) => counts?.received)).not.toContain(0);
    expect(procedureCounts).toMatchObject({ inCatalogue: 12, online: 12, withDossiers: 12, notInCatalogue: 0 });
  }
});
