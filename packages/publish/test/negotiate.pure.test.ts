import fc from 'fast-check';
import { expect, test } from 'vitest';
import { encodingFor } from '../src/encode.ts';
import { isHeld } from '../src/etag.ts';
import { languageOf, preferred } from '../src/negotiate.ts';

test.each([
  [undefined, 'application/json'],
  ['', 'application/json'],
  ['*/*', 'application/json'],
  ['text/csv', 'text/csv'],
  ['TEXT/CSV', 'text/csv'],
  ['text/csv;q=0.5, application/json', 'application/json'],
  ['text/csv, */*', 'text/csv'],
  ['text/*, application/json;q=0.9', 'text/csv'],
  ['text/csv;q=0, */*', 'application/json'],
  ['image/png', undefined],
])('Accept %s prefers %s', (header, expected) => {
  expect(preferred(header, ['application/json', 'text/csv'])).toBe(expected);
});

test.each([
  [undefined, 'identity'],
  ['gzip', 'gzip'],
  ['gzip, deflate, br, zstd', 'br'],
  ['br;q=0, gzip', 'gzip'],
  ['gzip;q=0', 'identity'],
  ['deflate', 'identity'],
])('Accept-Encoding %s gets %s', (header, expected) => {
  expect(encodingFor(header)).toBe(expected);
});

test('whatever a header holds, reading it never throws and the answer is one of the offers', () => {
  fc.assert(
    fc.property(fc.string(), (header) => {
      expect(['vi', 'en']).toContain(languageOf(header));
      expect(['br', 'gzip', 'identity']).toContain(encodingFor(header));
    }),
  );
});

test.each([
  ['"abc"', true],
  ['W/"abc"', true],
  ['"abc-br"', true],
  ['"x", W/"abc-gzip"', true],
  ['*', true],
  ['"abcd"', false],
  ['', false],
  [undefined, false],
])('If-None-Match %s holds abc: %s', (header, expected) => {
  expect(isHeld(header, 'abc')).toBe(expected);
});
