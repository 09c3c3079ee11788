/** Days and times as they stand in texts and addresses, read without a clock: what is kept must not depend on when it came. */

const FIRST_YEAR = 1900;
const LAST_YEAR = 2099;
/** A day before, written without signs, is rather one of birth (see births.ts). */
const FIRST_NEWS = 2010;

export function isYear(digits: string): boolean {
  return digits.length === 4 && Number(digits) >= FIRST_YEAR && Number(digits) <= LAST_YEAR;
}

/** Whether the three name a day of the calendar. Each may have a leading 0. */
export function isDay(year: string, month: string, date: string): boolean {
  if (!isYear(year) || month.length > 2 || date.length > 2) return false;
  const [m, d] = [Number(month), Number(date)];
  return m >= 1 && m <= 12 && d >= 1 && d <= new Date(Date.UTC(Number(year), m, 0)).getUTCDate();
}

/** `HH`, `mm`, `ss`; '' = not said. */
export function isTime(hours: string, minutes: string, seconds: string): boolean {
  return Number(hours) < 24 && Number(minutes) < 60 && Number(seconds) < 60;
}

/**
 * Whether a run of digits is a moment, as content systems number their articles: `20241130`, `202411301015`, `20241130101530`,
 * `20241130101530123`, `30112024`, and `102241130101530123` (three digits, then two of the year). Only from 2000 on: identity cards begin with 0,
 * no telephone begins with 20.
 */
export function isMoment(digits: string): boolean {
  if (
    digits.length === 8 &&
    Number(digits.slice(4)) >= FIRST_NEWS &&
    isDay(digits.slice(4), digits.slice(2, 4), digits.slice(0, 2))
  )
    return true;
  if (digits.length === 18) return isMomentOf(`20${digits.slice(3, 15)}`) && !digits.startsWith('0');
  return digits.startsWith('20') && [8, 12, 14, 17].includes(digits.length) && isMomentOf(digits.slice(0, 14));
}

function isMomentOf(digits: string): boolean {
  const part = (from: number, to: number): string => digits.slice(from, to);
  return isDay(part(0, 4), part(4, 6), part(6, 8)) && isTime(part(8, 10), part(10, 12), part(12, 14));
}
