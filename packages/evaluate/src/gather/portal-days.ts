import { addDays, countDays, type Day, type HierarchyPortal } from '@emc/contract';

export interface PortalDayCounts {
  /** Days on which it was to be used. */
  expected: number;
  /** Of those, days on which it was. */
  used: number;
}

/** The first day on which a portal is live: that of its registration when none is stated. */
export function liveFrom({ liveOn, registeredOn }: HierarchyPortal): Day {
  return liveOn ?? registeredOn;
}

/**
 * Days on which a portal was to be used, and was. It is live from its first day to before the day on which it is retired;
 * today counts. Days of use outside that time, of a trial run for instance, do not count.
 * @param last the last day of the period, today at most
 */
export function portalDaysOf(
  portal: HierarchyPortal,
  used: ReadonlyMap<number, number>,
  from: Day,
  last: Day,
): PortalDayCounts {
  const { siteId, retiredOn } = portal;
  const begins = liveFrom(portal);
  const first = begins > from ? begins : from;
  const end = retiredOn === null || retiredOn > last ? last : addDays(retiredOn, -1);
  const expected = Math.max(0, countDays(first, end));
  return { expected, used: Math.min(expected, used.get(siteId) ?? 0) };
}

export function sumOfPortalDays(all: readonly PortalDayCounts[]): PortalDayCounts {
  return {
    expected: all.reduce((sum, { expected }) => sum + expected, 0),
    used: all.reduce((sum, { used }) => sum + used, 0),
  };
}
