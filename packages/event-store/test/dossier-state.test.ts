import { freshStores } from '@emc/test-kit';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { defineQuery, defineStatement, emptyDossierChange, encodeDossierChange, RowWriter } from '../src/index.ts';

const count = defineQuery({
  name: 'test-dossiers',
  sql: `SELECT dossier, max(snapshot).rank AS rank, toString(max(snapshot).procedure) AS procedure, min(first_heard) < now() AS heard, length(groupUniqArrayArray(days)) AS days FROM dossiers GROUP BY system_id, dossier`,
  params: z.object({}),
  row: z.object({ dossier: z.string(), rank: z.int(), procedure: z.string(), heard: z.int(), days: z.int() }),
});
const enter = defineStatement({
  name: 'test-enter',
  sql: `INSERT INTO dossier_changes (system_id, received, feed, dossier, version, status, procedure) VALUES (1, {received:DateTime64(3)}, 'synchronisation', 'H56-240118-0001', {version:DateTime64(3)}, {status:UInt8}, '1.000123')`,
  params: z.object({ received: z.string(), version: z.string(), status: z.int() }),
});

test('of two synchronised records the newer one holds, whichever arrived first', async () => {
  const { event } = await freshStores();
  await event.run(enter, { received: '2024-01-18 03:00:00', version: '2024-01-18 02:00:00', status: 10 });
  await event.run(enter, { received: '2024-01-18 04:00:00', version: '2024-01-18 01:00:00', status: 4 });
  expect(await event.ask(count, {})).toEqual([
    { dossier: 'H56-240118-0001', rank: 11, procedure: '1.000123', heard: 1, days: 1 },
  ]);
  const row = new RowWriter();
  encodeDossierChange(emptyDossierChange(), row);
  expect(row.length_bytes).toBeGreaterThan(80);
});
