import { localIso, type PortalConnection, type SystemConnection } from '@emc/contract';
import { ownerOn, type Register, type RegisteredPortal } from '../register.ts';
import { deadlineOf } from './deadlines.ts';
import type { Heard, Signs, SystemOnMap } from './hearing.ts';
import { portalFacts } from './portal-facts.ts';
import { foreignHitsOf, judgePortal, type PortalState } from './portal-state.ts';
import type { DeadlineRules } from './rules.ts';
import { judgeSystem } from './system-state.ts';

/** Portals that never sent anything still have their day; an interruption is another matter. */
const NOT_YET_CONNECTED: ReadonlySet<PortalState> = new Set(['registered', 'seen', 'wrong-host']);

/** A portal on the board of its body. */
export function portalConnection(
  register: Register,
  portal: RegisteredPortal,
  heard: Heard,
  signs: Signs,
  deadlines: DeadlineRules,
): PortalConnection {
  const facts = portalFacts(portal, heard, signs);
  const judgement = judgePortal(facts);
  const due = NOT_YET_CONNECTED.has(judgement.state);
  return {
    siteId: portal.siteId,
    bodyCode: ownerOn(register, portal, heard.day).bodyCode,
    name: portal.name,
    url: portal.url,
    kind: portal.kind,
    ...judgement,
    lastHitAt: facts.lastHit_ms === undefined ? null : localIso(facts.lastHit_ms),
    lastCheck: facts.check,
    foreignHits: foreignHitsOf(facts),
    deadline: due ? deadlineOf(portal.liveOn, deadlines, heard.day) : null,
  };
}

/** A system on the board of its body. */
export function systemConnection(system: SystemOnMap, heard: Heard): SystemConnection {
  const { systemId, bodyCode, name, registeredOn, retiredOn } = system;
  const lastChange_ms = heard.changes.get(systemId);
  const { day, at_ms, rule } = heard;
  const facts = { registeredOn, retiredOn, lastChange_ms, at_ms, day, window_h: rule.systemWindowHours };
  return {
    systemId,
    bodyCode,
    name,
    ...judgeSystem(facts),
    lastChangeAt: lastChange_ms === undefined ? null : localIso(lastChange_ms),
  };
}
