import { emptyHit, type Hit, type ReferrerKind } from '@emc/event-store';
import type { HitKind } from '@emc/contract';
import type { EventTexts } from './data/actions.ts';
import type { Source } from './data/audience.ts';
import { exponential, type Random } from './random.ts';
import type { Page, Site } from './site.ts';
import type { Visitor } from './visitor.ts';

/** Takes a hit. The object is used again for the next one: take out of it what is needed. */
export type Emit = (hit: Hit) => void;

export interface Journey {
  site: Site;
  visitor: Visitor;
  source: Source;
  /** Unix milliseconds. */
  start_ms: number;
}

/**
 * Makes the hits of one journey as the collector would: what happens on a page carries the page's address and
 * referrer, only page views carry a title and timings.
 */
export class HitWriter {
  readonly #site: Site;
  readonly #emit: Emit;
  readonly #hit: Hit;
  #viewed = false;

  /** @param www whether the visitor uses the address with `www`, where the portal has one */
  constructor(journey: Journey, www: boolean, emit: Emit) {
    const { site, visitor, source } = journey;
    this.#site = site;
    this.#emit = emit;
    const host = (www && site.portal.allowedHosts[0]) || site.portal.host;
    this.#hit = { ...emptyHit(), siteId: site.portal.siteId, host, path: '/' };
    this.#hit.visitor = visitor.id;
    this.#hit.device = visitor.agent.device;
    this.#hit.browser = visitor.agent.browser;
    this.#hit.os = visitor.agent.os;
    this.#hit.referrerKind = source.kind;
    this.#hit.referrer = source.value;
    this.#hit.campaign = source.kind === 'campaign' ? source.value : '';
  }

  view(page: Page, at_ms: number, random: Random): void {
    const hit = this.#hit;
    if (this.#viewed) this.#comesFromInside();
    this.#viewed = true;
    hit.path = page.path;
    hit.title = page.title;
    this.#time(random);
    this.#send('page_view', at_ms);
    hit.title = '';
    hit.network_ms = hit.server_ms = hit.transfer_ms = hit.domProcessing_ms = hit.domCompletion_ms = hit.onLoad_ms = 0;
  }

  ping(at_ms: number): void {
    this.#send('ping', at_ms);
  }

  service(code: string, state: -1 | 0 | 1, at_ms: number): void {
    this.#hit.serviceCode = code;
    this.#hit.serviceState = state;
    this.#send('service', at_ms);
    this.#hit.serviceCode = '';
    this.#hit.serviceState = 0;
  }

  event({ category, action, name, value }: EventTexts, at_ms: number): void {
    const hit = this.#hit;
    hit.eventCategory = category;
    hit.eventAction = action;
    hit.eventName = name;
    hit.eventValue = value;
    this.#send('event', at_ms);
    hit.eventCategory = hit.eventAction = hit.eventName = '';
    hit.eventValue = 0;
  }

  /** @param file host and path */
  download(file: string, at_ms: number): void {
    this.#sendTarget('download', file, at_ms);
  }

  /** @param address with its scheme; kept as host and path */
  outlink(address: string, at_ms: number): void {
    this.#sendTarget('outlink', address.slice(address.indexOf('//') + 2), at_ms);
  }

  search(keyword: string, at_ms: number): void {
    this.#sendTarget('search', keyword, at_ms);
  }

  #sendTarget(kind: HitKind, target: string, at_ms: number): void {
    this.#hit.target = target;
    this.#send(kind, at_ms);
    this.#hit.target = '';
  }

  #send(kind: HitKind, at_ms: number): void {
    const time_ms = Math.floor(at_ms);
    this.#hit.kind = kind;
    this.#hit.time_ms = time_ms;
    this.#hit.received_ms = time_ms;
    this.#emit(this.#hit);
  }

  #comesFromInside(): void {
    const hit = this.#hit;
    hit.referrerKind = 'internal' satisfies ReferrerKind;
    hit.referrer = hit.host.startsWith('www.') ? hit.host.slice(4) : hit.host;
    hit.campaign = '';
  }

  #time(random: Random): void {
    const hit = this.#hit;
    const speed = random();
    hit.network_ms = Math.round(15 + exponential(random, 60));
    hit.server_ms = Math.round(this.#site.server_ms * (0.5 + speed));
    hit.transfer_ms = Math.round(8 + 90 * speed);
    hit.domProcessing_ms = Math.round(120 + 500 * speed);
    hit.domCompletion_ms = Math.round(200 + 1_500 * speed);
    hit.onLoad_ms = Math.round(2 + 20 * speed);
  }
}
