import { randomBytes } from 'node:crypto';
import { dossierStates, freshStores, readDossierStates, type FreshStores } from '@emc/test-kit';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  DOSSIER_ROW_VERSION,
  encodeDossierChange,
  RowWriter,
  type DossierBatch,
  type DossierChange,
} from '../src/index.ts';
import { arbitraryDossierChange } from './arbitrary-dossier-change.ts';

let stores: FreshStores;
beforeAll(async () => {
  stores = await freshStores();
});
afterAll(() => stores.close());

const newBatchId = (): bigint => randomBytes(8).readBigUInt64LE();

function batchOf(changes: readonly DossierChange[]): DossierBatch {
  const rows = new RowWriter();
  for (const change of changes) encodeDossierChange(change, rows);
  return { batchId: newBatchId(), rows: rows.copy(), rowVersion: DOSSIER_ROW_VERSION };
}

/** Systems of a run of their own, so that runs need not wait for tables to be emptied. */
let nextSystem = 1;
const claimSystems = (): number => (nextSystem += 10) - 10;
const moved = (changes: readonly DossierChange[], by: number): DossierChange[] =>
  changes.map((change) => ({ ...change, systemId: change.systemId + by }));

async function statesOf(firstSystem: number) {
  const states = await readDossierStates(stores.event.write);
  return states.filter(({ systemId }) => systemId >= firstSystem && systemId < firstSystem + 10);
}

/** Changes, and an arrangement of them: an order, which of them come again, and where a block ends. */
const arrangedChanges = fc.array(arbitraryDossierChange(0), { minLength: 1, maxLength: 25 }).chain((changes) =>
  fc.record({
    changes: fc.constant(changes),
    arrived: fc.array(fc.nat(changes.length - 1), { maxLength: 15 }).chain((again) => {
      const all = [...changes.keys(), ...again];
      return fc
        .shuffledSubarray(
          all.map((_, at) => at),
          { minLength: all.length },
        )
        .map((order) => order.map((at) => all[at]!));
    }),
    ends: fc.array(fc.nat(40), { maxLength: 4 }),
  }),
);

test('order, repetition and division into blocks never alter the state of a dossier, before and after merges', async () => {
  let systems = 0;
  await fc.assert(
    fc.asyncProperty(arrangedChanges, async ({ changes, arrived, ends }) => {
      systems = claimSystems();
      const own = moved(changes, systems);
      const rows = arrived.map((at) => own[at]!);
      const cuts = [0, ...ends.filter((end) => end < rows.length).sort((a, b) => a - b), rows.length];
      for (const [at, from] of cuts.slice(0, -1).entries())
        if (cuts[at + 1]! > from) await stores.event.insertDossierChanges(batchOf(rows.slice(from, cuts[at + 1])));
      expect(await statesOf(systems)).toEqual(dossierStates(own));
    }),
    { numRuns: 20 },
  );
  const before = await readDossierStates(stores.event.write);
  await stores.event.onEachServer(async (server) => {
    await server.command({ query: 'OPTIMIZE TABLE dossiers FINAL' });
  });
  expect(await readDossierStates(stores.event.write)).toEqual(before);
});

test('how late a change arrives alters nothing but when it was heard', async () => {
  const changes = fc.array(arbitraryDossierChange(0), { minLength: 1, maxLength: 20 });
  const delays = fc.array(fc.nat(10 * 86_400_000), { minLength: 20, maxLength: 20 });
  const told = (systemId: number) => async () =>
    (await statesOf(systemId)).map(({ snapshot, tracked, progress, coded_ms, ...rest }) => {
      const { dossier, progressProcessed_ms, progressReturned_ms, progressStopped_ms } = rest;
      return {
        dossier,
        snapshot,
        tracked,
        progress,
        coded_ms,
        progressProcessed_ms,
        progressReturned_ms,
        progressStopped_ms,
      };
    });
  await fc.assert(
    fc.asyncProperty(changes, delays, async (sent, late_ms) => {
      const prompt = claimSystems();
      const late = claimSystems();
      await stores.event.insertDossierChanges(batchOf(moved(sent, prompt)));
      const delayed = moved(sent, late).map((change, at) => ({
        ...change,
        received_ms: change.received_ms + late_ms[at]!,
      }));
      await stores.event.insertDossierChanges(batchOf(delayed.toReversed()));
      expect(await told(late)()).toEqual(await told(prompt)());
    }),
    { numRuns: 8 },
  );
});

