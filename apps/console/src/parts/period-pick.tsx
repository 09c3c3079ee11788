import { Suspense, lazy } from 'react';
import { dayOf } from '../days.ts';
import { recentPeriods, reportingPeriodOf, type ReportingPeriod } from '../reporting-period.ts';
import { useWords, type Words } from '../words.ts';
import { useNow } from './clock.ts';
import { useFilters } from './filters.ts';

const DayField = lazy(() => import('./day-field.tsx').then(({ DayField: component }) => ({ default: component })));
const ROMAN = ['I', 'II', 'III', 'IV'];

/** What a period is called: `Tháng 01/2024`, `Quý I/2024`, `Năm 2024`, `từ 01/01/2024 đến 18/01/2024`. */
function nameOfKey({ t, f }: Words, key: string): string {
  const [, year = '', quarter] = /^(\d{4})(?:-Q([1-4]))?$/.exec(key) ?? [];
  if (quarter !== undefined) return t.figures.quarter(ROMAN[Number(quarter) - 1] ?? quarter, year);
  return year === '' ? t.figures.month(f.month(`${key}-01`)) : t.figures.year(year);
}

/** The period in words. With an answer, the days that it says it is about: what is shown, not what was asked for. */
export function periodName(
  words: Words,
  period: ReportingPeriod,
  answer?: { period: { from: string; to: string } },
): string {
  const { t, f } = words;
  const { from, to } = answer?.period ?? period;
  if (period.kind === 'now' || period.kind === 'custom') return t.figures.fromTo(f.day(from), f.day(to));
  return nameOfKey(words, period.key);
}

/** The period in the address (`?period=`), today, and a way to choose another. */
export function useReportingPeriod(): { period: ReportingPeriod; today: string; choose: (key: string) => void } {
  const today = dayOf(useNow(60_000));
  const [filters, change] = useFilters();
  return {
    period: reportingPeriodOf(filters['period'], today),
    today,
    choose: (key) => change({ period: key }),
  };
}

/** A month, quarter or year from a list, or any days. */
export function PeriodPick() {
  const words = useWords();
  const { t } = words;
  const { period, today, choose } = useReportingPeriod();
  const recent = recentPeriods(today);
  const groups = [
    { name: t.figures.months, keys: recent.month },
    { name: t.figures.quarters, keys: recent.quarter },
    { name: t.figures.years, keys: recent.year },
  ];
  const listed =
    period.kind === 'now' || period.kind === 'custom' || groups.some(({ keys }) => keys.includes(period.key));
  const custom = (from: string, to: string) => choose(`${from}..${to}`);
  return (
    <>
      <label className="pick">
        <span>{t.figures.period}</span>
        <select
          value={period.kind === 'custom' ? 'custom' : period.key}
          onChange={({ target }) => (target.value === 'custom' ? custom(period.from, period.to) : choose(target.value))}
        >
          <option value="">{t.figures.now}</option>
          {listed ? null : <option value={period.key}>{nameOfKey(words, period.key)}</option>}
          {groups.map(({ name, keys }) => (
            <optgroup key={name} label={name}>
              {keys.map((key) => (
                <option key={key} value={key}>
                  {nameOfKey(words, key)}
                </option>
              ))}
            </optgroup>
          ))}
          <option value="custom">{t.figures.custom}</option>
        </select>
      </label>
      {period.kind === 'custom' ? (
        <Suspense fallback={<span className="day-field-place" />}>
          <DayField
            label={t.usage.from}
            value={period.from}
            onChange={(from) => from !== null && custom(from, from > period.to ? from : period.to)}
          />
          <DayField
            label={t.usage.to}
            value={period.to}
            onChange={(to) => to !== null && custom(to < period.from ? to : period.from, to)}
          />
        </Suspense>
      ) : null}
    </>
  );
}
