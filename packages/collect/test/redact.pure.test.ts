import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cleanText, cut, hidePersonal } from '../src/intake/redact.ts';

test.each([
  ['CCCD 001203004567', 'CCCD …'],
  ['CMND 123456789.', 'CMND ….'],
  ['gọi 0912 345 678 ngay', 'gọi … ngay'],
  ['0912.345.678', '…'],
  ['+84 (91) 234-56-78', '…'],
  ['001-203-004-567', '…'],
  ['a.b@thanhhoa.gov.vn', '…'],
  ['hỏi nguyễn@x nhé', 'hỏi … nhé'],
  ['０９１２３４５６７８', '…'],
])('%s is stored as %s', (text, stored) => {
  expect(cleanText(text, 300)).toBe(stored);
});

test.each([
  'Quyết định 42/2022/NĐ-CP',
  'ngày 24-06-2022',
  '1.000123',
  '1.010708.000.00.00.H56',
  'thủ tục 1.010708.000.00.00.H56.01 cấp tỉnh',
  '2.000815.H56',
  'Thông tư 01/2018 và 32/2017',
  '12345678',
])('%s is no personal number and stays', (text) => {
  expect(cleanText(text, 300)).toBe(text);
});

test('a telephone number that is written like the beginning of a procedure code is hidden', () => {
  expect(hidePersonal('0.912345.678')).toBe('…');
  expect(hidePersonal('1.000123 456789')).toBe('…');
});

test('no nine digits in a row reach the store, whatever stands between and around them', () => {
  const separators = fc.constantFrom('', ' ', '.', '-', '_', '\u00a0', '\u200b', '\n');
  const number = fc.array(fc.tuple(fc.integer({ min: 0, max: 9 }).map(String), separators), {
    minLength: 9,
    maxLength: 14,
  });
  fc.assert(
    fc.property(fc.string({ maxLength: 10 }), number, fc.string({ maxLength: 10 }), (before, digits, behind) => {
      const stored = cleanText(
        `${before} ${digits.map(([digit, separator]) => digit + separator).join('')} ${behind}`,
        300,
      );
      // A procedure's code has up to nine digits itself.
      fc.pre(!/\d\.\d{6}/.test(stored));
      expect(stored).not.toMatch(/\d(?:[\s.\-_]?\d){8}/);
    }),
  );
});

test('texts are cut between characters, to their limit', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), fc.integer({ min: 1, max: 50 }), (text, limit) => {
      const short = cut(text.toWellFormed(), limit);
      expect(short.length).toBeLessThanOrEqual(limit);
      expect(short.isWellFormed()).toBe(true);
      expect(text.toWellFormed().startsWith(short)).toBe(true);
    }),
  );
});

test('control and invisible characters are not stored', () => {
  expect(cleanText('a\u0000b\u202ec\u200bd\r\ne', 300)).toBe('a bcd e');
});

test('raw UTF-8 in a request line is read as what it was', () => {
  const asSent = Buffer.from('Cổng dịch vụ', 'utf8').toString('latin1');
  expect(cleanText(asSent, 300)).toBe('Cổng dịch vụ');
});

test('half a number at a cut is not left over', () => {
  const text = `${'chữ '.repeat(299)}x 001203004567`;
  expect(cleanText(text, 300)).not.toMatch(/\d/);
});
