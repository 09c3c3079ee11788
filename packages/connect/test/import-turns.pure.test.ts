import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { importProcedures, type ImportOptions } from '../src/catalogue/import-procedures.ts';
import { inTurns } from '../src/catalogue/in-turns.ts';
import type { Register, RegisteredBody } from '../src/register.ts';
import { fileOf } from './fresh-catalogue.ts';

const name = { nameVi: 'Tỉnh', nameEn: 'Province', kind: 'province', from: null, to: null };
const body: RegisteredBody = { code: 'H56', certainty: '', names: [name], successors: [], predecessors: [] };
const register: Register = { version: 1, bodies: new Map([['H56', body]]), units: new Map(), portals: new Map() };
const store: ImportOptions['store'] = {
  read: () => Promise.resolve({ version: 1, byBody: new Map() }),
  write: () => Promise.reject(new Error('a dry run writes nothing')),
};

/** Has a turn of its own whenever others may, until the work is done. @returns how often */
async function turnsDuring(work: Promise<unknown>, look: () => void = () => undefined): Promise<number> {
  const state = { turns: 0, done: false };
  void work.finally(() => (state.done = true));
  for (; !state.done; state.turns++) {
    look();
    await turn();
  }
  return state.turns;
}

test('others have their turn after every thousand items', async () => {
  let worked = 0;
  const seen: number[] = [0];
  const work = inTurns(Array.from({ length: 3500 }), () => void worked++);
  await turnsDuring(work, () => void seen.push(worked));
  seen.push(worked);
  expect(worked).toBe(3500);
  for (const [index, now] of seen.entries()) expect(now - (seen[index - 1] ?? 0)).toBeLessThanOrEqual(1000);
});

test('a dry run of many lines gives way in each of its eight passes over them', async () => {
  const lines = Array.from({ length: 5_000 }, (_, index) => ({ code: `1.${String(index).padStart(6, '0')}` }));
  const options = { store, register, today: '2026-11-22', changesPast: true };
  const file = { csv: fileOf(...lines), dryRun: true, endMissing: true };
  let added = 0;
  const run = importProcedures(file, options).then((report) => (added = report.added));
  expect(await turnsDuring(run)).toBeGreaterThanOrEqual(8 * 5);
  expect(added).toBe(5_000);
});
