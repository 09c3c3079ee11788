import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { countDays } from '../src/days.ts';
import { RANGES, periodOf } from '../src/period.ts';

const NOW_MS = Date.parse('2026-11-22T02:00:00Z');

test('an address without a period means the last 30 days by day', () => {
  expect(periodOf({}, NOW_MS)).toMatchObject({ range: '30d', from: '2026-10-24', to: '2026-11-22', interval: 'day' });
});

test('the day is that of Viet Nam', () => {
  expect(periodOf({ range: 'today' }, Date.parse('2026-11-21T17:00:00Z')).to).toBe('2026-11-22');
  expect(periodOf({ range: 'today' }, Date.parse('2026-11-21T16:59:59Z')).to).toBe('2026-11-21');
});

test('whatever the address says, the period can be asked for', () => {
  const text = fc.oneof(
    fc.string(),
    fc.constantFrom('2026-01-31', '2025-02-30', '2026-11-22', '1999-12-31', 'hour', 'month', 'day', ...RANGES),
  );
  fc.assert(
    fc.property(fc.record({ range: text, from: text, to: text, interval: text }, { requiredKeys: [] }), (search) => {
      const period = periodOf(search, NOW_MS);
      expect(period.from <= period.to).toBe(true);
      expect(period.intervals).toContain(period.interval);
      if (period.interval === 'hour') expect(countDays(period.from, period.to)).toBeLessThanOrEqual(31);
    }),
  );
});

test('nothing is asked for after the last day of a body that is no more, whatever the address says', () => {
  const lastDay = '2025-02-28';
  expect(periodOf({}, NOW_MS, lastDay).query).toEqual({
    from: '2025-01-30',
    to: lastDay,
    interval: 'day',
    asOf: lastDay,
  });
  expect(periodOf({ from: '2025-02-01', to: '2026-11-22' }, NOW_MS, lastDay)).toMatchObject({
    range: 'custom',
    from: '2025-02-01',
    to: lastDay,
  });
  expect(periodOf({ from: '2026-11-01', to: '2026-11-22' }, NOW_MS, lastDay)).toMatchObject({
    range: '30d',
    to: lastDay,
  });
});
