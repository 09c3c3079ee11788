/**
 * The one place that knows what a day is.
 *
 * Storage is UTC; days, hours and months are those of Asia/Ho_Chi_Minh. Viet Nam has had no daylight saving since
 * UTC+7 began (1975 in the whole country), so a local day is always 24 UTC hours, shifted by seven.
 */
export const TIME_ZONE = 'Asia/Ho_Chi_Minh';
export const UTC_OFFSET_MS = 7 * 3_600_000;
export const DAY_MS = 86_400_000;

/** A clock is passed in, never read globally, so that tests can move it. Returns Unix milliseconds. */
export type Clock = () => number;

/** A local day as `YYYY-MM-DD`. */
export type Day = string;

/** Days since 1970-01-01 of the local day that holds the instant. */
export function dayNumberOf(instant_ms: number): number {
  return Math.floor((instant_ms + UTC_OFFSET_MS) / DAY_MS);
}

/** `YYYY-MM-DD` of the local day that holds the instant. */
export function dayOf(instant_ms: number): Day {
  return dayFromNumber(dayNumberOf(instant_ms));
}

/** Names of days: a board of the country asks for the same hundred thousands of times. */
const names = new Map<number, Day>();
const MOST_NAMES = 10_000;

/** `YYYY-MM-DD` of a day number (see {@link dayNumberOf}). */
export function dayFromNumber(dayNumber: number): Day {
  const known = names.get(dayNumber);
  if (known !== undefined) return known;
  if (names.size >= MOST_NAMES) names.clear();
  const name = new Date(dayNumber * DAY_MS).toISOString().slice(0, 10);
  names.set(dayNumber, name);
  return name;
}

/** Unix milliseconds of local midnight at which the day begins. */
export function startOfDay(day: Day): number {
  return Date.parse(`${day}T00:00:00Z`) - UTC_OFFSET_MS;
}

/** The day `count` days later (or earlier, when negative). */
export function addDays(day: Day, count: number): Day {
  return dayFromNumber(Date.parse(`${day}T00:00:00Z`) / DAY_MS + count);
}

/** Number of days from `from` to `to`, both included; 0 or less when `to` is before `from`. */
export function countDays(from: Day, to: Day): number {
  return (Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY_MS + 1;
}

/** `18/01/2024`, as days are written in Vietnamese. */
export function vietnameseDay(day: Day): string {
  return day.split('-').toReversed().join('/');
}

/** The instant as local ISO 8601 with offset: `2026-11-22T08:00:00+07:00`. */
export function localIso(instant_ms: number): string {
  return `${new Date(instant_ms + UTC_OFFSET_MS).toISOString().slice(0, 19)}+07:00`;
}
