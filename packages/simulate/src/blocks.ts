import { addDays, DAY_MS, dayOf, startOfDay, type Day } from '@emc/contract';
import { encodeHit, RowWriter } from '@emc/event-store';
import { type Country, simulateDay } from './country-day.ts';
import { type Period, periodsOf, within } from './periods.ts';

/** A batch of hits that is to be inserted: the hits of one stretch of time. */
export interface Stretch {
  batchId: bigint;
  start_ms: number;
  end_ms: number;
}

export interface Range {
  /** First day. */
  from: Day;
  /** Unix milliseconds; nothing at or after it. */
  to_ms: number;
}

/** Which of these batches are in the store. */
export type Exists = (batchIds: readonly bigint[]) => Promise<Set<bigint>>;

/**
 * What of the range is not in the store yet, in order of time. As large as possible (a third of a month); where a part
 * of it is there, or only a part of it lies in the range, by days; where a day has begun, by hours.
 */
export async function missingStretches(seed: number, range: Range, exists: Exists): Promise<Stretch[]> {
  const from_ms = startOfDay(range.from);
  const stretches: Stretch[] = [];
  for (const month of periodsOf(seed, from_ms, range.to_ms)) {
    const known = await exists(month.flatMap((third) => [...within(third)].map(({ batchId }) => batchId)));
    for (const third of month) stretches.push(...missingOf(third, from_ms, range.to_ms, known));
  }
  return stretches;
}

function missingOf(period: Period, from_ms: number, to_ms: number, known: ReadonlySet<bigint>): Stretch[] {
  if (known.has(period.batchId) || period.end_ms <= from_ms || period.start_ms >= to_ms) return [];
  const whole = period.start_ms >= from_ms && period.end_ms <= to_ms;
  const untouched = ![...within(period)].some(({ batchId }) => known.has(batchId));
  if (period.parts.length > 0 && !(whole && untouched)) {
    return period.parts.flatMap((part) => missingOf(part, from_ms, to_ms, known));
  }
  const start_ms = Math.max(period.start_ms, from_ms);
  return [{ batchId: period.batchId, start_ms, end_ms: Math.min(period.end_ms, to_ms) }];
}

/**
 * The rows of a stretch (RowBinary, see `encodeHit`) and how many they are. The writer is used again for the next.
 */
export function encodeStretch(
  country: Country,
  stretch: Stretch,
  scale: number,
  writer: RowWriter,
): { rows: Buffer; hits: number } {
  writer.reset();
  let hits = 0;
  const last = dayOf(stretch.end_ms - 1);
  // History is brought in late, and says so: only what is of today counts as happening now.
  const late_ms = stretch.end_ms - stretch.start_ms < DAY_MS ? 0 : DAY_MS;
  for (let day = dayOf(stretch.start_ms); day <= last; day = addDays(day, 1)) {
    simulateDay(country, day, scale, (hit) => {
      if (hit.time_ms < stretch.start_ms || hit.time_ms >= stretch.end_ms) return;
      hits++;
      hit.received_ms += late_ms;
      encodeHit(hit, writer);
    });
  }
  return { rows: writer.copy(), hits };
}
