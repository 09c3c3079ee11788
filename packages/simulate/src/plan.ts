import type { Body, Day } from '@emc/contract';
import type { CountryPlan } from './country.ts';
import { planFaults } from './plan-faults.ts';
import { planLateStarts } from './plan-late-starts.ts';
import { COUNTED_ON, planPortals } from './plan-portals.ts';
import { planProcedures } from './plan-procedures.ts';
import { planSystems } from './plan-systems.ts';
import { planUnits } from './plan-units.ts';
import { followSuccessions } from './successions.ts';

/** Bodies that became fully connected in the weeks before today: few now, many while the register was built up. */
const LATELY_CONNECTED = 6;
const LATELY_CONNECTED_AS_COUNTED = 14;

/**
 * Plans the country: portals and units below every body that was ever there, under the body of its time, so that the
 * map of 2024 and that of today can both be shown. Pure: the same arguments give the same plan. siteIds, hosts and
 * names depend on the seed and the bodies only; `today` decides what became live lately and what fell silent.
 *
 * @param bodies all bodies with their validity and successors, past ones included: those of `COUNTED_ON`
 */
export function planCountry(seed: number, bodies: Body[], today: Day): CountryPlan {
  const ordered = [...bodies].sort((one, other) => (one.code < other.code ? -1 : 1));
  const bodyToday = followSuccessions(ordered, today);
  const units = planUnits(seed, ordered);
  const portals = planPortals({ seed, bodies: ordered, bodyToday, units, today });
  const faulty = planFaults({ seed, bodies: ordered, portals, today });
  const working = planLateStarts({ seed, bodies: ordered, portals: faulty, today, count: LATELY_CONNECTED });
  const systems = planSystems({ seed, bodies: ordered, portals: working });
  return { seed, today, bodies: ordered, units, portals: working, procedures: planProcedures(seed, ordered), systems };
}

/**
 * The same country on the day on which 83 bodies were counted: the portals that were registered and live by then, with the
 * faults of that day (67 bodies fully connected, 16 not; which ones is the seed's choice).
 */
export function planAsCounted(plan: CountryPlan): CountryPlan {
  const { seed, bodies } = plan;
  const units = plan.units.filter(({ validFrom }) => validFrom === null || validFrom <= COUNTED_ON);
  const keys = new Set<string | null>([null, ...units.map(({ key }) => key)]);
  const there = plan.portals
    .filter(({ liveOn, registeredOn }) => liveOn <= COUNTED_ON && registeredOn <= COUNTED_ON)
    .filter(({ unitKey }) => keys.has(unitKey))
    .map((portal) => ({ ...portal, startedOn: null, fault: { kind: 'none' as const } }));
  const faulty = planFaults({ seed, bodies, portals: there, today: COUNTED_ON });
  const portals = planLateStarts({
    seed,
    bodies,
    portals: faulty,
    today: COUNTED_ON,
    count: LATELY_CONNECTED_AS_COUNTED,
  });
  return { ...plan, today: COUNTED_ON, units, portals, systems: planSystems({ seed, bodies, portals }) };
}
