import { DAY_MS, dayNumberOf, startOfDay, type Day } from '@emc/contract';
import type { CountryPlan, PlannedPortal } from './country.ts';
import type { Source } from './data/audience.ts';
import { HABITS } from './data/habits.ts';
import type { Emit } from './hit-writer.ts';
import { walk } from './journey.ts';
import { below, exponential, mix, pick, poisson, type Random, seededRandom, type Wheel } from './random.ts';
import { buildSites, type Site } from './site.ts';
import { newVisitor, pickSource, type Visitor } from './visitor.ts';
import { dayFactor, hoursOf } from './volume.ts';

/** Visits that begin on an ordinary working day at scale 1, in the whole country, before the rise. */
const VISITS_A_DAY = 1_250;
const HOUR_MS = 3_600_000;
/** Each portal's first visit of a day begins at a time of its own: hours of the morning. */
const FIRST_VISIT_FROM_HOUR = 7;
const FIRST_VISIT_WITHIN_HOURS = 3;

/** A plan with its portals furnished. */
export interface Country {
  plan: CountryPlan;
  sites: readonly Site[];
  /** The public service portal of each body of the plan. */
  servicePortals: ReadonlyMap<string, Site>;
}

export function buildCountry(plan: CountryPlan): Country {
  const sites = buildSites(plan);
  const portals = sites.filter(({ portal }) => portal.kind === 'public-service-portal');
  return { plan, sites, servicePortals: new Map(portals.map((site) => [site.portal.bodyCode, site])) };
}

/** Whether hits of the portal are counted on the day. */
export function sendsOn(portal: PlannedPortal, day: Day): boolean {
  if (day < portal.liveOn || day < portal.registeredOn || portal.fault.kind === 'never-sent') return false;
  if (portal.startedOn !== null && day < portal.startedOn) return false;
  return portal.fault.kind === 'none' || day < portal.fault.since;
}

/**
 * All hits of a local day, portal by portal: the same for the same plan, day and scale, whatever is asked for besides.
 * A journey ends at midnight, so that nothing falls into another day.
 */
export function simulateDay(country: Country, day: Day, scale: number, emit: Emit): void {
  const { seed } = country.plan;
  const begin_ms = startOfDay(day);
  const today = { country, day, begin_ms, end_ms: begin_ms + DAY_MS, hours: hoursOf(day), emit };
  const visits = VISITS_A_DAY * dayFactor(seed, day) * scale;
  for (const site of country.sites) {
    if (!sendsOn(site.portal, day)) continue;
    const random = seededRandom(mix(seed, dayNumberOf(begin_ms), site.portal.siteId, 8));
    // Even the quietest portal that works has a visit a day, at the same time each day: it never looks silent.
    const count = Math.max(1, poisson(random, visits * site.portal.share));
    for (let number = 0; number < count; number++) {
      const start_ms = number === 0 ? firstVisit_ms(seed, site) : visit_ms(today.hours, random);
      visitPortals({ ...today, site, start_ms: begin_ms + start_ms }, random);
    }
  }
}

/** Milliseconds after midnight. */
function firstVisit_ms(seed: number, site: Site): number {
  const place = mix(seed, site.portal.siteId, 9) / 0x1_0000_0000;
  return Math.floor((FIRST_VISIT_FROM_HOUR + place * FIRST_VISIT_WITHIN_HOURS) * HOUR_MS);
}

function visit_ms(hours: Wheel<number>, random: Random): number {
  return hours.pick(random) * HOUR_MS + below(random, HOUR_MS);
}

interface VisitDay {
  country: Country;
  day: Day;
  end_ms: number;
  emit: Emit;
  site: Site;
  start_ms: number;
}

/** A visitor's day: a visit, sometimes on to the public service portal, sometimes back once more later. */
function visitPortals(visit: VisitDay, random: Random): void {
  const { country, site, start_ms } = visit;
  const visitor = newVisitor(random);
  let left_ms = go(visit, visitor, site, pickSource(random), start_ms, random);
  const onward = country.servicePortals.get(site.portal.bodyCode);
  if (onward !== undefined && onward !== site && random() < HABITS.onward) {
    left_ms = go(visit, visitor, onward, linkFrom(site), left_ms + 1_000, random);
  }
  if (random() >= HABITS.returns) return;
  const back_ms = left_ms + HABITS.shortestReturn_ms + exponential(random, HABITS.meanReturn_ms);
  const place = random() < 0.7 ? site : pick(random, country.sites);
  go(visit, visitor, place, pickSource(random), back_ms, random);
}

function go(day: VisitDay, visitor: Visitor, site: Site, source: Source, start_ms: number, random: Random): number {
  if (start_ms >= day.end_ms || !sendsOn(site.portal, day.day)) return start_ms;
  return walk({ site, visitor, source, start_ms }, random, (hit) => {
    if (hit.time_ms < day.end_ms) day.emit(hit);
  });
}

/** A visit that came over a link on another portal. */
function linkFrom(site: Site): Source {
  const { host, url } = site.portal;
  return { weight: 0, kind: 'website', value: host, url };
}
