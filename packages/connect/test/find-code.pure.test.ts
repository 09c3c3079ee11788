import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findCode } from '../src/page-check/find-code.ts';
import { withoutComments } from '../src/page-check/without-comments.ts';
import { snippetOf } from '../src/snippet.ts';
import { PAGES } from './pages.ts';

test.each(Object.entries(PAGES))('what a page carries is found: %s', (_name, { page, ...expected }) => {
  expect(findCode(page)).toEqual({ queue: false, collectors: [], tagManagers: [], ...expected });
});

test('the code that we give out is found in whatever page it is pasted into', () => {
  const around = fc.stringMatching(/^[^<>]*$/);
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 4_294_967_295 }), around, around, (siteId, before, after) => {
      const { deployed, oneLine } = snippetOf(siteId, 'https://emc.example.gov.vn', '/tracking');
      for (const code of [deployed, oneLine]) {
        expect(findCode(`<p>${before}</p>${code}<p>${after}</p>`).siteIds).toEqual([String(siteId)]);
      }
    }),
  );
});

test('any page whatever is answered, also one made to take long', () => {
  const parts = [
    '<script>',
    '</script>',
    '_govaq',
    "['setSiteId','1']",
    'setTrackerUrl',
    "'",
    '"',
    '`',
    '//',
    '/*',
    '\\',
    '<!--',
    '\n',
  ];
  const page = fc
    .array(fc.oneof(fc.constantFrom(...parts), fc.string()), { maxLength: 200 })
    .map((all) => all.join(''));
  fc.assert(
    fc.property(page, (text) => {
      const found = findCode(text);
      expect(found.siteIds.length).toBeLessThanOrEqual(10);
      expect(found.siteIds.every((id) => /^[1-9]\d{0,9}$/.test(id))).toBe(true);
    }),
  );
  for (const part of parts) findCode(`<script>_govaq ${part.repeat(200_000)}`);
});

test('comments go, and strings, templates and regular expressions stay', () => {
  expect(withoutComments('a // b\nc')).toBe('a \nc');
  expect(withoutComments('a /* b\n */ c')).toBe('a  c');
  for (const kept of ['"https://x"', "'/* x */'", '`//${a}`', 'x = /\\/\\/[\'"]/', 'a / b / c', '"\\"//"']) {
    expect(withoutComments(kept)).toBe(kept);
  }
  expect(withoutComments("it's a stray quote\nb // c")).toBe("it's a stray quote\nb ");
});
