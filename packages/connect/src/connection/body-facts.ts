import { type Connection, type Day, localIso } from '@emc/contract';
import { isLive, isRetired, ownerOn, type Register, type RegisteredPortal } from '../register.ts';
import { type BodyFacts, judgeBody } from './body-state.ts';
import { bodyReason } from './body-words.ts';
import type { Heard, SystemOnMap } from './hearing.ts';
import { isHeard } from './portal-state.ts';

/** Entered by the day and not retired on it. */
export function isInUse(one: { registeredOn: Day; retiredOn: Day | null }, day: Day): boolean {
  return one.registeredOn <= day && !isRetired(one, day);
}

/** What each body has in use on the day, by the body whose it is on that day's map. Bodies without anything are absent. */
export function factsByBody(register: Register, heard: Heard): Map<string, BodyFacts> {
  const portals = Map.groupBy(
    portalsInUse(register, heard.day),
    (portal) => ownerOn(register, portal, heard.day).bodyCode,
  );
  const systems = Map.groupBy(
    heard.systems.filter((system) => isInUse(system, heard.day)),
    ({ bodyCode }) => bodyCode,
  );
  const codes = new Set([...portals.keys(), ...systems.keys()]);
  return new Map([...codes].map((code) => [code, factsOf(portals.get(code) ?? [], systems.get(code) ?? [], heard)]));
}

export const NO_FACTS: BodyFacts = { portals: [], systems: [] };

export function portalsInUse(register: Register, day: Day): RegisteredPortal[] {
  return [...register.portals.values()].filter((portal) => isInUse(portal, day));
}

function factsOf(portals: readonly RegisteredPortal[], systems: readonly SystemOnMap[], heard: Heard): BodyFacts {
  const { day, at_ms, hits, changes, rule } = heard;
  return {
    portals: portals.map((portal) => ({
      siteId: portal.siteId,
      name: portal.name,
      kind: portal.kind,
      live: isLive(portal, day),
      receiving: isHeard(hits.get(portal.siteId), at_ms, rule.portalWindowHours),
    })),
    systems: systems.map(({ systemId, name }) => ({
      systemId,
      name,
      receiving: isHeard(changes.get(systemId), at_ms, rule.systemWindowHours),
    })),
  };
}

/** The connection of a body as the register tells it beside the body. */
export function connectionOf(facts: BodyFacts, heard: Heard): Connection {
  const judgement = judgeBody(facts, heard.rule);
  const lastHit_ms = Math.max(0, ...facts.portals.map(({ siteId }) => heard.hits.get(siteId) ?? 0));
  return {
    state: judgement.state,
    reason: bodyReason(judgement, heard.rule),
    portals: facts.portals.length,
    receiving: judgement.portals.receiving,
    systems: facts.systems.length,
    systemsReceiving: judgement.systems.receiving,
    lastHitAt: lastHit_ms === 0 ? null : localIso(lastHit_ms),
  };
}
