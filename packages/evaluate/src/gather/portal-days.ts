import { addDays, countDays, type Day, type HierarchyPortal } from '@emc/contract';

/**
 * Days on which the body's portals were to be used, and were.
 * A portal is live from its first day (that of its registration when none is stated) to before the day on which it is
 * retired; today counts. Days of use outside that time, of a trial run for instance, do not count.
 * @param last the last day of the period, today at most
 */
export function portalDaysOf(
  portals: readonly HierarchyPortal[],
  used: ReadonlyMap<number, number>,
  from: Day,
  last: Day,
): { expected: number; used: number } {
  const sum = { expected: 0, used: 0 };
  for (const { siteId, liveOn, registeredOn, retiredOn } of portals) {
    const begins = liveOn ?? registeredOn;
    const first = begins > from ? begins : from;
    const end = retiredOn === null || retiredOn > last ? last : addDays(retiredOn, -1);
    const expected = Math.max(0, countDays(first, end));
    sum.expected += expected;
    sum.used += Math.min(expected, used.get(siteId) ?? 0);
  }
  return sum;
}
