import { expect, test } from 'vitest';
import { addresses } from '../src/addresses.ts';
import { linesOf, pageOf } from '../src/parts/office/audit-lines.ts';
import { madeUpAudit } from '../dev/made-up-people.ts';

const entries = madeUpAudit(Date.parse('2026-11-22T03:00:00Z'));

test('the beginning of a write and its outcome are one line, with what was sent', () => {
  const lines = linesOf(entries);
  expect(lines).toHaveLength(60);
  expect(lines[0]).toMatchObject({ entry: { number: 120 }, outcome: 'done', detail: { name: 'Tên 60' } });
});

test('a write of which no outcome is there stands as begun', () => {
  const [first, second] = linesOf(entries.slice(1, 4));
  expect(first).toMatchObject({ entry: { number: 119 }, outcome: 'begun', detail: { name: 'Tên 60' } });
  expect(second).toMatchObject({ entry: { number: 118 }, detail: { name: 'Tên 59' } });
});

test('an outcome whose beginning is on the next page is told without what was sent', () => {
  expect(linesOf(entries.slice(0, 1))).toMatchObject([{ outcome: 'done', detail: {} }]);
});

test('what was written to has a way to its page where it has one', () => {
  const at = addresses('vi');
  expect(pageOf('/api/v1/portals/227/retire', at)).toBe('/cong/227');
  expect(pageOf('/api/v1/systems/12', at)).toBe('/he-thong/12');
  expect(pageOf('/api/v1/campaigns/1/proposals/H49', at)).toBe('/dieu-hanh/dot-ket-noi/1');
  expect(pageOf('/api/v1/bodies/H56/units', at)).toBe('/co-quan/h56');
  for (const target of ['/api/v1/portals', '/api/auth/sign-in/email', '/api/v1/procedures/import'])
    expect(pageOf(target, at)).toBeUndefined();
});
