import type { Body, Day } from '@emc/contract';
import { addDays } from '@emc/contract';
import type { Fault, PlannedPortal } from './country.ts';
import { isProvincial } from './names.ts';
import { mix, pick, type Random, seededRandom, shuffled } from './random.ts';

/** Not fully connected on 2024-01-18: 11 of 20 ministries and branches, 5 of 63 localities. */
const MINISTRY_SHARE = 11 / 20;
const PROVINCE_SHARE = 5 / 63;
/** `receiving` looks back 24 hours, so less than two days of silence might not show. */
const SHORTEST_SILENCE_DAYS = 2;
/** Half of what fails did so within a quarter of this, so that a trend of a month shows some of it. */
const LONGEST_SILENCE_DAYS = 120;
/** Longer than the window of systems, and the ministry's system falls silent with its portals. */
const MOVE_DAYS = 12;
const MOVED_TO = ['moi', 'beta', 'v2', 'cong'];

interface PlanFaults {
  seed: number;
  bodies: readonly Body[];
  portals: PlannedPortal[];
  today: Day;
}
interface FaultyBodies {
  /** All of these bodies' portals fail. */
  wholly: ReadonlySet<string>;
  /** One or two portals of each of these. */
  partly: ReadonlySet<string>;
}

/**
 * Gives faults to portals so that 67 of 83 bodies are fully connected on the map of 2024, and about as large a part on
 * that of today: bodies that were merged have their systems on the move, so faults gather there.
 */
export function planFaults({ seed, bodies, portals, today }: PlanFaults): PlannedPortal[] {
  const random = seededRandom(mix(seed, 5));
  const faulty = chooseBodies(random, bodies, portals);
  const faults = new Map<number, Fault>();
  for (const body of bodies) {
    const live = portals.filter(({ bodyCode, liveOn }) => bodyCode === body.code && liveOn <= today);
    const chosen = faulty.wholly.has(body.code) ? live : faulty.partly.has(body.code) ? some(random, live) : [];
    const whole: Fault | undefined = faulty.wholly.has(body.code) ? wholeFault(body, today) : undefined;
    for (const portal of chosen) faults.set(portal.siteId, whole ?? partFault(random, portal, today));
  }
  return portals.map((portal) => ({ ...portal, fault: faults.get(portal.siteId) ?? portal.fault }));
}

/** A whole body fails in one way: a ministry fell silent in a move, a province has never begun. */
function wholeFault(body: Body, today: Day): Fault {
  return isProvincial(body) ? { kind: 'never-sent' } : { kind: 'silent', since: addDays(today, -MOVE_DAYS) };
}

function partFault(random: Random, portal: PlannedPortal, today: Day): Fault {
  const since = addDays(today, -SHORTEST_SILENCE_DAYS - Math.floor(LONGEST_SILENCE_DAYS * random() ** 2));
  const kind = random();
  if (kind < 0.4) return { kind: 'silent', since };
  if (kind < 0.7) return { kind: 'wrong-host', since, host: `${pick(random, MOVED_TO)}.${portal.host}` };
  return { kind: 'never-sent' };
}

function some(random: Random, portals: PlannedPortal[]): PlannedPortal[] {
  return shuffled(random, portals).slice(0, random() < 0.7 ? 1 : 2);
}

function chooseBodies(random: Random, bodies: readonly Body[], portals: readonly PlannedPortal[]): FaultyBodies {
  const today = new Map(portals.map(({ bodyCode, bodyCodeToday }) => [bodyCode, bodyCodeToday]));
  const groups = (provincial: boolean): string[][] => {
    const members = bodies.filter((body) => isProvincial(body) === provincial).map(({ code }) => code);
    return shuffled(random, [...Map.groupBy(members, (code) => today.get(code) ?? code).values()]);
  };
  const ministries = chooseMinistries(groups(false));
  const provinces = chooseProvinces(random, groups(true));
  return {
    wholly: new Set([...ministries.wholly, ...provinces.wholly]),
    partly: new Set([...ministries.partly, ...provinces.partly]),
  };
}

/** The largest mergers first, all of their members. The last of them is wholly silent. */
function chooseMinistries(groups: string[][]): FaultyBodies {
  const wanted = Math.round(MINISTRY_SHARE * groups.flat().length);
  const chosen: string[][] = [];
  for (const group of groups.sort((one, other) => other.length - one.length)) {
    if (chosen.flat().length < wanted) chosen.push(group);
  }
  return { wholly: new Set(chosen.pop()), partly: new Set(chosen.flat()) };
}

/** One that stands alone and never began; two that were merged into one; of others one each. */
function chooseProvinces(random: Random, groups: string[][]): FaultyBodies {
  const wanted = Math.round(PROVINCE_SHARE * groups.flat().length);
  const alone = groups.find((group) => group.length === 1) ?? [];
  const merged = groups.find((group) => group.length > 1)?.slice(0, 2) ?? [];
  const rest = groups.filter((group) => !group.some((code) => [...alone, ...merged].includes(code)));
  const others = rest.slice(0, Math.max(0, wanted - alone.length - merged.length)).map((group) => pick(random, group));
  return { wholly: new Set(alone), partly: new Set([...merged, ...others]) };
}
