import { type Day, dayNumberOf, startOfDay } from '@emc/contract';
import { readinessOf } from '../plan-procedures.ts';
import { mix, textSeed } from '../random.ts';

/** From this day on bodies go forward, so much in a year, each month a little more or less than that. */
const FORWARD_FROM: Day = '2024-01-01';
const FORWARD_A_YEAR = 0.05;
const MONTHLY = 0.16;

/** How far a body has come in the month of the day, 0 … 1. */
export function readinessOn(seed: number, bodyCode: string, day: Day): number {
  const years = (dayNumberOf(startOfDay(day)) - dayNumberOf(startOfDay(FORWARD_FROM))) / 365.25;
  const luck = mix(seed, textSeed(bodyCode), textSeed(day.slice(0, 7)), 27) / 0x1_0000_0000 - 0.5;
  return Math.min(1, Math.max(0, readinessOf(seed, bodyCode) + FORWARD_A_YEAR * years + MONTHLY * luck));
}
