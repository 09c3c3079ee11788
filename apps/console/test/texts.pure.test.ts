import { expect, test } from 'vitest';
import { FIGURES, definitions } from '../src/texts/definitions.ts';
import { en } from '../src/texts/en.ts';
import { vi } from '../src/texts/vi.ts';

/** Every text with its place, functions called with plain arguments. */
function flat(texts: unknown, place = ''): [string, string][] {
  if (typeof texts === 'string') return [[place, texts]];
  if (typeof texts === 'function') return [[place, (texts as (...values: string[]) => string)('1', '2', '3', '4')]];
  return Object.entries(texts as object).flatMap(([name, value]) => flat(value, `${place}.${name}`));
}

test('English says everything that Vietnamese says, and nothing is empty', () => {
  const [inVi, inEn] = [flat(vi), flat(en)];
  expect(inEn.map(([place]) => place)).toEqual(inVi.map(([place]) => place));
  expect([...inVi, ...inEn].filter(([, text]) => text.trim() === '')).toEqual([]);
});

test('nothing is left untranslated', () => {
  const alike = flat(vi).filter(([place, text]) => new Map(flat(en)).get(place) === text);
  expect(alike.map(([place]) => place)).toEqual(['.portal.siteId']);
});

test('a text that takes a value shows it', () => {
  const walk = (texts: object, place: string): string[] =>
    Object.entries(texts).flatMap(([name, value]: [string, unknown]) => {
      if (typeof value === 'function') {
        const values = Array.from({ length: value.length }, (_, index) => `«${index}»`);
        const text = (value as (...given: string[]) => string)(...values);
        return values.every((given) => text.includes(given)) ? [] : [`${place}.${name}`];
      }
      return typeof value === 'object' && value !== null ? walk(value, `${place}.${name}`) : [];
    });
  expect([...walk(vi, 'vi'), ...walk(en, 'en')]).toEqual([]);
});

test('every figure is defined in both languages', () => {
  for (const figure of FIGURES) {
    for (const lang of ['vi', 'en'] as const) expect(definitions[lang][figure].text.length).toBeGreaterThan(20);
  }
});
