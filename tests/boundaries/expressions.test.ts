import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { expressionsIn } from '../../tools/expressions/find.ts';
import { faultOf } from '../../tools/expressions/judge.ts';

// `npm run check` holds every expression of the rooms to it (tools/expressions/main.ts); here that the check can fail.

const ROOT = path.resolve(import.meta.dirname, '../..');

test.each([
  String.raw`/\/+$/`,
  String.raw`/^[\u0000-\u00ff]*[\u0080-\u00ff][\u0000-\u00ff]*$/u`,
  String.raw`/^(a+)+$/`,
  'new RegExp(`^${name}*${name}*$`)',
])('an expression that is not linear is found: %s', async (written) => {
  const [expression, ...others] = expressionsIn('one.ts', `// first\nexport const x = ${written};`);
  expect([expression?.at, others]).toEqual(['one.ts:2', []]);
  expect(await faultOf(expression!)).toMatch(/polynomial|exponential/);
});

test.each([String.raw`/^[^/]*\/$/`, String.raw`/(?<![\p{Nd}.])\+?\p{Nd}(?:[\s.]{0,2}\p{Nd}){8,}/gu`])(
  'an expression that is linear passes, also where it can only be tried: %s',
  async (written) => {
    expect(await faultOf(expressionsIn('one.ts', `export const x = ${written};`)[0]!)).toBeUndefined();
  },
);

test('an expression that is put together elsewhere cannot be read, and is refused by its place', () => {
  expect(() => expressionsIn('one.ts', 'const found = new RegExp(pattern).exec(text);')).toThrow('one.ts:1');
});

test('letters are composed where the marks that are stacked on them are bounded, and nowhere else', () => {
  const files = globSync(['packages/*/src/**/*.ts', 'apps/emc/src/**/*.ts'], { cwd: ROOT }).filter((file) =>
    /\.normalize\('NF[CD]'\)/.test(readFileSync(path.join(ROOT, file), 'utf8')),
  );
  // The redaction bounds them closer, and the names of the simulated country are ours.
  expect(files.toSorted()).toEqual([
    'packages/contract/src/redact/visible.ts',
    'packages/contract/src/unicode.ts',
    'packages/simulate/src/names.ts',
  ]);
});
