import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { countOf } from '../../tools/plant/fault.ts';
import { FAULTS } from '../../tools/plant/faults/index.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');

test.each(FAULTS.map((fault) => [fault.name, fault] as const))(
  'the fault “%s” can still be planted, and its tests are there',
  (_name, { edits, tests }) => {
    for (const { file, find, replace } of edits) {
      expect([file, find, countOf(readFileSync(path.join(ROOT, file), 'utf8'), find)]).toEqual([file, find, 1]);
      expect(replace).not.toBe(find);
    }
    expect(tests.filter((one) => !existsSync(path.join(ROOT, one)))).toEqual([]);
    expect(tests.length).toBeGreaterThan(0);
  },
);

test('no two faults have the same name', () => {
  expect(new Set(FAULTS.map(({ name }) => name)).size).toBe(FAULTS.length);
});
