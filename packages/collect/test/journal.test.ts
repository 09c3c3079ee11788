import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { open as openFile } from 'node:fs/promises';
import path from 'node:path';
import { freshDirectory } from '@emc/test-kit';
import { expect, test, vi } from 'vitest';
import { Journal, type JournalState } from '../src/loader/journal.ts';
import type { Plan } from '../src/loader/plan.ts';
import { checkedLine } from '../src/spool/checked-lines.ts';
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
    expect(readFileSync(path.join(place.path, 'journal'), 'utf8')).toMatch(
      /^.{9}\{"n":\d+,"highest":"\d{20}\.sealed"\}\n$/,
    );
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

/** A journal with a finished plan, one that is begun, and what became of its blocks. */
async function makeJournal(dir: string): Promise<void> {
  const { journal } = await Journal.open(dir);
  const finished = planOf(3, 1);
  await journal.planned(finished);
  await journal.done(finished);
  const plan = planOf(4, 3);
  for (const [at, block] of plan.blocks.entries()) block.batchId = String(BigInt(BATCH_ID) - BigInt(at));
  await journal.planned(plan);
  await journal.split(plan.blocks[0]!.batchId, [
    { ...plan.blocks[0]!, batchId: '71' },
    { ...plan.blocks[0]!, batchId: '72' },
  ]);
  await journal.setAside(plan.blocks[1]!.batchId);
  await journal.close();
}

async function stateOf(dir: string): Promise<JournalState> {
  const { journal, state } = await Journal.open(dir);
  await journal.close();
  return { ...state, loaded: [...new Set(state.loaded)] };
}

const NAMES = ['journal', 'copy-of-journal'];

function* damages(dir: string): Generator<string> {
  for (const name of NAMES) {
    const file = path.join(dir, name);
    const whole = readFileSync(file);
    rmSync(file);
    yield `${name} is deleted`;
    for (let at = 0; at < whole.length; at += 3) {
      const flipped = Buffer.from(whole);
      flipped[at]! ^= 1 << (at % 8);
      writeFileSync(file, flipped);
      yield `byte ${at} of ${name}`;
      if (at % 50 > 0) continue;
      writeFileSync(file, Buffer.concat([whole.subarray(0, at), Buffer.alloc(whole.length - at)]));
      yield `${name} is zeros from ${at} on`;
    }
    writeFileSync(file, whole);
  }
}

test('whatever is damaged in one file of the journal, or the loss of it, hides nothing that is in doubt', async () => {
  using place = freshDirectory();
  const made = path.join(place.path, 'made');
  mkdirSync(made);
  await makeJournal(made);
  const opened = path.join(place.path, 'opened');
  const open = async (): Promise<JournalState> => {
    rmSync(opened, { recursive: true, force: true });
    cpSync(made, opened, { recursive: true });
    return stateOf(opened);
  };
  const whole = await open();
  expect(whole.plan?.blocks.map(({ batchId }) => batchId)).toEqual(['71', '72', '18446744073709551613']);
  for (const damage of damages(made)) {
    expect([damage, await open()]).toEqual([damage, whole]);
    expect([damage, await highestNumber(opened)]).toEqual([damage, 4]);
    // What was made good is whole in both.
    for (const name of NAMES) {
      rmSync(path.join(opened, name));
      expect([damage, name, (await stateOf(opened)).plan]).toEqual([damage, name, whole.plan]);
    }
  }
});

test('one wrong bit in a journal of an older version, which has no copy, hides nothing that is in doubt', async () => {
  using place = freshDirectory();
  const file = path.join(place.path, 'journal');
  const plan = planOf(4, 2);
  const entries = [{ plan: planOf(3, 1) }, { done: true, segments: [segmentName(3, 'sealed')] }, { plan }];
  const whole = Buffer.from(entries.map((entry) => checkedLine(JSON.stringify(entry))).join(''));
  for (let at = 0; at < whole.length; at++) {
    for (const name of NAMES) rmSync(path.join(place.path, name), { force: true });
    const flipped = Buffer.from(whole);
    flipped[at]! ^= 1 << (at % 8);
    writeFileSync(file, flipped);
    expect([at, await stateOf(place.path)]).toEqual([at, { plan, loaded: [segmentName(3, 'sealed')], gone: false }]);
  }
});

test('where one of the two files fails while the other is slow, the entry fails when both are at rest, and the next is whole in both', async () => {
  using place = freshDirectory();
  const { journal } = await Journal.open(place.path);
  const { promise: slow, resolve: goOn } = Promise.withResolvers<void>();
  const file = await openFile(place.path, 'r');
  const datasync = vi.spyOn(Object.getPrototypeOf(file) as { datasync: () => Promise<void> }, 'datasync');
  await file.close();
  datasync.mockRejectedValueOnce(new Error('EIO')).mockReturnValueOnce(slow);
  let isAtRest = false;
  const failed = journal.planned(planOf(1, 1)).catch(() => isAtRest);
  await vi.waitFor(() => expect(datasync).toHaveBeenCalledTimes(2));
  setImmediate(() => {
    isAtRest = true;
    goOn();
  });
  expect(await failed).toBe(true);
  datasync.mockRestore();
  await journal.planned(planOf(2, 1));
  await journal.close();
  for (const name of ['journal', 'copy-of-journal'])
    expect(readFileSync(path.join(place.path, name), 'utf8')).toMatch(/"segments":\["0{19}2\.sealed"\].*\n$/);
});