test('a correction that is called an update holds though it names no newer instant, whatever comes again after it', async () => {
  const record = arbitraryDossierChange(0).map((change): DossierChange => ({ ...change, feed: 'synchronisation' }));
  const told = fc.record({ first: record, correction: record, again: fc.array(fc.boolean(), { maxLength: 6 }) });
  await fc.assert(
    fc.asyncProperty(told, async ({ first, correction, again }) => {
      const original = { ...first, systemId: claimSystems(), updating: false };
      const { systemId, dossier, version_ms, status } = original;
      const corrected = { ...correction, systemId, dossier, version_ms, status, updating: true };
      for (const isCorrection of [false, true, ...again, false])
        await stores.event.insertDossierChanges(batchOf([isCorrection ? corrected : original]));
      const states = await statesOf(systemId);
      expect(states.map(({ snapshot }) => snapshot)).toEqual([dossierStates([corrected])[0]!.snapshot]);
    }),
    { numRuns: 8 },
  );
});

test('making the states of blocks again is harmless where they are there, and mends them where they lack', async () => {
  const [changes] = fc.sample(fc.array(arbitraryDossierChange(0), { minLength: 30, maxLength: 30 }), {
    numRuns: 1,
    seed: 7,
  });
  const systems = claimSystems();
  const own = moved(changes!, systems);
  const batches = [batchOf(own.slice(0, 15)), batchOf(own.slice(15))];
  for (const batch of batches) await stores.event.insertDossierChanges(batch);
  const batchIds = batches.map(({ batchId }) => batchId);
  await stores.event.repairDossiers([batchIds[0]!]);
  expect(await statesOf(systems)).toEqual(dossierStates(own));

  const daysQuery = `SELECT system_id, day, max(last_change_at) FROM system_days WHERE system_id >= ${systems} GROUP BY ALL ORDER BY ALL`;
  const days = async (): Promise<string> =>
    (await stores.event.write.query({ query: daysQuery, format: 'TabSeparated' })).text();
  const before = await days();
  for (const table of ['dossiers', 'system_days'])
    await stores.event.write.command({ query: `TRUNCATE TABLE ${table}` });
  await stores.event.repairDossiers(batchIds);
  expect(await statesOf(systems)).toEqual(dossierStates(own));
  expect(await days()).toBe(before);
});

test('a block is there once under its id, and one of another version or of two months is refused whole', async () => {
  const [change] = fc.sample(arbitraryDossierChange(claimSystems()), { numRuns: 1, seed: 3 });
  const batch = batchOf([change!]);
  await stores.event.insertDossierChanges(batch);
  const other = batchOf([
    { ...change!, received_ms: Date.UTC(2024, 0, 31, 16) },
    { ...change!, received_ms: Date.UTC(2024, 0, 31, 17) },
  ]);
  await expect(stores.event.insertDossierChanges(other)).rejects.toThrow('cannot be loaded');
  await expect(stores.event.insertDossierChanges({ ...batchOf([change!]), rowVersion: 99 })).rejects.toThrow(
    'version 99',
  );
  await expect(
    stores.event.insertDossierChanges({ ...batch, batchId: newBatchId(), rows: Buffer.from('x') }),
  ).rejects.toThrow('cannot be loaded');
  expect(await stores.event.dossierBatchExists([batch.batchId, other.batchId])).toEqual(new Set([batch.batchId]));
  const drops = {
    batchId: newBatchId(),
    drops: [{ systemId: 1, minute_ms: Date.now(), reason: 'bad-time' as const, count: 3 }],
  };
  await stores.event.insertDossierDrops(drops);
  expect(await stores.event.dossierDropBatchExists([drops.batchId, batch.batchId])).toEqual(new Set([drops.batchId]));
});
