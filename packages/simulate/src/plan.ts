import type { Body, Day } from '@emc/contract';
import type { CountryPlan } from './country.ts';
import { planFaults } from './plan-faults.ts';
import { planPortals } from './plan-portals.ts';
import { planUnits } from './plan-units.ts';
import { followSuccessions } from './successions.ts';

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
  return { seed, today, bodies: ordered, units, portals: planFaults({ seed, bodies: ordered, portals, today }) };
}
