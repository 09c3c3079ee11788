import { type Clock, dayOf, type Hierarchy } from '@emc/contract';
import { factsByBody, NO_FACTS } from './connection/body-facts.ts';
import { judgeBody } from './connection/body-state.ts';
import type { Heard, Hearing } from './connection/hearing.ts';
import { bodyExistingOn, knownPortal, knownUnit } from './refusals.ts';
import { nearestRow, nameOn, ownerOn, type Register, unitsFrom } from './register.ts';
import type { RegisterStore } from './register-store.ts';
import { hierarchyPortal } from './views.ts';

const COUNTRY = { id: 'VN', nameVi: 'Cả nước', nameEn: 'The whole country' };

/**
 * The map as the measures need it: which portals belong to a subject on a day. Figures of usage come from the event store, so they are
 * shown by the last map known while the register is away.
 */
export function createHierarchy(store: RegisterStore, clock: Clock, hearing: Pick<Hearing, 'on'>): Hierarchy {
  async function portals(siteIds: readonly number[]) {
    const register = await store.readOrLast();
    const known = siteIds.map((siteId) => register.portals.get(siteId)).filter((portal) => portal !== undefined);
    return known.map((portal) => ({
      siteId: portal.siteId,
      name: portal.name,
      bodyCode: ownerOn(register, portal, dayOf(clock())).bodyCode,
    }));
  }
  return {
    async resolve(subject, mapDay) {
      const register = await store.readOrLast();
      return resolveSubject(register, subject, mapDay);
    },
    async counts() {
      const [register, heard] = await Promise.all([store.readOrLast(), hearing.on()]);
      return countAll(register, heard);
    },
    portal: async (siteId) => (await portals([siteId]))[0],
    portals,
  };
}

/** @throws EmcError portal-unknown, unit-unknown, body-unknown, body-not-valid-then */
function resolveSubject(
  register: Register,
  subject: Parameters<Hierarchy['resolve']>[0],
  mapDay: string,
): Awaited<ReturnType<Hierarchy['resolve']>> {
  const portals = [...register.portals.values()];
  if (subject.kind === 'country') return { ...COUNTRY, portals: portals.map(hierarchyPortal) };
  if (subject.kind === 'portal') {
    const portal = knownPortal(register, subject.siteId);
    const nameEn = portal.nameEn ?? portal.name;
    return { id: String(portal.siteId), nameVi: portal.name, nameEn, portals: [hierarchyPortal(portal)] };
  }
  if (subject.kind === 'unit') {
    const { nameVi, nameEn } = knownUnit(register, subject.unitId);
    const units = unitsFrom(register, subject.unitId);
    const owned = portals.filter((portal) => units.has(ownerOn(register, portal, mapDay).unitId ?? 0));
    return { id: String(subject.unitId), nameVi, nameEn, portals: owned.map(hierarchyPortal) };
  }
  const body = bodyExistingOn(register, subject.code, mapDay);
  const { nameVi, nameEn } = nearestRow(body.names, mapDay);
  const owned = portals.filter((portal) => ownerOn(register, portal, mapDay).bodyCode === body.code);
  return { id: body.code, nameVi, nameEn, portals: owned.map(hierarchyPortal) };
}

function countAll(register: Register, heard: Heard): Awaited<ReturnType<Hierarchy['counts']>> {
  const facts = factsByBody(register, heard);
  const bodies = [...register.bodies.values()].filter((body) => nameOn(body, heard.day) !== undefined);
  const states = bodies.map(({ code }) => judgeBody(facts.get(code) ?? NO_FACTS, heard.rule).state);
  const portals = [...facts.values()].flatMap((of) => of.portals);
  return {
    bodies: bodies.length,
    connected: states.filter((state) => state === 'connected').length,
    partly: states.filter((state) => state === 'partly-connected').length,
    portals: portals.length,
    receiving: portals.filter(({ receiving }) => receiving).length,
  };
}
