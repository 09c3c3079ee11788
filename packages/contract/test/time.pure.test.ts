import { expect, test } from 'vitest';
import {
  addDays,
  countDays,
  dayNumberOf,
  dayOf,
  EmcError,
  localIso,
  periodBefore,
  resolvePeriod,
  startOfDay,
  vietnameseDay,
} from '../src/index.ts';

// Instants are written in UTC by hand: 17:00:00Z is midnight in Viet Nam.
const at = (text: string): number => Date.parse(text);

test('a day of Viet Nam begins at 17:00:00.000 UTC of the day before and ends a millisecond before the next', () => {
  expect(startOfDay('2026-12-01')).toBe(at('2026-11-30T17:00:00.000Z'));
  expect(dayOf(at('2026-11-30T16:59:59.999Z'))).toBe('2026-11-30');
  expect(dayOf(at('2026-11-30T17:00:00.000Z'))).toBe('2026-12-01');
  expect(dayOf(at('2026-12-01T16:59:59.999Z'))).toBe('2026-12-01');
  expect(dayOf(at('2026-12-01T17:00:00.000Z'))).toBe('2026-12-02');
  expect(dayNumberOf(at('1969-12-31T17:00:00.000Z'))).toBe(0);
  expect(dayNumberOf(at('1969-12-31T16:59:59.999Z'))).toBe(-1);
  expect(localIso(at('2026-11-30T17:00:00.000Z'))).toBe('2026-12-01T00:00:00+07:00');
});

test('days are added and counted over the ends of months, of a year and over 29 February', () => {
  expect(addDays('2024-02-28', 1)).toBe('2024-02-29');
  expect(addDays('2023-02-28', 1)).toBe('2023-03-01');
  expect(addDays('2024-01-01', -1)).toBe('2023-12-31');
  expect(countDays('2024-01-01', '2024-12-31')).toBe(366);
  expect(countDays('2024-03-01', '2024-03-01')).toBe(1);
  expect(countDays('2024-03-02', '2024-03-01')).toBe(0);
  expect(vietnameseDay('2024-01-18')).toBe('18/01/2024');
});

test('a period may be as long as the limit and not a day longer; one day is a period, none is not', () => {
  const rules = { firstDay: (to: string) => to, mostDays: 366, what: 'of a test' };
  const now_ms = at('2026-11-30T17:00:00.000Z');
  const refused = (from: string, to: string): string => {
    try {
      return String(resolvePeriod({ from, to }, now_ms, rules).days);
    } catch (error) {
      return (error as EmcError).code;
    }
  };
  expect(refused('2024-01-01', '2024-12-31')).toBe('366');
  expect(refused('2023-12-31', '2024-12-31')).toBe('period-invalid');
  expect(refused('2024-12-31', '2024-12-31')).toBe('1');
  expect(refused('2025-01-01', '2024-12-31')).toBe('period-invalid');
  // At the very instant at which a day begins, it is today.
  expect(resolvePeriod({}, now_ms, rules)).toEqual({ from: '2026-12-01', to: '2026-12-01', days: 1 });
  expect(resolvePeriod({}, now_ms - 1, rules).to).toBe('2026-11-30');
});

test('the period before ends on the day before, and has as many days', () => {
  expect(periodBefore({ from: '2024-03-01', to: '2024-03-31' })).toEqual({ from: '2024-01-30', to: '2024-02-29' });
  expect(periodBefore({ from: '2024-03-01', to: '2024-03-01' })).toEqual({ from: '2024-02-29', to: '2024-02-29' });
});
