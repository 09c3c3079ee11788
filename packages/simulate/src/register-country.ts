import { type Clock, type Day, EmcError, type Registry, startOfDay } from '@emc/contract';
import type { CountryPlan, PlannedPortal, PlannedUnit } from './country.ts';
import { COUNTED_ON } from './plan-portals.ts';

/** The register is written to in office hours. */
const MORNING_MS = 9 * 3_600_000;
/** Portals that are read in one go. */
const AT_ONCE = 200;

export interface RegisterCountry {
  plan: CountryPlan;
  /**
   * Makes a registry that takes this clock for the time. Each portal is entered on its own day, since a body can be
   * given portals only while it exists.
   */
  registryAt: (clock: Clock) => Registry;
  /** Units and portals that are done, and all that there are. */
  onProgress?: (done: number, total: number) => void;
}

/** How many were entered and how many were there already. */
export interface Registered {
  added: number;
  found: number;
}

/**
 * Enters the plan's units and portals, with the siteIds of the plan. What is there already (by name of the unit, by
 * siteId of the portal) is left as it is, so that a second run enters nothing.
 *
 * @throws EmcError of the register; `site-id-taken` when a siteId of the plan belongs to a portal at another address
 */
export async function registerCountry({ plan, registryAt, onProgress }: RegisterCountry): Promise<Registered> {
  let now_ms = startOfDay(COUNTED_ON) + MORNING_MS;
  const registry = registryAt(() => now_ms);
  const count: Registered = { added: 0, found: 0 };
  const total = plan.units.length + plan.portals.length;
  const note = (added: boolean): void => {
    count[added ? 'added' : 'found']++;
    onProgress?.(count.added + count.found, total);
  };
  const unitIds = new Map<string, number>();
  for (const body of plan.bodies) {
    const units = plan.units.filter(({ bodyCode }) => bodyCode === body.code);
    if (units.length > 0) await enterUnits(body.code, units, { registry, unitIds, note, today: plan.today });
  }
  const known = await knownPortals(registry);
  for (const portal of plan.portals.toSorted((one, other) => (one.registeredOn < other.registeredOn ? -1 : 1))) {
    now_ms = startOfDay(portal.registeredOn) + MORNING_MS;
    note(await enterPortal(portal, { registry, unitIds, known }));
  }
  return count;
}

interface Entering {
  registry: Registry;
  /** Ids in the register by the plan's keys. */
  unitIds: Map<string, number>;
  note: (added: boolean) => void;
  today: Day;
}

/** Parents stand before their children in the plan. */
async function enterUnits(bodyCode: string, units: readonly PlannedUnit[], entering: Entering): Promise<void> {
  const { registry, unitIds, note, today } = entering;
  // Units of a dissolved body stand below it on the old map, units formed since then on today's.
  const known = [...(await registry.listUnits(bodyCode, COUNTED_ON)), ...(await registry.listUnits(bodyCode, today))];
  for (const unit of units) {
    const parentId = unit.parentKey === null ? null : (unitIds.get(unit.parentKey) ?? null);
    const found = known.find(({ nameVi, code }) => nameVi === unit.nameVi && code === unit.code);
    const { nameVi, nameEn, code, validFrom } = unit;
    const id = found?.id ?? (await registry.addUnit(bodyCode, { nameVi, nameEn, code, parentId, validFrom })).id;
    unitIds.set(unit.key, id);
    note(found === undefined);
  }
}

interface EnteringPortals extends Pick<Entering, 'registry' | 'unitIds'> {
  /** Addresses of the portals that are there, by siteId. */
  known: ReadonlyMap<number, string>;
}

/** @returns whether it was not there */
async function enterPortal(portal: PlannedPortal, { registry, unitIds, known }: EnteringPortals): Promise<boolean> {
  const there = known.get(portal.siteId);
  if (there !== undefined) {
    if (new URL(there).host === portal.host) return false;
    throw new EmcError(
      'site-id-taken',
      `siteId ${portal.siteId} belongs to ${there}; the simulation needs a store of its own`,
    );
  }
  await registry.addPortal({
    siteId: portal.siteId,
    bodyCode: portal.bodyCode,
    unitId: portal.unitKey === null ? null : (unitIds.get(portal.unitKey) ?? null),
    name: portal.name,
    nameEn: portal.nameEn,
    kind: portal.kind,
    url: portal.url,
    allowedHosts: portal.allowedHosts,
    liveOn: portal.liveOn,
  });
  return true;
}

async function knownPortals(registry: Registry): Promise<Map<number, string>> {
  const known = new Map<number, string>();
  for (;;) {
    const { items, total } = await registry.listPortals({ limit: AT_ONCE, offset: known.size });
    for (const { siteId, url } of items) known.set(siteId, url);
    if (items.length === 0 || known.size >= total) return known;
  }
}
