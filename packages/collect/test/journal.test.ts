import { readFileSync } from 'node:fs';
import path from 'node:path';
import { freshDirectory } from '@emc/test-kit';
import { expect, test } from 'vitest';
import { Journal } from '../src/loader/journal.ts';
import type { Plan } from '../src/loader/plan.ts';
import { highestNumber, segmentName } from '../src/spool/directory.ts';

/** Larger than every number of a segment, with as many digits. */
const BATCH_ID = '18446744073709551615';

function planOf(number: number, blocks: number): Plan {
  const block = { batchId: BATCH_ID, type: 1, rowVersion: 1, rows: 1, parts: [] } as const;
  return {
    segments: [segmentName(number, 'sealed')],
    blocks: Array.from({ length: blocks }, () => ({ ...block, parts: [] })),
  };
}

async function carryOut(journal: Journal, plan: Plan): Promise<void> {
  await journal.planned(plan);
  await journal.done(plan);
  await journal.tidy();
}

test('a journal that was begun afresh, again and again, remembers the highest number of a segment', async () => {
  using place = freshDirectory();
  for (let life = 0; life < 3; life++) {
    const { journal, state } = await Journal.open(place.path);
    expect(state.plan).toBeUndefined();
    // Long enough that the journal is begun afresh.
    await carryOut(journal, planOf(42 + life, 20_000));
    await journal.close();
    expect(readFileSync(path.join(place.path, 'journal'), 'utf8')).toMatch(/^.{9}\{"highest":"\d{20}\.sealed"\}\n$/);
    expect(await highestNumber(place.path)).toBe(42 + life);
  }
  const { journal } = await Journal.open(place.path);
  await carryOut(journal, planOf(3, 20_000));
  await journal.close();
  expect(await highestNumber(place.path)).toBe(44);
});

test('a batch id of 20 digits is never taken for the number of a segment', async () => {
  using place = freshDirectory();
  const { journal } = await Journal.open(place.path);
  const plan = planOf(7, 1);
  await journal.planned(plan);
  await journal.split(BATCH_ID, [plan.blocks[0]!, plan.blocks[0]!]);
  await journal.setAside(BATCH_ID);
  expect(await highestNumber(place.path)).toBe(7);
  await journal.close();
  const again = await Journal.open(place.path);
  await carryOut(again.journal, planOf(8, 20_000));
  await again.journal.close();
  expect(await highestNumber(place.path)).toBe(8);
});
