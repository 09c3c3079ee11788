import type { Body } from '@emc/contract';
import type { Fault, PlannedPortal, PlannedSystem } from './country.ts';
import { inSentence, isProvincial } from './names.ts';
import { KNOWN_SIZES } from './data/bodies.ts';
import { mix, normal, seededRandom, textSeed } from './random.ts';

/** Documentation addresses (RFC 5737): nobody's. */
const NETWORK = '198.51.100';

interface PlanSystems {
  seed: number;
  bodies: readonly Body[];
  portals: readonly PlannedPortal[];
}

/**
 * One procedure system for each body. Where every portal of a body fails its system does too, in the same way: it never
 * began, or fell silent on that day.
 */
export function planSystems({ seed, bodies, portals }: PlanSystems): PlannedSystem[] {
  return bodies.map((body, index) => {
    const own = portals.filter(({ bodyCode }) => bodyCode === body.code);
    const desk = own.find(({ kind }) => kind === 'public-service-portal') ?? own[0];
    const random = seededRandom(mix(seed, textSeed(body.code), 24));
    return {
      bodyCode: body.code,
      name: `Hệ thống thông tin giải quyết thủ tục hành chính ${inSentence(body)}`,
      agencyCode: body.code,
      siteId: desk?.siteId ?? null,
      address: `${NETWORK}.${1 + (index % 250)}`,
      registeredOn: desk?.registeredOn ?? '2023-06-01',
      fault: faultOf(own),
      // A ministry's procedures are fewer and further away from people.
      dossiersADay: (isProvincial(body) ? 8 : 4) * (KNOWN_SIZES[body.code] ?? Math.exp(0.5 * normal(random))),
    };
  });
}

function faultOf(portals: readonly PlannedPortal[]): Fault {
  const live = portals.filter(({ fault }) => fault.kind !== 'none');
  const first = live[0]?.fault;
  if (first === undefined || live.length < portals.length * 0.8 || first.kind === 'wrong-host') return { kind: 'none' };
  return first;
}
