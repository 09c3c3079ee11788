import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseCsv } from '../src/csv.ts';

test('a quoted field may hold commas, quotes and line breaks', () => {
  expect(parseCsv('code,name\nG07,"Labour, ""Invalids""\nand Social Affairs"\r\nG08,\n')).toEqual([
    { code: 'G07', name: 'Labour, "Invalids"\nand Social Affairs' },
    { code: 'G08', name: '' },
  ]);
});

const quote = (text: string): string => `"${text.replaceAll('"', '""')}"`;

test('every table of texts survives being written and read', () => {
  const row = fc.tuple(fc.string(), fc.string());
  fc.assert(
    fc.property(fc.array(row), (rows) => {
      const text = ['a,b', ...rows.map((fields) => fields.map(quote).join(','))].join('\n');
      expect(parseCsv(text)).toEqual(rows.map(([a, b]) => ({ a, b })));
    }),
  );
});

test('a line with too few fields is named', () => {
  expect(() => parseCsv('a,b\n1,2\n3\n')).toThrow('record 3 has 1 fields, the header has 2');
});
