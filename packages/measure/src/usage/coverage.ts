import { DAY_MS, dayOf, localIso } from '@emc/contract';
import type { Completeness, Day, HierarchyPortal } from '@emc/contract';
import { defineQuery } from '@emc/event-store';
import { z } from 'zod';
import type { LoaderStatus } from '../figures-options.ts';
import { IN_SCOPE, scopeParams } from './scope.ts';

/** When each portal was first heard, and whether it was heard in the period. */
export const coverage = defineQuery({
  name: 'usage-coverage',
  sql: `SELECT site_id AS siteId, toUnixTimestamp64Milli(min(first_hit_at)) AS firstHit_ms,
    max(day BETWEEN {from:Date} AND {to:Date}) AS received
  FROM site_days WHERE ${IN_SCOPE} GROUP BY site_id`,
  params: scopeParams,
  row: z.object({ siteId: z.int(), firstHit_ms: z.int(), received: z.int().transform((value) => value === 1) }),
});
export type CoverageRow = z.output<typeof coverage.row>;

const MOST_MISSING = 50;

/** Which portals should have sent something in the period, and which did. */
export function portalCompleteness(
  portals: readonly HierarchyPortal[],
  heard: readonly CoverageRow[],
  period: { from: Day; to: Day; today: Day },
): Pick<Completeness, 'complete' | 'portalsExpected' | 'portalsReceived' | 'missing'> {
  const bySite = new Map(heard.map((row) => [row.siteId, row]));
  const last = period.to < period.today ? period.to : period.today;
  const expected = portals.filter((portal) => isExpected(portal, period.from, last));
  const missing = expected.filter((portal) => bySite.get(portal.siteId)?.received !== true);
  return {
    complete: missing.length === 0,
    portalsExpected: expected.length,
    portalsReceived: expected.length - missing.length,
    missing: missing.slice(0, MOST_MISSING).map(({ siteId, name }) => ({
      siteId,
      name,
      reason: bySite.has(siteId) ? ('silent' as const) : ('never-sent' as const),
    })),
  };
}

/** Live on some day of the period, and not retired before it. */
function isExpected(portal: HierarchyPortal, from: Day, last: Day): boolean {
  const liveOn = portal.liveOn ?? portal.registeredOn;
  return liveOn <= last && (portal.retiredOn === null || portal.retiredOn > from);
}

/** Collectors that do not run and may hold hits of the period; a late hit counts up to a day before it was taken. */
export function collectorsMissing(
  missing: NonNullable<LoaderStatus['missing']>,
  period: { from: Day; to: Day },
): NonNullable<Completeness['collectorsMissing']> {
  return missing
    .filter(({ since_ms, seen_ms }) => dayOf(since_ms - DAY_MS) <= period.to && dayOf(seen_ms) >= period.from)
    .map(({ name, since_ms }) => ({ name, since: localIso(since_ms) }));
}

/** A figure that counts visitors twice is not complete either; the days on which it may. */
export function withVisitorsTwice<T extends { complete: boolean }>(
  portals: T,
  days: readonly Day[],
  period: { from: Day; to: Day },
): T & Pick<Completeness, 'visitorsTwice'> {
  const touched = days.filter((day) => period.from <= day && day <= period.to);
  return touched.length === 0 ? portals : { ...portals, complete: false, visitorsTwice: touched };
}

/** A figure that lacks what a collector holds is not complete, whatever its portals sent. */
export function withCollectors<T extends { complete: boolean }>(
  portals: T,
  missing: NonNullable<Completeness['collectorsMissing']>,
): T & Pick<Completeness, 'collectorsMissing'> {
  return missing.length === 0 ? portals : { ...portals, complete: false, collectorsMissing: missing };
}

/** Nor is one that lacks what is damaged on the disk. */
export function withDamage<T extends { complete: boolean }>(
  portals: T,
  days: NonNullable<Completeness['damagedDays']>,
): T & Pick<Completeness, 'damagedDays'> {
  return days.length === 0 ? portals : { ...portals, complete: false, damagedDays: days };
}
