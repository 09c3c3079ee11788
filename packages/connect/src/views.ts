import {
  BODY_KINDS,
  type Body,
  type Day,
  type HierarchyPortal,
  localIso,
  PORTAL_KINDS,
  type Portal,
  type Unit,
} from '@emc/contract';
import type { Heard, Signs } from './connection/hearing.ts';
import { portalFacts } from './connection/portal-facts.ts';
import { portalState } from './connection/portal-state.ts';
import {
  bodyOn,
  nearestRow,
  ownerOn,
  type Register,
  type RegisteredBody,
  type RegisteredPortal,
  type RegisteredUnit,
} from './register.ts';

/** The body under its name of the day, or the nearest one when it does not exist then. */
export function bodyView(body: RegisteredBody, day: Day): Body {
  const { nameVi, nameEn, kind } = nearestRow(body.names, day);
  return {
    code: body.code,
    nameVi,
    nameEn,
    kind: oneOf(BODY_KINDS, kind),
    validFrom: body.names[0]?.from ?? null,
    validTo: body.names.at(-1)?.to ?? null,
    successors: body.successors,
    predecessors: body.predecessors,
    certainty: body.certainty,
  };
}

/** The unit below the body whose it is on the map of the day. */
export function unitView(register: Register, unit: RegisteredUnit, mapDay: Day): Unit {
  const { from, to, ...rest } = unit;
  return { ...rest, bodyCode: bodyOn(register, unit.bodyCode, mapDay), validFrom: from, validTo: to };
}

/** The portal as it is now: today's owner, and whether anything arrives. */
export function portalView(register: Register, portal: RegisteredPortal, heard: Heard, signs: Signs): Portal {
  const facts = portalFacts(portal, heard, signs);
  return {
    siteId: portal.siteId,
    ...ownerOn(register, portal, heard.day),
    kind: oneOf(PORTAL_KINDS, portal.kind),
    name: portal.name,
    nameEn: portal.nameEn,
    url: portal.url,
    allowedHosts: portal.allowedHosts,
    liveOn: portal.liveOn,
    registeredAt: localIso(portal.registeredAt_ms),
    retiredOn: portal.retiredOn,
    state: portalState(facts),
    lastHitAt: facts.lastHit_ms === undefined ? null : localIso(facts.lastHit_ms),
  };
}

export function hierarchyPortal(portal: RegisteredPortal): HierarchyPortal {
  const { siteId, name, liveOn, registeredOn, retiredOn } = portal;
  return { siteId, name, liveOn, registeredOn, retiredOn };
}

/** The tables hold only these words (check constraints); this says so to the compiler. */
function oneOf<Word extends string>(words: readonly Word[], word: string): Word {
  const found = words.find((known) => known === word);
  if (found === undefined) throw new Error(`"${word}" is none of ${words.join(', ')}`);
  return found;
}
