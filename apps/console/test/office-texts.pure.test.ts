import { expect, test } from 'vitest';
import { office } from '../src/texts/office.ts';

/** Every text with its place, functions called with plain arguments. */
function flat(texts: unknown, place = ''): [string, string][] {
  if (typeof texts === 'string') return [[place, texts]];
  if (typeof texts === 'function') return [[place, (texts as (...values: string[]) => string)('«1»', '«2»', '«3»')]];
  return Object.entries(texts as object).flatMap(([name, value]) => flat(value, `${place}.${name}`));
}
const [inVi, inEn] = [flat(office.vi), flat(office.en)];
const byPlace = (a: [string, string], b: [string, string]) => a[0].localeCompare(b[0]);

test('English says everything that Vietnamese says on the signed-in side, and nothing is empty', () => {
  const places = (texts: [string, string][]) => texts.toSorted(byPlace).map(([place]) => place);
  expect(places(inEn)).toEqual(places(inVi));
  expect([...inVi, ...inEn].filter(([, text]) => text.trim() === '')).toEqual([]);
});

test('nothing of the signed-in side is left untranslated', () => {
  const english = new Map(inEn);
  expect(inVi.filter(([place, text]) => english.get(place) === text && /\p{L}/u.test(text))).toEqual([]);
});

test('a text of the signed-in side that takes a value shows it in both languages', () => {
  const shown = (texts: [string, string][]) =>
    texts.toSorted(byPlace).map(([place, text]) => `${place} ${[...new Set(text.match(/«\d»/g))].toSorted().join('')}`);
  expect(shown(inEn)).toEqual(shown(inVi));
});
