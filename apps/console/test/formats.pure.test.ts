import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { addDays, countDays, dayOf, isDay } from '../src/days.ts';
import { makeFormats } from '../src/formats.ts';

const [vi, en] = [makeFormats('vi'), makeFormats('en')];
const day = fc.integer({ min: 0, max: 40_000 }).map((days) => addDays('1970-01-01', days));
const instant = fc.integer({ min: 0, max: 4_000_000_000_000 });

test('numbers and dates are written as the reader writes them', () => {
  expect(vi.number(1_234_567)).toBe('1.234.567');
  expect(vi.decimal(1_234_567.84)).toBe('1.234.567,8');
  expect(en.decimal(1_234_567.84)).toBe('1,234,567.8');
  expect(vi.percent(0.4125)).toBe('41,3%');
  expect(vi.day('2026-11-02')).toBe('02/11/2026');
  expect(en.day('2026-09-02')).toBe('2 Sep 2026');
  expect(vi.month('2026-11-01')).toBe('11/2026');
  expect(vi.duration(187)).toBe('3 phút 07 giây');
  expect(en.duration(3725)).toBe('1 h 02 min');
  expect(vi.change(110, 100)).toBe('+10%');
});

test('instants are shown in Vietnamese time, whatever the time zone of the device', () => {
  expect(vi.dateTime('2026-11-21T17:30:05Z')).toBe('00:30 22/11/2026');
  expect(vi.time('2026-11-21T17:30:05Z')).toBe('00:30:05');
  fc.assert(
    fc.property(instant, (at) => {
      expect(vi.dayOfInstant(new Date(at).toISOString())).toBe(vi.day(dayOf(at)));
    }),
  );
});

test('what is not known is a dash, never 0', () => {
  for (const f of [vi, en]) {
    for (const missing of [null, undefined, Number.NaN]) {
      for (const write of [f.number, f.decimal, f.percent, f.duration, f.compact]) expect(write(missing)).toBe('–');
      expect(f.change(missing, 1)).toBe('–');
      expect(f.change(1, missing)).toBe('–');
    }
    expect(f.change(5, 0)).toBe('–');
    for (const write of [f.day, f.time, f.minute, f.dateTime, f.dayOfInstant]) expect(write(null)).toBe('–');
    expect(f.ago(null, 0)).toBe('–');
  }
});

test('a written number reads back as itself', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }), (n) => {
      expect(Number(vi.number(n).replaceAll('.', ''))).toBe(n);
      expect(Number(en.number(n).replaceAll(',', ''))).toBe(n);
    }),
  );
});

test('a written date reads back as itself', () => {
  fc.assert(
    fc.property(day, (iso) => {
      const [d, m, y] = vi.day(iso).split('/');
      expect(`${y}-${m}-${d}`).toBe(iso);
      expect(vi.dayShort(iso)).toBe(`${d}/${m}`);
      expect(isDay(iso)).toBe(true);
    }),
  );
});

test('days add up', () => {
  fc.assert(
    fc.property(day, fc.integer({ min: 0, max: 5000 }), (from, count) => {
      expect(countDays(from, addDays(from, count))).toBe(count + 1);
    }),
  );
  expect(isDay('2026-02-30')).toBe(false);
  expect(isDay('2026-2-3')).toBe(false);
});

test('a duration is never negative and always has its unit', () => {
  fc.assert(
    fc.property(fc.double({ min: -10, max: 1e6, noNaN: true }), (seconds) => {
      expect(vi.duration(seconds)).toMatch(/^\d+ (giây|phút \d\d giây|giờ \d\d phút)$/);
    }),
  );
});
