import { addDays, startOfDay } from '@emc/contract';
import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { missingStretches, type Stretch } from '../src/blocks.ts';

// A busy machine must not fail what only counts.
vi.setConfig({ testTimeout: 60_000 });

const HOUR_MS = 3_600_000;
const FROM = '2026-01-25';
const BEGIN_MS = startOfDay(FROM);
const nothing = () => Promise.resolve(new Set<bigint>());

/** A store that knows which batches were written. */
function emptyStore() {
  const written = new Set<bigint>();
  const exists = (batchIds: readonly bigint[]) => Promise.resolve(new Set(batchIds.filter((id) => written.has(id))));
  return {
    exists,
    async run(to_ms: number, from = FROM): Promise<Stretch[]> {
      const missing = await missingStretches(1, { from, to_ms }, exists);
      for (const { batchId } of missing) written.add(batchId);
      return missing;
    },
  };
}

test('an empty store lacks the whole range, in order and in large pieces', async () => {
  const stretches = await emptyStore().run(startOfDay('2026-04-01'));
  expect(stretches[0]?.start_ms).toBe(BEGIN_MS);
  expect(stretches.at(-1)?.end_ms).toBe(startOfDay('2026-04-01'));
  for (const [index, { start_ms }] of stretches.entries())
    if (index > 0) expect(start_ms).toBe(stretches[index - 1]?.end_ms);
  expect(new Set(stretches.map(({ batchId }) => batchId)).size).toBe(stretches.length);
  // Seven days of January, then three pieces of February and of March.
  expect(stretches).toHaveLength(7 + 3 + 3);
});

test('a second run up to the same instant lacks nothing', async () => {
  const store = emptyStore();
  const to_ms = startOfDay('2026-03-17') + 9.4 * HOUR_MS;
  await store.run(to_ms);
  expect(await store.run(to_ms)).toEqual([]);
});

test('whatever was run before, no instant is written twice, and only the hour in which a run ended may be cut short', async () => {
  const instants = fc.array(fc.integer({ min: 1, max: 45 * 24 * 60 }), { minLength: 1, maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(instants, async (minutes) => {
      const store = emptyStore();
      const all: Stretch[] = [];
      for (const minute of minutes) all.push(...(await store.run(BEGIN_MS + minute * 60_000)));
      all.sort((one, other) => one.start_ms - other.start_ms);
      expect(new Set(all.map(({ batchId }) => batchId)).size).toBe(all.length);
      const last_ms = BEGIN_MS + Math.max(...minutes) * 60_000;
      for (const [index, { end_ms }] of all.entries()) {
        const next_ms = all[index + 1]?.start_ms ?? last_ms;
        expect(next_ms).toBeGreaterThanOrEqual(end_ms);
        expect(next_ms - end_ms).toBeLessThan(HOUR_MS);
      }
    }),
    { numRuns: 25 },
  );
});

test('an earlier first day adds what lies before', async () => {
  const store = emptyStore();
  await store.run(startOfDay('2026-02-11'), '2026-02-05');
  const added = await store.run(startOfDay('2026-02-11'), '2026-01-30');
  const covered_ms = added.reduce((sum, { start_ms, end_ms }) => sum + end_ms - start_ms, 0);
  expect(covered_ms).toBe(startOfDay('2026-02-05') - startOfDay('2026-01-30'));
  expect(added.every(({ end_ms }) => end_ms <= startOfDay('2026-02-05'))).toBe(true);
});

test('another seed is another country with batches of its own', async () => {
  const range = { from: FROM, to_ms: startOfDay(addDays(FROM, 30)) };
  const ids = async (seed: number) => (await missingStretches(seed, range, nothing)).map(({ batchId }) => batchId);
  const [one, other] = [await ids(1), await ids(2)];
  expect(one.some((id) => other.includes(id))).toBe(false);
});
