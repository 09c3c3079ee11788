import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const ROOT = path.resolve(import.meta.dirname, '../..');

/** What works a figure out a second time, from the text of a law or a protocol, and what of the product it may use: no definition. */
const MAY_USE: Readonly<Record<string, readonly string[]>> = {
  'packages/measure/test/brute-force.ts': [],
  'packages/measure/test/dossier-reckoning.ts': [],
  'packages/measure/test/arbitrary-dossiers.ts': ['emptyDossierChange'],
  'packages/evaluate/test/second-computation.ts': [],
  // The names and the order of columns, to read what the store holds.
  'packages/test-kit/src/dossier-states.ts': ['DOSSIER_COLUMNS', 'emptyDossierChange'],
  'packages/test-kit/src/dossier-sender.ts': [],
};

/** Values, not types, that a file imports from elsewhere in the product. */
function importsOf(text: string): string[] {
  const statements = text.matchAll(/^import (?!type\b)([^;]*?) from '(@emc\/[^']+|\.{1,2}\/[^']*src\/[^']+)';/gms);
  return [...statements].flatMap(([, names = '']) =>
    names
      .replace(/[{}]/g, '')
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== '' && !name.startsWith('type ')),
  );
}

test.each(Object.entries(MAY_USE))(
  '%s uses nothing of the product that says what a figure is: what is wrong there would be right here',
  (file, allowed) => {
    const used = importsOf(readFileSync(path.join(ROOT, file), 'utf8'));
    expect(used.filter((name) => !allowed.includes(name))).toEqual([]);
  },
);

test('the check can fail: a value is found among types, on one line or several', () => {
  expect(importsOf("import { dayOf, type Day } from '@emc/contract';")).toEqual(['dayOf']);
  expect(importsOf("import {\n  type Hit,\n  STATUSES_IN_ORDER,\n} from '@emc/event-store';")).toEqual([
    'STATUSES_IN_ORDER',
  ]);
  expect(importsOf("import { X } from '../src/index.ts';\nimport fc from 'fast-check';")).toEqual(['X']);
});
