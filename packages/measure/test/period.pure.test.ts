import { EmcError, startOfDay } from '@emc/contract';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { resolveUsagePeriod } from '../src/usage/period.ts';

const now_ms = startOfDay('2026-11-22') + 1;

test('a period that is upside down or too long for its interval is refused, with the limit', () => {
  const refusal = (from: string, to: string, interval: 'hour' | 'day' | 'month') => {
    try {
      resolveUsagePeriod({ from, to, interval }, now_ms);
    } catch (error) {
      return error instanceof EmcError ? `${error.code}: ${error.detail}` : String(error);
    }
    return 'accepted';
  };
  expect(refusal('2026-11-02', '2026-11-01', 'day')).toMatch(/^period-invalid: .*after/);
  expect(refusal('2026-10-01', '2026-10-31', 'hour')).toBe('accepted');
  expect(refusal('2026-10-01', '2026-11-01', 'hour')).toMatch(/^period-invalid: .*31/);
  expect(refusal('2024-09-13', '2026-11-21', 'day')).toBe('accepted');
  expect(refusal('2024-09-12', '2026-11-21', 'day')).toMatch(/^period-invalid: .*800/);
  expect(refusal('2016-01-01', '2026-11-21', 'month')).toMatch(/^period-invalid/);
});

test('buckets cover the period without a gap; months are cut to it', () => {
  const months = resolveUsagePeriod({ from: '2026-01-31', to: '2026-03-01', interval: 'month' }, now_ms).buckets;
  expect(months.map(({ start_ms }) => start_ms)).toEqual(['2026-01-31', '2026-02-01', '2026-03-01'].map(startOfDay));
  expect(months.at(-1)?.end_ms).toBe(startOfDay('2026-03-02'));
  const hours = resolveUsagePeriod({ from: '2026-02-28', to: '2026-03-01', interval: 'hour' }, now_ms).buckets;
  expect(hours).toHaveLength(48);
  for (const [index, { start_ms }] of hours.entries())
    expect(start_ms).toBe(hours[index - 1]?.end_ms ?? startOfDay('2026-02-28'));
});

test('a period of any days has a bounded number of points in order, or is refused', () => {
  const isoDay = fc
    .date({ min: new Date('0000-01-01T00:00:00Z'), max: new Date('9999-12-31T00:00:00Z'), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 10));
  const query = fc
    .record({
      to: isoDay,
      length: fc.integer({ min: -1, max: 4_000 }),
      interval: fc.constantFrom('hour', 'day', 'month'),
    })
    .map(({ to, length, interval }) => {
      const day = new Date(Math.max(Date.parse('0000-01-01'), Date.parse(to) - length * 86_400_000));
      return { to, from: day.toISOString().slice(0, 10), interval } as const;
    });
  const ends = (['0000-01-01', '1900-01-01', '2149-06-06', '2149-06-07', '9999-12-31'] as const).flatMap((day) =>
    (['hour', 'day', 'month'] as const).map((interval) => [{ from: day, to: day, interval }] as [never]),
  );
  fc.assert(
    fc.property(query, (asked) => {
      try {
        const { buckets, previousFrom } = resolveUsagePeriod(asked, now_ms);
        expect(previousFrom).toMatch(/^\d{4}-\d\d-\d\d$/);
        expect(buckets.length).toBeGreaterThan(0);
        expect(buckets.length).toBeLessThanOrEqual(800);
        expect(buckets.every(({ start_ms, end_ms }) => start_ms < end_ms)).toBe(true);
      } catch (error) {
        expect(error).toMatchObject({ code: 'period-invalid' });
      }
    }),
    { examples: [...ends, [{ from: '9999-12-01', to: '9999-12-31', interval: 'month' } as never]], numRuns: 300 },
  );
});
