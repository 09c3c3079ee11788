import type { UsagePoint } from '@emc/contract';
import { localIso } from '@emc/contract';
import type { Bucket } from './period.ts';
import { addTo, noSums, totalsOf } from './totals.ts';
import type { Sums } from './totals.ts';

/** A row of a question: the beginning of its day or hour, and some of the sums. */
export type TimedRow = Partial<Sums> & { start_ms: number };

/** What fell into each bucket. Rows and buckets both begin at whole local hours, so a row lies in one bucket whole. */
export function sumsByBucket(buckets: readonly Bucket[], rows: readonly TimedRow[]): Sums[] {
  const sums = buckets.map(noSums);
  for (const { start_ms, ...row } of rows) {
    const found = sums[indexOf(buckets, start_ms)];
    if (found !== undefined) addTo(found, row);
  }
  return sums;
}

function indexOf(buckets: readonly Bucket[], at_ms: number): number {
  let low = 0;
  let high = buckets.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const bucket = buckets[middle];
    if (bucket === undefined || at_ms < bucket.start_ms) high = middle - 1;
    else if (at_ms >= bucket.end_ms) low = middle + 1;
    else return middle;
  }
  return -1;
}

/** The series: null before the first hit and in the future, where nothing is known. */
export function seriesOf(
  buckets: readonly Bucket[],
  rows: readonly TimedRow[],
  firstHit_ms: number | undefined,
  now_ms: number,
): UsagePoint[] {
  const sums = sumsByBucket(buckets, rows);
  return buckets.map((bucket, index) => {
    const isKnown = firstHit_ms !== undefined && bucket.end_ms > firstHit_ms && bucket.start_ms <= now_ms;
    return { start: localIso(bucket.start_ms), values: isKnown ? totalsOf(sums[index] ?? noSums()) : null };
  });
}
