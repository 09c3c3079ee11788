import {
  type BODY_CONNECTIONS,
  type Connection,
  DAY_MS,
  type Day,
  dayOf,
  type LastHits,
  localIso,
  type PORTAL_STATES,
} from '@emc/contract';
import { isLive, isRetired, ownerOn, type Register, type RegisteredPortal } from './register.ts';

/** When it is, and what was heard last: all that the thin rule of this version looks at. */
export interface Heard {
  now_ms: number;
  lastHits: LastHits;
}

/** `receiving` = a hit was counted in the last 24 hours. */
export function portalState(portal: RegisteredPortal, heard: Heard): (typeof PORTAL_STATES)[number] {
  if (isRetired(portal, dayOf(heard.now_ms))) return 'retired';
  const lastHit_ms = heard.lastHits.get(portal.siteId);
  if (lastHit_ms === undefined) return 'registered';
  return heard.now_ms - lastHit_ms <= DAY_MS ? 'receiving' : 'interrupted';
}

/** The portals that are in use now, by the body whose they are on the map of the day. */
export function portalsByBody(register: Register, mapDay: Day, today: Day): Map<string, RegisteredPortal[]> {
  const inUse = [...register.portals.values()].filter((portal) => !isRetired(portal, today));
  return Map.groupBy(inUse, (portal) => ownerOn(register, portal, mapDay).bodyCode);
}

/**
 * Connected: something arrives, and from every portal that is live. Partly: something arrives, but not from all.
 * A portal that is not live yet need not send, but may.
 *
 * @param portals the portals of one body that are in use.
 */
export function connectionOf(portals: RegisteredPortal[], heard: Heard): Connection {
  const today = dayOf(heard.now_ms);
  const receiving = portals.filter((portal) => portalState(portal, heard) === 'receiving');
  const silentLive = portals.some((portal) => isLive(portal, today) && portalState(portal, heard) !== 'receiving');
  const lastHit_ms = portals
    .map((portal) => heard.lastHits.get(portal.siteId) ?? 0)
    .reduce((a, b) => Math.max(a, b), 0);
  let state: (typeof BODY_CONNECTIONS)[number] = 'not-connected';
  if (receiving.length > 0) state = silentLive ? 'partly-connected' : 'connected';
  return {
    state,
    portals: portals.length,
    receiving: receiving.length,
    lastHitAt: lastHit_ms === 0 ? null : localIso(lastHit_ms),
  };
}
