import { EmcError, startOfDay } from '@emc/contract';
import { expect, test } from 'vitest';
import { createLanes } from '../src/lanes.ts';
import { resolvePeriod } from '../src/usage/period.ts';

const now_ms = startOfDay('2026-11-22') + 1;

test('a period that is upside down or too long for its interval is refused, with the limit', () => {
  const refusal = (from: string, to: string, interval: 'hour' | 'day' | 'month') => {
    try {
      resolvePeriod({ from, to, interval }, now_ms);
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
  const months = resolvePeriod({ from: '2026-01-31', to: '2026-03-01', interval: 'month' }, now_ms).buckets;
  expect(months.map(({ start_ms }) => start_ms)).toEqual(['2026-01-31', '2026-02-01', '2026-03-01'].map(startOfDay));
  expect(months.at(-1)?.end_ms).toBe(startOfDay('2026-03-02'));
  const hours = resolvePeriod({ from: '2026-02-28', to: '2026-03-01', interval: 'hour' }, now_ms).buckets;
  expect(hours).toHaveLength(48);
  for (const [index, { start_ms }] of hours.entries())
    expect(start_ms).toBe(hours[index - 1]?.end_ms ?? startOfDay('2026-02-28'));
});

test('no more work runs at once than there are lanes, and an error frees its lane', async () => {
  const lanes = createLanes(2);
  let running = 0;
  let most = 0;
  const work = (fails: boolean) => async () => {
    most = Math.max(most, ++running);
    await new Promise((done) => setImmediate(done));
    running--;
    if (fails) throw new Error('no');
    return 1;
  };
  const all = await Promise.allSettled(Array.from({ length: 9 }, (_, index) => lanes(work(index % 3 === 0))));
  expect(most).toBe(2);
  expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(6);
});
