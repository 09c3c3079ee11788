import { collectedHosts } from '../addresses.ts';
import type { RegisteredPortal } from '../register.ts';
import type { Heard, Signs } from './hearing.ts';
import type { PortalFacts } from './portal-state.ts';

/** All by which the state of a portal is judged, from the register and what was heard and seen. */
export function portalFacts(portal: RegisteredPortal, heard: Heard, signs: Signs): PortalFacts {
  return {
    siteId: portal.siteId,
    registeredOn: portal.registeredOn,
    liveOn: portal.liveOn,
    retiredOn: portal.retiredOn,
    hosts: collectedHosts(portal),
    lastHit_ms: heard.hits.get(portal.siteId),
    wrongHosts: signs.wrongHosts.get(portal.siteId) ?? [],
    check: signs.checks.get(portal.siteId) ?? null,
    at_ms: heard.at_ms,
    day: heard.day,
    window_h: heard.rule.portalWindowHours,
  };
}
