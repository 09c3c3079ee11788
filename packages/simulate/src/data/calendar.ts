/** How use rises and falls: by the hour, by the day of the week, on holidays. Shares and factors, not counts. */

/** Share of a working day's visits that begin in each local hour: peaks at 9–11 and 14–16, a dip at lunch. */
export const WORKING_HOURS: readonly number[] = [
  0.5, 0.3, 0.2, 0.15, 0.2, 0.5, 1.4, 4.2, 8.6, 11.2, 10.6, 6.2, 3.6, 6.4, 10.2, 9.9, 7.0, 3.9, 2.6, 3.1, 3.5, 3.1, 1.9,
  0.9,
];
/** The same for days off: later, flatter, more in the evening. */
export const FREE_HOURS: readonly number[] = [
  0.9, 0.5, 0.3, 0.2, 0.3, 0.6, 1.5, 3.4, 6.0, 7.6, 7.8, 6.2, 4.6, 4.8, 6.2, 6.6, 6.1, 5.3, 5.0, 6.3, 7.4, 6.6, 3.9,
  1.9,
];

/** Factor by day of the week, Sunday first. */
export const WEEKDAYS: readonly number[] = [0.36, 1.1, 1.08, 1.05, 1.03, 0.98, 0.5];

export interface Holiday {
  from: string;
  /** Included. */
  to: string;
  factor: number;
  name: string;
}
/** Public holidays. The factor replaces that of the weekday. */
export const HOLIDAYS: readonly Holiday[] = [
  { from: '2025-01-01', to: '2025-01-01', factor: 0.3, name: 'Tết Dương lịch' },
  { from: '2025-01-25', to: '2025-02-02', factor: 0.11, name: 'Tết Nguyên đán Ất Tỵ' },
  { from: '2025-04-07', to: '2025-04-07', factor: 0.34, name: 'Giỗ Tổ Hùng Vương' },
  { from: '2025-04-30', to: '2025-05-04', factor: 0.24, name: 'Ngày Chiến thắng và Quốc tế Lao động' },
  { from: '2025-08-30', to: '2025-09-02', factor: 0.25, name: 'Quốc khánh' },
  { from: '2026-01-01', to: '2026-01-01', factor: 0.3, name: 'Tết Dương lịch' },
  { from: '2026-02-14', to: '2026-02-22', factor: 0.11, name: 'Tết Nguyên đán Bính Ngọ' },
  { from: '2026-04-26', to: '2026-04-27', factor: 0.3, name: 'Giỗ Tổ Hùng Vương' },
  { from: '2026-04-30', to: '2026-05-03', factor: 0.24, name: 'Ngày Chiến thắng và Quốc tế Lao động' },
  { from: '2026-08-29', to: '2026-09-02', factor: 0.25, name: 'Quốc khánh' },
  { from: '2027-01-01', to: '2027-01-01', factor: 0.3, name: 'Tết Dương lịch' },
  { from: '2027-02-04', to: '2027-02-10', factor: 0.11, name: 'Tết Nguyên đán Đinh Mùi' },
];
/** The day of Tết itself, quieter still than the week around it. */
export const TET_DAYS: readonly string[] = ['2025-01-29', '2026-02-17', '2027-02-06'];
export const TET_DAY_FACTOR = 0.06;

/** Use in the year that follows, as a multiple; the rise is smooth and counted from a fixed day. */
export const YEARLY_GROWTH = 1.35;
export const GROWTH_FROM = '2025-01-01';
/** How far an ordinary day strays from what the calendar says (± this share). */
export const DAY_NOISE = 0.07;
