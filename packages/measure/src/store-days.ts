import type { Day } from '@emc/contract';

/** The beginning of the store's calendar: what lies before cannot be asked for, and holds nothing. */
export const STORE_BEGINS: Day = '1970-01-01';

/** The day, or the first that the store knows. */
export function inStore(day: Day): Day {
  return day < STORE_BEGINS ? STORE_BEGINS : day;
}
