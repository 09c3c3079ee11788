import { expect, test } from 'vitest';
import { readPeriod } from '../src/gather/period.ts';
import { evaluate } from '../src/score/evaluate.ts';
import { deliveredSet, madeUpBody } from './made-up.ts';

const decision766 = await deliveredSet('decision-766-2022');
const ranking = { by: 'score', minimumComputedShare: 0.01, minimumDossiers: 0, grades: 'by-score' } as const;

test.each([
  // Of 100,000 dossiers so many in time; the second of a pair is the last that does not reach the grade.
  [90_000, 90, 'Xuất sắc'],
  [89_995, 90, 'Xuất sắc'],
  [89_994, 89.99, 'Tốt'],
  [80_000, 80, 'Tốt'],
  [79_994, 79.99, 'Khá'],
  [70_000, 70, 'Khá'],
  [69_994, 69.99, 'Trung bình'],
  [50_000, 50, 'Trung bình'],
  [49_994, 49.99, 'Yếu'],
  [0, 0, 'Yếu'],
])('%i in time of 100,000 are %d points: %s', (onTime, score, grade) => {
  const values = { 'dossiers.finished': 100_000, 'dossiers.on_time': onTime, 'dossiers.without_due_time': 0 };
  const [result] = evaluate({ ...decision766, ranking }, [madeUpBody('H56', { values })], { sourceOf: () => '' });
  expect({ score: result?.score, grade: result?.grade?.vi }).toEqual({ score, grade });
});

test('a period that begins today is one, and one that begins tomorrow is none; it is closed from the midnight after its last day', () => {
  const midnight_ms = Date.parse('2026-11-22T00:00:00+07:00');
  const closed = (now_ms: number) => readPeriod({ from: '2026-11-01', to: '2026-11-21' }, now_ms).closed;
  expect([closed(midnight_ms - 1), closed(midnight_ms)]).toEqual([false, true]);
  expect(readPeriod({ from: '2026-11-22', to: '2026-11-30' }, midnight_ms)).toMatchObject({
    mapDay: '2026-11-22',
    closed: false,
  });
  expect(() => readPeriod({ from: '2026-11-22', to: '2026-11-30' }, midnight_ms - 1)).toThrow(/has not begun/);
});
