import { expect, test } from 'vitest';
import { inOrder } from '../src/parts/office/sort.tsx';

test('a table is put in order as Vietnamese words are, numbers in words by their value, and what is not known stands last either way', () => {
  const rows = ['Đà Nẵng', 'Hệ thống 10', 'An Giang', null, 'Hệ thống 9', 'Điện Biên', 'Dịch vụ'];
  const by = (row: string | null) => row;
  const up = ['An Giang', 'Dịch vụ', 'Đà Nẵng', 'Điện Biên', 'Hệ thống 9', 'Hệ thống 10', null];
  expect(inOrder(rows, by, false)).toEqual(up);
  expect(inOrder(rows, by, true)).toEqual([...up.slice(0, -1).toReversed(), null]);
});
