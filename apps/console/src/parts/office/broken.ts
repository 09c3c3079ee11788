import type { ConnectionBoard, Portal, PortalList, System } from '@emc/contract';
import { addDays, dayOf, UTC_OFFSET_MS } from '../../days.ts';

const HOUR_MS = 3_600_000;

/** Something that sent before and does not any more. */
export interface Broken {
  kind: 'portal' | 'system';
  id: number;
  bodyCode: string;
  name: string;
  lastAt: string;
  /** When it became "interrupted" by the rule: its last message and the rule's window after it (Unix milliseconds). */
  since_ms: number;
}

/** The first instant of yesterday in Viet Nam. */
export function startOfYesterday(now_ms: number): number {
  return Date.parse(`${addDays(dayOf(now_ms), -1)}T00:00:00Z`) - UTC_OFFSET_MS;
}

/** What became interrupted since an instant, the newest first, and how many had been so before. */
export function brokenSince(
  from_ms: number,
  portals: PortalList,
  systems: readonly System[],
  rule: ConnectionBoard['rule'],
): { fresh: Broken[]; earlier: { portals: number; systems: number } } {
  const fresh = brokenOf(portals.items, systems, rule).filter(({ since_ms }) => since_ms >= from_ms);
  const freshOf = (kind: Broken['kind']) => fresh.filter((one) => one.kind === kind).length;
  return {
    fresh,
    earlier: { portals: portals.total - freshOf('portal'), systems: systems.length - freshOf('system') },
  };
}

/** All that are interrupted, the newest first. */
function brokenOf(portals: readonly Portal[], systems: readonly System[], rule: ConnectionBoard['rule']): Broken[] {
  const ofPortals = portals.flatMap(({ siteId, bodyCode, name, state, lastHitAt }) =>
    state === 'interrupted' && lastHitAt !== null
      ? [broken('portal', siteId, bodyCode, name, lastHitAt, rule.portalWindowHours)]
      : [],
  );
  const ofSystems = systems.flatMap(({ id, bodyCode, name, state, lastChangeAt }) =>
    state === 'interrupted' && lastChangeAt !== null
      ? [broken('system', id, bodyCode, name, lastChangeAt, rule.systemWindowHours)]
      : [],
  );
  return [...ofPortals, ...ofSystems].toSorted((a, b) => b.since_ms - a.since_ms);
}

function broken(
  kind: Broken['kind'],
  id: number,
  bodyCode: string,
  name: string,
  lastAt: string,
  window_hours: number,
): Broken {
  return { kind, id, bodyCode, name, lastAt, since_ms: Date.parse(lastAt) + window_hours * HOUR_MS };
}
