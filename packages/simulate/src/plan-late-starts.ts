import type { Body, Day } from '@emc/contract';
import { addDays } from '@emc/contract';
import type { PlannedPortal } from './country.ts';
import { below, mix, seededRandom, shuffled } from './random.ts';

/** Within so many days before today: as far as a trend shows. */
const WITHIN_DAYS = 28;

interface PlanLateStarts {
  seed: number;
  bodies: readonly Body[];
  portals: PlannedPortal[];
  today: Day;
  /** How many bodies became fully connected lately, at most. */
  count: number;
}

/**
 * Lets some bodies of which all portals work have become so lately: a portal that must be connected carries the code only
 * since some day of the last weeks. Today nothing differs.
 */
export function planLateStarts({ seed, bodies, portals, today, count }: PlanLateStarts): PlannedPortal[] {
  const random = seededRandom(mix(seed, 11));
  const faulty = new Set(portals.filter(({ fault }) => fault.kind !== 'none').map(({ bodyCode }) => bodyCode));
  const started = new Map<number, Day>();
  for (const { code } of shuffled(random, [...bodies])) {
    const must = portals.filter(({ bodyCode, kind }) => bodyCode === code && kind !== 'information-page');
    const startedOn = addDays(today, -1 - below(random, WITHIN_DAYS));
    const portal = shuffled(random, must).find(
      ({ registeredOn, liveOn }) => registeredOn < startedOn && liveOn < today,
    );
    if (started.size < count && !faulty.has(code) && portal !== undefined) started.set(portal.siteId, startedOn);
  }
  return portals.map((portal) => ({ ...portal, startedOn: started.get(portal.siteId) ?? portal.startedOn }));
}
