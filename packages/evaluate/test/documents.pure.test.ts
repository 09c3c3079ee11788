import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { documentOf } from '../src/document.ts';
import { loadIndicatorSets } from '../src/sets/load-sets.ts';
import { SETS } from './made-up.ts';

const sets = await loadIndicatorSets(SETS);

// With -u the files are written anew.
test.each(sets.map((set) => [set.id, set] as const))(
  'docs/indicators/%s.md says what the set says',
  async (id, set) => {
    const file = fileURLToPath(new URL(`../../../docs/indicators/${id}.md`, import.meta.url));
    await expect(documentOf(set)).toMatchFileSnapshot(file);
  },
);
