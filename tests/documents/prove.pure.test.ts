import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { DRILLS } from '../../tools/prove/drills/index.ts';
import { FLOODS } from '../../tools/prove/hostile/floods/index.ts';

test('docs/operate/prove.md names every drill and flood of npm run prove, in their order, and no other', () => {
  const text = readFileSync(new URL('../../docs/operate/prove.md', import.meta.url), 'utf8');
  const named = [...text.matchAll(/^\| `([a-z-]+)` \|/gm)].map(([, name]) => name);
  expect(named).toEqual([...DRILLS, ...FLOODS].map(({ name }) => name));
});
