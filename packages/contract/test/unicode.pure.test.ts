import { expect, test } from 'vitest';
import { composed, decomposed } from '../src/unicode.ts';

test('of the marks that are stacked on a letter thirty stay, so that composing takes no square of their number', () => {
  const stacked = `a${'\u0316\u0301'.repeat(2_000)} b`;
  for (const text of [composed(stacked), decomposed(stacked)])
    expect(text.normalize('NFD').match(/\p{M}/gu)).toHaveLength(30);
});

test('what a language writes is composed and taken apart as it is', () => {
  const text = 'Thủ tục hành chính đã được công bố, ญี่ปุ่น, שָׁלוֹם '.repeat(20);
  expect(composed(text.normalize('NFD'))).toBe(text.normalize('NFC'));
  expect(decomposed(text)).toBe(text.normalize('NFD'));
});
