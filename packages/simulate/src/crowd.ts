import { dayOf } from '@emc/contract';
import { type Country, sendsOn } from './country-day.ts';
import { BOTS } from './data/audience.ts';
import { walk } from './journey.ts';
import { type LiveRequest, newAddress, type Person, toRequest } from './live-request.ts';
import { pick, poisson, type Random, seededRandom, Wheel } from './random.ts';
import type { Site } from './site.ts';
import { newVisitor, pickSource } from './visitor.ts';

/** Parts of the arrivals that a collector has to drop. */
const BOT_PART = 0.03;
const WRONG_HOST_PART = 0.02;
const SAMPLE = 400;

interface Due {
  at_ms: number;
  request: LiveRequest;
}

/** People who are on portals now, each on a way of their own; gives out their requests when they are due. */
export class Crowd {
  readonly #country: Country;
  readonly #random: Random;
  readonly #hitsPerVisit: number;
  /** In order of time. */
  #due: Due[] = [];

  constructor(country: Country, random: Random) {
    this.#country = country;
    this.#random = random;
    this.#hitsPerVisit = meanHits(country);
  }

  /**
   * Lets people begin their visits between two instants, as many as make `hits_per_s` on the long run.
   * What they do before `now_ms` is left out, so that a crowd can begin in full swing.
   */
  arrive(from_ms: number, to_ms: number, hits_per_s: number, now_ms: number): void {
    const sites = this.#sitesOn(now_ms);
    const visits = poisson(this.#random, ((to_ms - from_ms) / 1_000) * (hits_per_s / this.#hitsPerVisit));
    for (let number = 0; number < visits; number++) {
      this.#visit(sites, from_ms + this.#random() * (to_ms - from_ms), now_ms);
    }
    if (visits > 0) this.#due.sort((one, other) => one.at_ms - other.at_ms);
  }

  /** Lets one person begin a visit on every portal that works, some time within `within_ms`: none looks silent. */
  arriveEverywhere(now_ms: number, within_ms: number): void {
    for (const site of this.#sitesOn(now_ms).all) this.#go(site, now_ms + this.#random() * within_ms, now_ms, false);
    this.#due.sort((one, other) => one.at_ms - other.at_ms);
  }

  /** Takes out what is due by `now_ms`, at most `most` of it; the rest stays due. */
  take(now_ms: number, most: number): LiveRequest[] {
    let count = 0;
    while (count < most && count < this.#due.length && this.#due[count]!.at_ms <= now_ms) count++;
    return this.#due.splice(0, count).map(({ request }) => request);
  }

  #visit(sites: Sites, start_ms: number, now_ms: number): void {
    const random = this.#random;
    const chance = random();
    const moved = chance < WRONG_HOST_PART && sites.moved.length > 0;
    const site = moved ? pick(random, sites.moved) : sites.sending.pick(random);
    this.#go(site, start_ms, now_ms, !moved && chance < WRONG_HOST_PART + BOT_PART);
  }

  #go(site: Site, start_ms: number, now_ms: number, bot: boolean): void {
    const random = this.#random;
    const visitor = newVisitor(random);
    const person: Person = {
      address: newAddress(random),
      userAgent: bot ? pick(random, BOTS) : visitor.agent.userAgent,
    };
    const fault = site.portal.fault;
    const host = fault.kind === 'wrong-host' ? fault.host : undefined;
    walk({ site, visitor, source: pickSource(random), start_ms }, random, (hit) => {
      if (hit.time_ms >= now_ms) this.#due.push({ at_ms: hit.time_ms, request: toRequest(hit, person, random, host) });
    });
  }

  #sites: (Sites & { day: string }) | undefined;

  #sitesOn(now_ms: number): Sites {
    const day = dayOf(now_ms);
    if (this.#sites?.day === day) return this.#sites;
    const { sites } = this.#country;
    const sending = sites.filter(({ portal }) => sendsOn(portal, day));
    const moved = sites.filter(({ portal }) => portal.fault.kind === 'wrong-host' && portal.fault.since <= day);
    this.#sites = { day, moved, all: sending, sending: new Wheel(sending, ({ portal }) => portal.share) };
    return this.#sites;
  }
}

interface Sites {
  /** Portals whose hits are counted. */
  all: readonly Site[];
  /** The same, by their part of the visits. */
  sending: Wheel<Site>;
  /** Portals whose pages are on a host that is not registered. */
  moved: readonly Site[];
}

/** How many hits a visit makes on average: needed to turn a rate of hits into one of visits. */
function meanHits(country: Country): number {
  const random = seededRandom(country.plan.seed);
  const sites = new Wheel(country.sites, ({ portal }) => portal.share);
  let hits = 0;
  for (let number = 0; number < SAMPLE; number++) {
    const journey = { site: sites.pick(random), visitor: newVisitor(random), source: pickSource(random), start_ms: 0 };
    walk(journey, random, () => hits++);
  }
  return hits / SAMPLE;
}
