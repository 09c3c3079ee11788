import type { BodyConnection, ConnectionRule } from '@emc/contract';

export type BodyState = BodyConnection['state'];

/** A portal as the rule sees it. */
interface CountedPortal {
  siteId: number;
  name: string;
  kind: string;
  /** From a portal that is not live yet nothing is expected; what it sends counts. */
  live: boolean;
  receiving: boolean;
}

/** A system as the rule sees it. */
interface CountedSystem {
  systemId: number;
  name: string;
  receiving: boolean;
}

/** What of a body is in use on the day. */
export interface BodyFacts {
  portals: readonly CountedPortal[];
  systems: readonly CountedSystem[];
}

/** Something that the rule asks for and that is not there. */
export type Lack =
  | { what: 'portals'; have: number; need: number }
  | { what: 'required-portal'; portal: CountedPortal }
  | { what: 'other-portal'; portal: CountedPortal; have: number; of: number; need: number }
  | { what: 'systems'; have: number; need: number; registered: number }
  | { what: 'system'; system: CountedSystem };

export interface BodyJudgement {
  state: BodyState;
  /** Expected: live, or sending before it is live. */
  portals: { expected: number; receiving: number };
  systems: { expected: number; receiving: number };
  /** Empty exactly when the body is connected. */
  lacks: Lack[];
}

/**
 * The state of a body by the rule. Connected: nothing that the rule asks for is lacking. Not connected: nothing at all
 * arrives. Partly: the rest.
 */
export function judgeBody({ portals, systems }: BodyFacts, rule: ConnectionRule): BodyJudgement {
  const expected = portals.filter(({ live, receiving }) => live || receiving);
  const sending = expected.filter(({ receiving }) => receiving);
  const sendingSystems = systems.filter(({ receiving }) => receiving);
  const lacks = [...portalLacks(expected, rule), ...systemLacks(systems, rule)];
  const nothing = sending.length === 0 && sendingSystems.length === 0;
  const incomplete: BodyState = nothing ? 'not-connected' : 'partly-connected';
  return {
    state: lacks.length === 0 ? 'connected' : incomplete,
    portals: { expected: expected.length, receiving: sending.length },
    systems: { expected: systems.length, receiving: sendingSystems.length },
    lacks,
  };
}

function portalLacks(expected: readonly CountedPortal[], rule: ConnectionRule): Lack[] {
  const required = expected.filter(({ kind }) => rule.requiredPortalKinds.includes(kind));
  const others = expected.filter(({ kind }) => !rule.requiredPortalKinds.includes(kind));
  const lacks: Lack[] = silent(required).map((portal) => ({ what: 'required-portal', portal }));
  const have = others.length - silent(others).length;
  const need = atLeast(rule.otherPortalsShare, others.length);
  if (have < need) {
    lacks.push(
      ...silent(others).map((portal): Lack => ({ what: 'other-portal', portal, have, of: others.length, need })),
    );
  }
  const sending = expected.length - silent(expected).length;
  if (lacks.length === 0 && sending < rule.minimumPortals) {
    lacks.push({ what: 'portals', have: sending, need: rule.minimumPortals });
  }
  return lacks;
}

function systemLacks(systems: readonly CountedSystem[], rule: ConnectionRule): Lack[] {
  const have = systems.length - silent(systems).length;
  if (have < atLeast(rule.systemsShare, systems.length)) {
    return silent(systems).map((system) => ({ what: 'system', system }));
  }
  if (have >= rule.minimumSystems) return [];
  return [{ what: 'systems', have, need: rule.minimumSystems, registered: systems.length }];
}

function silent<One extends { receiving: boolean }>(ones: readonly One[]): One[] {
  return ones.filter(({ receiving }) => !receiving);
}

/** How many of `count` a share asks for; 0.9 of 10 is 9, whatever floating point makes of it. */
function atLeast(share: number, count: number): number {
  return Math.ceil(share * count - 1e-9);
}
