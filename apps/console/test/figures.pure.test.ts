import type { DossierCounts } from '@emc/contract';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { placeDots } from '../src/charts/dot-places.ts';
import { addDays, countDays } from '../src/days.ts';
import {
  channelsOf,
  DOSSIER_MEASURES,
  type DossierMeasure,
  measureOf,
  partsOf,
  writeChange,
  writeMeasure,
} from '../src/dossier-measures.ts';
import { makeFormats } from '../src/formats.ts';
import { recentPeriods, reportingPeriodOf } from '../src/reporting-period.ts';
import { en } from '../src/texts/en.ts';
import { vi } from '../src/texts/vi.ts';

const TODAY = '2026-11-22';

test('a period is a month, a quarter, a year or any days, and never goes beyond today', () => {
  const bounds = (key: string | undefined) => {
    const { kind, from, to } = reportingPeriodOf(key, TODAY);
    return `${kind} ${from} ${to}`;
  };
  expect(bounds(undefined)).toBe('now 2026-11-01 2026-11-22');
  expect(bounds('2024-02')).toBe('month 2024-02-01 2024-02-29');
  expect(bounds('2024-12')).toBe('month 2024-12-01 2024-12-31');
  expect(bounds('2024-Q1')).toBe('quarter 2024-01-01 2024-03-31');
  expect(bounds('2026-Q4')).toBe('quarter 2026-10-01 2026-11-22');
  expect(bounds('2025')).toBe('year 2025-01-01 2025-12-31');
  expect(bounds('2024-01-01..2024-01-18')).toBe('custom 2024-01-01 2024-01-18');
  expect(bounds('2027-01')).toBe('now 2026-11-01 2026-11-22');
});

test('the server is left to say what this month is, and told the days of any other period', () => {
  expect(reportingPeriodOf('', TODAY).query).toEqual({});
  expect(reportingPeriodOf('2024-01', TODAY).query).toEqual({ from: '2024-01-01', to: '2024-01-31' });
});

test('whatever an address says gives a period that has begun and that is not turned round', () => {
  const text = fc.oneof(
    fc.string(),
    fc.stringMatching(/^\d{4}(-Q?\d{1,2})?$/),
    fc.stringMatching(/^\d{4}-\d\d-\d\d\.\.\d{4}-\d\d-\d\d$/),
  );
  fc.assert(
    fc.property(text, (key) => {
      const { from, to } = reportingPeriodOf(key, TODAY);
      expect(countDays(from, to)).toBeGreaterThanOrEqual(1);
      expect(to <= TODAY).toBe(true);
      expect(addDays(from, 0)).toBe(from);
    }),
  );
});

test('every period that is offered is understood, and none is offered twice', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 20_000 }), (later) => {
      const today = addDays('2020-01-01', later);
      const recent = recentPeriods(today);
      for (const kind of ['month', 'quarter', 'year'] as const) {
        for (const key of recent[kind]) expect(reportingPeriodOf(key, today).kind).toBe(kind);
        expect(new Set(recent[kind]).size).toBe(recent[kind].length);
      }
    }),
  );
});

test('no two dots of a row overlap, and every dot keeps its value', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 1000, noNaN: true }), { maxLength: 90 }), (values) => {
      const places = placeDots(values, 12, 1000);
      expect(places.map(({ x_px }) => x_px)).toEqual(values);
      const rows = Map.groupBy(places, ({ row }) => row);
      for (const row of rows.values()) {
        const sorted = row.map(({ x_px }) => x_px).toSorted((a, b) => a - b);
        for (let index = 1; index < sorted.length; index += 1)
          expect((sorted[index] ?? 0) - (sorted[index - 1] ?? 0)).toBeGreaterThanOrEqual(12);
      }
    }),
  );
});

const NONE: DossierCounts = {
  received: 0,
  receivedDirect: 0,
  receivedOnline: 0,
  receivedPost: 0,
  fullOnline: 0,
  receivedWithCatalogue: 0,
  withFee: 0,
  paidOnline: 0,
  finished: 0,
  onTime: 0,
  late: 0,
  withoutDueTime: 0,
  processingSeconds: 0,
  processingKnown: 0,
};

test('115,665 full-online dossiers of 168,746 are written as 68.54 % in the format of the reader', () => {
  const value = measureOf('fullOnline', {
    ...NONE,
    received: 200_000,
    receivedWithCatalogue: 168_746,
    fullOnline: 115_665,
  });
  expect(writeMeasure('fullOnline', value, { t: vi, f: makeFormats('vi') })).toBe('68,54%');
  expect(writeMeasure('fullOnline', value, { t: en, f: makeFormats('en') })).toBe('68.54%');
});

test('the channels add up to the dossiers received: those of which none was told stand beside the others', () => {
  const told = { ...NONE, receivedOnline: 5996, receivedDirect: 4075, receivedPost: 257 };
  const sumOf = (received: number) => channelsOf({ ...told, received }).reduce((sum, { count }) => sum + count, 0);
  expect(sumOf(10_331)).toBe(10_331);
  expect(channelsOf({ ...told, received: 10_331 }).at(-1)).toEqual({ channel: 'unknown', count: 3 });
  expect(channelsOf({ ...told, received: 10_328 }).map(({ channel }) => channel)).toEqual(['online', 'direct', 'post']);
});

test('a share with nothing to divide by, and a count of which nothing is known, is a dash and never 0', () => {
  const words = { t: vi, f: makeFormats('vi') };
  for (const measure of DOSSIER_MEASURES) {
    expect(writeMeasure(measure, measureOf(measure, null), words)).toBe('–');
    expect(partsOf(measure, null)).toBeNull();
  }
  for (const measure of ['online', 'fullOnline', 'onTime', 'processing', 'paidOnline'] as const)
    expect(measureOf(measure, NONE)).toBeNull();
  expect(measureOf('received', NONE)).toBe(0);
  const withoutCatalogue = { ...NONE, received: 12, receivedOnline: 9, fullOnline: null };
  expect(measureOf('fullOnline', withoutCatalogue)).toBeNull();
  expect(partsOf('fullOnline', withoutCatalogue)).toBeNull();
});

test('a measure is written beside what it was in the period before: counts by a share, shares by points, times by days', () => {
  const words = { t: vi, f: makeFormats('vi') };
  const now = { ...NONE, received: 1120, receivedOnline: 840, processingSeconds: 86_400 * 9, processingKnown: 2 };
  const before = { ...NONE, received: 1000, receivedOnline: 700, processingSeconds: 86_400 * 10, processingKnown: 2 };
  const written = (measure: DossierMeasure, was: DossierCounts | null = before) =>
    writeChange(measure, now, was, words);
  expect(written('received')).toBe('+12%, kỳ trước 1.000');
  expect(written('online')).toBe('+5 điểm %, kỳ trước 70,00%');
  expect(written('processing')).toBe('-0,5 ngày, kỳ trước 5,0 ngày');
  expect(written('received', now)).toBe('giữ nguyên, kỳ trước 1.120');
  expect(written('received', NONE)).toBe('kỳ trước 0');
  expect(written('online', NONE)).toBe('kỳ trước chưa có số liệu');
  expect(written('received', null)).toBe('kỳ trước chưa có số liệu');
});
