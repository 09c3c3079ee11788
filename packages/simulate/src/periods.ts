import { hash } from 'node:crypto';
import { addDays, DAY_MS, type Day, dayOf, startOfDay } from '@emc/contract';

/** A stretch of time whose hits make one batch of their own. Half open: [start_ms, end_ms). */
export interface Period {
  start_ms: number;
  end_ms: number;
  batchId: bigint;
  /** The shorter periods that it consists of; none for an hour. */
  parts: readonly Period[];
}

const HOUR_MS = 3_600_000;
/** Days of a month on which a third of it begins. */
const THIRDS = [1, 11, 21] as const;

/**
 * The months that hold `from_ms` … `to_ms`, each as thirds, which are days, which are hours. Their batch ids depend on
 * the seed and the time alone: whoever simulates the same country again finds what is there.
 */
export function periodsOf(seed: number, from_ms: number, to_ms: number): Period[][] {
  const months: Period[][] = [];
  for (let month = monthOf(dayOf(from_ms)); startOfDay(month) < to_ms; month = nextMonth(month)) {
    months.push(thirdsOf(seed, month));
  }
  return months;
}

/** The period and everything below it. */
export function* within(whole: Period): Generator<Period> {
  yield whole;
  for (const part of whole.parts) yield* within(part);
}

function thirdsOf(seed: number, month: Day): Period[] {
  return THIRDS.map((first, index) => {
    const from = addDays(month, first - 1);
    const next = THIRDS[index + 1];
    const to = next === undefined ? nextMonth(month) : addDays(month, next - 1);
    const days: Period[] = [];
    for (let day = from; day < to; day = addDays(day, 1)) days.push(dayPeriod(seed, day));
    return period(seed, startOfDay(from), startOfDay(to), days);
  });
}

function dayPeriod(seed: number, day: Day): Period {
  const start_ms = startOfDay(day);
  const hours = Array.from({ length: 24 }, (_, hour) => {
    const from_ms = start_ms + hour * HOUR_MS;
    return period(seed, from_ms, from_ms + HOUR_MS, []);
  });
  return period(seed, start_ms, start_ms + DAY_MS, hours);
}

function period(seed: number, start_ms: number, end_ms: number, parts: readonly Period[]): Period {
  const digest = hash('sha256', `simulated country\n${seed}\n${start_ms}\n${end_ms}`, 'hex');
  return { start_ms, end_ms, parts, batchId: BigInt(`0x${digest.slice(0, 16)}`) };
}

function monthOf(day: Day): Day {
  return `${day.slice(0, 7)}-01`;
}

function nextMonth(month: Day): Day {
  return monthOf(addDays(month, 31));
}
