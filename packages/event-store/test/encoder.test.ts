import { freshStores } from '@emc/test-kit';
import type { FreshStores } from '@emc/test-kit';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { BadBatchError, encodeHit, HIT_COLUMNS, RowWriter } from '../src/index.ts';
import type { Hit } from '../src/index.ts';
import { arbitraryHit } from './arbitrary-hit.ts';
import { batchOf, plainHit, rowsOf } from './fixtures.ts';

let stores: FreshStores;
beforeAll(async () => {
  stores = await freshStores();
});
afterAll(() => stores.close());

const select = `SELECT ${HIT_COLUMNS.map(({ name, type }) =>
  type.startsWith('DateTime64')
    ? `toUnixTimestamp64Milli(${name}) AS ${name}`
    : type === 'Float64'
      ? `reinterpretAsUInt64(${name}) AS ${name}`
      : `hits.${name} AS ${name}`,
).join(', ')} FROM hits`;

/** The hit as the store shows it, column by column. */
function shown(hit: Hit): unknown[] {
  const float = Buffer.alloc(8);
  float.writeDoubleLE(hit.eventValue);
  return Object.values({ ...hit, eventValue: float.readBigUInt64LE() }).map((value) =>
    typeof value === 'string' ? value.toWellFormed() : String(value),
  );
}

test('any hit comes out of the store as it was encoded', async () => {
  let batchId = 0n;
  await fc.assert(
    fc.asyncProperty(fc.array(arbitraryHit, { minLength: 1, maxLength: 30 }), async (hits) => {
      await stores.event.insertHits(batchOf(++batchId, hits));
      const rows = await rowsOf(stores.event, `${select} WHERE batch_id = ${batchId}`);
      const order = (all: unknown[][]) => all.map((row) => JSON.stringify(row)).sort();
      expect(order(rows.map((row) => Object.values(row).map(String)))).toEqual(order(hits.map(shown)));
    }),
    { numRuns: 12 },
  );
});

test('a writer that is reset writes the same bytes as a new one', () => {
  fc.assert(
    fc.property(arbitraryHit, arbitraryHit, (first, second) => {
      const kept = new RowWriter(64);
      encodeHit(first, kept);
      kept.reset();
      encodeHit(second, kept);
      const fresh = new RowWriter();
      encodeHit(second, fresh);
      expect(kept.view().equals(fresh.view())).toBe(true);
    }),
  );
});

test('rows cut short, rows of an unknown version and rows of two months are refused as bad, and nothing of them is kept', async () => {
  const { event } = stores;
  const whole = batchOf(900n, [plainHit()]);
  const short = { ...whole, rows: whole.rows.subarray(0, -3) };
  const unknown = { ...whole, rowVersion: 99 };
  const twoMonths = batchOf(900n, [plainHit(), plainHit({ time_ms: Date.UTC(2026, 11, 5) })]);
  for (const batch of [short, unknown, twoMonths]) await expect(event.insertHits(batch)).rejects.toThrow(BadBatchError);
  expect(await event.batchExists([900n])).toEqual(new Set());
});
