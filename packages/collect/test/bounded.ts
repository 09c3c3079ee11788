import { DAY_MS, DistinctSketch, startOfDay } from '@emc/contract';
import { emptyHit, type Hit } from '@emc/event-store';
import { ValueBound, type ValueBoundOptions } from '../src/bound/value-bound.ts';

const MIDNIGHT_MS = startOfDay('2026-11-02');
const HOUR_MS = 3_600_000;
export const KEY = Buffer.from('a key of the tests');
/** Places for pages and titles of {@link newBound}: fewer than in a collector, so that tests are cheap. */
export const PAGES = 2_000;

export function newBound(options: Partial<ValueBoundOptions> = {}): ValueBound {
  return new ValueBound({ key: KEY, places: { page: PAGES, title: PAGES }, ...options });
}

/** The instant on the day of the tests, `days` later. */
export function at(hours: number, days = 0): number {
  return MIDNIGHT_MS + days * DAY_MS + Math.round(hours * HOUR_MS);
}

/** A page view as it comes out of `strip`. */
export function view(path: string, time_ms: number, more: Partial<Hit> = {}): Hit {
  return { ...emptyHit(), siteId: 5, host: 'bao.example.gov.vn', path, time_ms, received_ms: time_ms, ...more };
}

/** An address of the n-th network. */
export function network(number: number): string {
  return `10.${number >> 8}.${number & 255}.9`;
}

/** Sends pages `/prefix0` … and gives back how many kept their path. */
export function flood(
  bound: ValueBound,
  {
    from,
    count,
    prefix,
    time_ms,
    siteId = 5,
  }: { from: string; count: number; prefix: string; time_ms: number; siteId?: number },
): number {
  let kept = 0;
  for (let number = 0; number < count; number++) {
    const hit = view(`/${prefix}${number}`, time_ms, { siteId });
    bound.apply(hit, from);
    if (hit.path !== 'other') kept++;
  }
  return kept;
}

/** The path under which a page is stored. */
export function pathOf(bound: ValueBound, path: string, from: string, time_ms: number): string {
  const hit = view(path, time_ms);
  bound.apply(hit, from);
  return hit.path;
}

/** `field: hits/values` of what went to "other". */
export function othersOf(bound: ValueBound): Record<string, string> {
  return Object.fromEntries(
    bound.others.takeChanged().map(({ siteId, day, field, hits, sketch }) => {
      const values = new DistinctSketch();
      values.merge(sketch);
      return [`${siteId} ${day} ${field}`, field === 'any' ? String(hits) : `${hits}/${values.estimate()}`];
    }),
  );
}
