import { readFileSync } from 'node:fs';
import path from 'node:path';
import { freshStores, type FreshStores } from '@emc/test-kit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  DOSSIER_COLUMNS,
  DOSSIER_ROW_VERSION,
  type DossierChange,
  encodeDossierChange,
  encodeHit,
  type Hit,
  HIT_COLUMNS,
  HIT_ROW_VERSION,
  RowWriter,
} from '../src/index.ts';
import { rowsOf } from './fixtures.ts';

/**
 * Rows as the first row versions wrote them at a0db2f6: what was encoded, its bytes, and what the store then showed. Spools
 * with such rows are on the disks of installations, so every later program takes them.
 */
interface Recorded<Value> {
  rowVersion: number;
  values: Value[];
  /** Base 64. */
  bytes: string;
  rows: Record<string, unknown>[];
}
const recorded = JSON.parse(readFileSync(path.join(import.meta.dirname, 'recorded-rows.json'), 'utf8')) as {
  hits: Recorded<Omit<Hit, 'visitor'> & { visitor: string }>;
  dossiers: Recorded<DossierChange>;
};
const BATCH = 4_711n;

let stores: FreshStores;
beforeAll(async () => {
  stores = await freshStores();
});
afterAll(() => stores.close());

/** The columns that the collector writes, of the batch, in the order of all of them. */
function shown(table: string, columns: readonly { name: string }[]): Promise<Record<string, unknown>[]> {
  const names = columns.map(({ name }) => name).join(', ');
  return rowsOf(stores.event, `SELECT ${names} FROM ${table} WHERE batch_id = ${BATCH} ORDER BY ALL`);
}

test('hits in the bytes of the first row version are taken by the store as they were', async () => {
  const { rowVersion, bytes, rows } = recorded.hits;
  await stores.event.insertHits({ batchId: BATCH, rows: Buffer.from(bytes, 'base64'), rowVersion });
  expect(await shown('hits', HIT_COLUMNS)).toEqual(rows);
});

test('dossier changes in the bytes of the first row version are taken by the store as they were', async () => {
  const { rowVersion, bytes, rows } = recorded.dossiers;
  await stores.event.insertDossierChanges({ batchId: BATCH, rows: Buffer.from(bytes, 'base64'), rowVersion });
  expect(await shown('dossier_changes', DOSSIER_COLUMNS)).toEqual(rows);
});

test('an encoder that writes other bytes has another row version', () => {
  const hits = new RowWriter();
  for (const hit of recorded.hits.values) encodeHit({ ...hit, visitor: BigInt(hit.visitor) }, hits);
  const dossiers = new RowWriter();
  for (const change of recorded.dossiers.values) encodeDossierChange(change, dossiers);
  const unlessNewer = (version: number, bytes: Buffer, old: { rowVersion: number; bytes: string }): string =>
    version > old.rowVersion ? old.bytes : bytes.toString('base64');
  expect(unlessNewer(HIT_ROW_VERSION, hits.copy(), recorded.hits)).toBe(recorded.hits.bytes);
  expect(unlessNewer(DOSSIER_ROW_VERSION, dossiers.copy(), recorded.dossiers)).toBe(recorded.dossiers.bytes);
});
