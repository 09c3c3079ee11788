import { dayNumberOf, startOfDay, type Day } from '@emc/contract';
import {
  DAY_NOISE,
  FREE_HOURS,
  GROWTH_FROM,
  HOLIDAYS,
  TET_DAYS,
  TET_DAY_FACTOR,
  WEEKDAYS,
  WORKING_HOURS,
  YEARLY_GROWTH,
} from './data/calendar.ts';
import { mix, Wheel } from './random.ts';

/** Below this factor a day counts as a day off: its hours are those of a day off too. */
const DAY_OFF_BELOW = 0.7;
const HOURS = Array.from({ length: 24 }, (_, hour) => hour);
const WORKING = new Wheel(HOURS, (hour) => WORKING_HOURS[hour] ?? 0);
const FREE = new Wheel(HOURS, (hour) => FREE_HOURS[hour] ?? 0);

/** What the calendar says of a day: 1 = an ordinary working day. */
function calendarFactor(day: Day): number {
  if (TET_DAYS.includes(day)) return TET_DAY_FACTOR;
  const holiday = HOLIDAYS.find(({ from, to }) => from <= day && day <= to);
  return holiday?.factor ?? WEEKDAYS[new Date(`${day}T00:00:00Z`).getUTCDay()] ?? 1;
}

/** The slow rise, counted from a fixed day, so that it does not depend on where a simulation begins. */
function growthFactor(day: Day): number {
  const years = (dayNumberOf(startOfDay(day)) - dayNumberOf(startOfDay(GROWTH_FROM))) / 365.25;
  return YEARLY_GROWTH ** years;
}

/** Use on a day as a multiple of an ordinary working day at the beginning of the rise. */
export function dayFactor(seed: number, day: Day): number {
  const noise = 1 + DAY_NOISE * (mix(seed, dayNumberOf(startOfDay(day)), 7) / 0x8000_0000 - 1);
  return calendarFactor(day) * growthFactor(day) * noise;
}

/** Local hours in which visits of the day begin. */
export function hoursOf(day: Day): Wheel<number> {
  return calendarFactor(day) < DAY_OFF_BELOW ? FREE : WORKING;
}

/** Use at an instant, as a part of use in the busiest hour of a working day: 0 … 1 and a little. */
export function momentFactor(instant_ms: number, day: Day): number {
  const shares = calendarFactor(day) < DAY_OFF_BELOW ? FREE_HOURS : WORKING_HOURS;
  const hour = (instant_ms - startOfDay(day)) / 3_600_000;
  const here = shares[Math.floor(hour)] ?? 0;
  const next = shares[(Math.floor(hour) + 1) % 24] ?? 0;
  return (calendarFactor(day) * (here + (next - here) * (hour % 1))) / Math.max(...WORKING_HOURS);
}
