import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decode, NAMES, Parameters, type Name } from '../src/intake/parameters.ts';

const names = Object.keys(NAMES) as Name[];
const anyName = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...names) },
  fc.string({ unit: 'grapheme', maxLength: 8 }),
);
const anyText = fc.string({ unit: 'binary', maxLength: 40 }).filter((text) => text.isWellFormed());

function read(query: string): Parameters {
  const parameters = new Parameters();
  parameters.read(query, 0, false);
  return parameters;
}

test('what a browser can encode is read as URLSearchParams reads it, the last of a name counting', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(anyName, anyText)), (pairs) => {
      const query = new URLSearchParams(pairs).toString();
      const ours = read(query);
      const theirs = new URLSearchParams(query);
      for (const name of names) expect(ours.text(NAMES[name])).toBe(theirs.getAll(name).at(-1) ?? '');
    }),
  );
});

test('values encoded with encodeURIComponent come back as they were', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      expect(read(`x=1&url=${encodeURIComponent(text)}&rec=1`).text(NAMES.url)).toBe(text);
    }),
  );
});

test('no query string makes the parser throw', () => {
  const pieces = fc.constantFrom(
    '%',
    '%2',
    '%zz',
    '%C3',
    '%C3%28',
    '%ED%A0%80',
    '+',
    '&',
    '&&',
    '=',
    '==',
    'url',
    'idsite',
    '\u0000',
    '\ud800',
    'ạ',
    '#',
    '?',
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(pieces, fc.string({ unit: 'binary', maxLength: 5 }))), (parts) => {
      const parameters = read(parts.join(''));
      for (const name of names) expect(typeof parameters.text(NAMES[name])).toBe('string');
    }),
  );
});

test('broken percent-encoding and broken UTF-8 are read as URLSearchParams reads them', () => {
  for (const raw of ['100%', '%zz', 'a%C3b', '%C3%28', '%ED%A0%80', '%F0%9F%98', 'ti%E1%BA%BFng+%', '%']) {
    expect(decode(raw)).toBe(new URLSearchParams(`v=${raw}`).get('v'));
  }
});

test('of a name in both the query string and the body the query string counts; the body fills in the rest', () => {
  const parameters = new Parameters();
  parameters.read('/tracking?idsite=5&url=a', '/tracking?'.length, false);
  parameters.read('idsite=6&rec=1&action_name=B', 0, true);
  expect(parameters.text(NAMES.idsite)).toBe('5');
  expect(parameters.text(NAMES.action_name)).toBe('B');
  expect(parameters.text(NAMES.rec)).toBe('1');
});

test('an encoded name is still that name', () => {
  expect(read('action%5Fname=x').text(NAMES.action_name)).toBe('x');
});

test('nothing of one request is left for the next', () => {
  const parameters = read('idsite=5&url=a&cip=1.2.3.4');
  parameters.reset();
  expect(parameters.values.every((value) => value === '')).toBe(true);
  expect(parameters.sent).toBe(0);
});
