import { localIso, oneDossierSchema, startOfDay } from '@emc/contract';
import { type DossierChange, emptyDossierChange } from '@emc/event-store';
import { freshStores, type FreshStores } from '@emc/test-kit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createOneDossier } from '../src/dossiers/one-dossier.ts';
import { enterChanges } from './dossier-helpers.ts';

const NOW_MS = startOfDay('2024-06-20') + 36_000_000;
const at_ms = (day: string, hour: number) => startOfDay(day) + hour * 3_600_000;
const CODE = '000.00.12.H56-240601-0001';
const TRACKED = '000.00.12.H56-240603-0002';

let stores: FreshStores;
beforeAll(async () => {
  stores = await freshStores();
  await enterChanges(stores.event, [
    change('2024-06-01', 9, { status: 2 }),
    change('2024-06-07', 15, { status: 10, processed_ms: at_ms('2024-06-07', 14), hasFee: true, paidOnline: true }),
    change('2024-06-03', 10, { dossier: TRACKED, feed: 'tracking', status: 2, channel: 'direct' }),
  ]);
});
afterAll(() => stores.close());

function change(day: string, hour: number, rest: Partial<DossierChange>): DossierChange {
  const received_ms = at_ms(day, hour);
  return {
    ...emptyDossierChange(),
    systemId: 7,
    feed: 'synchronisation',
    dossier: CODE,
    received_ms,
    version_ms: received_ms,
    receivedByDesk_ms: at_ms('2024-06-01', 8),
    due_ms: at_ms('2024-06-10', 17),
    procedure: '1.000001',
    channel: 'online',
    ...rest,
  };
}

const systems = {
  systemsOn: async () => [
    { systemId: 7, bodyCode: 'H56', name: 'Một cửa', registeredOn: '2024-01-01', retiredOn: null },
    { systemId: 8, bodyCode: 'H26', name: 'Một cửa', registeredOn: '2024-01-01', retiredOn: null },
  ],
};
const ask = async (systemId: number, code: string) =>
  oneDossierSchema.parse(
    await createOneDossier({ eventStore: stores.event, systems, clock: () => NOW_MS })(systemId, code),
  );

test('of a dossier it is told what it counts as, with its times, and what was sent of it', async () => {
  const told = await ask(7, CODE);
  expect(told).toMatchObject({
    synced: true,
    procedure: '1.000001',
    channel: 'online',
    receivedAt: localIso(at_ms('2024-06-01', 8)),
    endedAt: localIso(at_ms('2024-06-07', 14)),
    dueAt: localIso(at_ms('2024-06-10', 17)),
    onTime: true,
    processingSeconds: (6 * 24 + 6) * 3_600,
    hasFee: true,
    paidOnline: true,
  });
  expect(told.changes.map(({ status }) => status)).toEqual([10, 2]);
});

test('of a dossier that TrackingMCDT alone told of, nothing is made up: no end, no due time, not on time and not late', async () => {
  expect(await ask(7, TRACKED)).toMatchObject({ synced: false, endedAt: null, dueAt: null, onTime: null });
});

test('a dossier of another system is unknown, and so is a system that nobody registered', async () => {
  await expect(ask(8, CODE)).rejects.toMatchObject({ code: 'dossier-unknown' });
  await expect(ask(9, CODE)).rejects.toMatchObject({ code: 'system-unknown' });
});
