import { freshStores, readDossierStates, type FreshStores } from '@emc/test-kit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  DOSSIER_ROW_VERSION,
  emptyDossierChange,
  encodeDossierChange,
  RowWriter,
  type DossierChange,
} from '../src/index.ts';

let stores: FreshStores;
beforeAll(async () => {
  stores = await freshStores();
});
afterAll(() => stores.close());

const INSTANT_MS = Date.parse('2024-01-16T10:00:00+07:00');
/** TrangThaiHoSo by how far the dossier has come, as the protocol's words say: what waits or goes on, then what ends it. */
const IN_ORDER = [
  [1, 'registered'],
  [2, 'received'],
  [4, 'processing'],
  [5, 'supplement requested'],
  [6, 'financial duty'],
  [3, 'not received'],
  [7, 'withdrawn'],
  [8, 'stopped'],
  [9, 'processed'],
  [10, 'returned'],
] as const;

let batchId = 0n;
async function enter(change: DossierChange): Promise<void> {
  const rows = new RowWriter();
  encodeDossierChange(change, rows);
  await stores.event.insertDossierChanges({ batchId: ++batchId, rows: rows.copy(), rowVersion: DOSSIER_ROW_VERSION });
}

test('of two statements about the same instant the one further on holds, whichever arrives last, for records and for steps', async () => {
  const change = (pair: number, status: number, feed: 'synchronisation' | 'progress'): DossierChange => ({
    ...emptyDossierChange(),
    systemId: 1,
    dossier: `H56-240116-${String(pair).padStart(4, '0')}`,
    received_ms: INSTANT_MS,
    version_ms: INSTANT_MS,
    feed,
    status,
  });
  const pairs = IN_ORDER.slice(1).map(([further], index) => [IN_ORDER[index]![0], further] as const);
  for (const [pair, statuses] of pairs.entries()) {
    // Even pairs hear of what is further on first, odd ones last.
    const arrived = pair % 2 === 0 ? statuses.toReversed() : statuses;
    for (const status of arrived)
      for (const feed of ['synchronisation', 'progress'] as const) await enter(change(pair, status, feed));
  }
  const states = await readDossierStates(stores.event.write);
  expect(states.map(({ snapshot, progress }) => [snapshot[2], progress[2]])).toEqual(
    pairs.map(([, further]) => [further, further]),
  );
});
