import { dayNumberOf, OTHER_VALUE, UTC_OFFSET_MS, type BoundedFieldName } from '@emc/contract';
import type { Hit } from '@emc/event-store';
import { TwoGenerationCache } from '../two-generation-cache.ts';
import { FIELDS, placesByNumber } from './fields.ts';
import { KeyedHash, mixed } from './keyed-hash.ts';
import { GROUPS, groupOf, type KeptShare, NetworkShare } from './network.ts';
import { OtherCounts } from './other-counts.ts';
import { type Asker, NETWORK_PART, PortalValues } from './portal-values.ts';

const HOUR_MS = 3_600_000;
/** All that is remembered of all portals; past it, values that were seen once go first, then new ones get no place. */
const MOST_BYTES = 128 * 1024 * 1024;
/** New values on one day of all portals together, of which one network gets its part: it cannot take the memory for all portals. */
const COUNTRY_PLACES = 5_000_000;
/** The country among the portals: no portal has this number. */
export const COUNTRY = 0;

/** Is given what must outlive the process; see `bound-file.ts`. */
export interface Keeper {
  /** A value of a portal took a place. */
  placed(siteId: number, value: number, field: number, day: number, group: number): void;
  /** An hour of a portal, or of {@link COUNTRY}, has ended. */
  shared(siteId: number, share: KeptShare): void;
}

export interface ValueBoundOptions {
  /** At least 8 bytes, secret, the same for all collectors. */
  key: Uint8Array;
  /** New values of a field that a portal may bring on one day, where they are not those of BOUNDED_FIELDS. */
  places?: Partial<Record<BoundedFieldName, number>>;
  /** What all portals may take; 128 MiB when left out. */
  most_bytes?: number;
}

/**
 * The bound of different values per portal and day: docs/decisions/0014-bounds-of-distinct-values.md. It acts on hits as they will be
 * stored, so that what is summed up from them is bounded too, however often it is summed up.
 */
export class ValueBound {
  readonly others: OtherCounts;
  readonly #hash: KeyedHash;
  readonly #texts: TwoGenerationCache<number>;
  readonly #portals = new Map<number, PortalValues>();
  readonly #country = new NetworkShare();
  readonly #places: Readonly<Uint32Array>;
  readonly #most_bytes: number;
  #keeper: Keeper | undefined;
  #bytes = 0;
  #day = 0;
  /** New places of the day by group, over all portals. */
  #byGroup = new Uint32Array(GROUPS);
  /** Portals that may still forget something today. */
  #forgetful: PortalValues[] = [];
  readonly #asker: Asker = { group: 0, carriesAll: false, isSpent: false, isFull: false };
  #portal!: PortalValues;
  #siteId = 0;
  #hitDay = 0;
  #replaced = 0;

  constructor({ key, places, most_bytes = MOST_BYTES }: ValueBoundOptions) {
    this.#places = placesByNumber(places);
    this.#hash = new KeyedHash(key);
    this.#texts = new TwoGenerationCache((text) => this.#hash.of(text));
    this.#most_bytes = most_bytes;
    this.others = new OtherCounts();
  }

  /** Where places and hours are kept, from now on. */
  keepWith(keeper: Keeper): void {
    this.#keeper = keeper;
  }

  get size_bytes(): number {
    return this.#bytes;
  }

  /** Replaces in a hit, as it is about to be stored, what has no place on its day. `address` is that of its sender. */
  apply(hit: Hit, address: string): void {
    this.#begin(hit, address);
    const host = this.#texts.get(hit.host);
    if (!this.#has('host', host, 0)) hit.host = OTHER_VALUE;
    if (!this.#has('page', this.#texts.get(hit.path), this.#texts.get(hit.host))) hit.path = OTHER_VALUE;
    if (hit.title !== '' && !this.#has('title', this.#texts.get(hit.title), 0)) hit.title = OTHER_VALUE;
    if (hit.campaign !== '') this.#applyToCampaign(hit);
    else if (hit.referrer !== '' && !this.#has('referrer', this.#texts.get(hit.referrer), 0))
      hit.referrer = OTHER_VALUE;
    if (hit.kind !== 'page_view') this.#applyToAction(hit);
    if (this.#replaced !== 0) this.others.countHit(this.#siteId, this.#hitDay);
  }

  /** Of each portal, with its number. */
  portals(): IterableIterator<[number, PortalValues]> {
    return this.#portals.entries();
  }

  /** Forgets a portal that has nothing to remember. */
  forget(siteId: number): void {
    this.#bytes -= this.#portals.get(siteId)?.counted_bytes ?? 0;
    this.#portals.delete(siteId);
  }

  /** Of a portal, or of {@link COUNTRY}. */
  share(siteId: number): NetworkShare {
    return siteId === COUNTRY ? this.#country : this.#portalOf(siteId).share;
  }

  /** A value that had its place on days before `day`, bit 0 = the day before. */
  restore(siteId: number, day: number, value: number, days: number): void {
    const portal = this.#portalOf(siteId);
    portal.restore(day, value, days);
    this.#account(portal);
  }

  /** A place that was given before a restart. */
  giveAgain(siteId: number, value: number, field: number, day: number, group: number): void {
    if (day > this.#day) this.#beginDay(day);
    const portal = this.#portalOf(siteId);
    portal.advance(day);
    if (portal.giveAgain(value, field, day, group)) this.#byGroup[group]!++;
    this.#account(portal);
  }

  #begin(hit: Hit, address: string): void {
    const group = groupOf(this.#hash, address);
    const hour = Math.floor((hit.received_ms + UTC_OFFSET_MS) / HOUR_MS);
    const day = this.#dayOf(hit);
    this.#siteId = hit.siteId;
    this.#hitDay = day;
    this.#replaced = 0;
    if (day > this.#day || day < this.#day - 1) this.#beginDay(day);
    const portal = (this.#portal = this.#portalOf(hit.siteId));
    if (portal.share.count(group, hour)) this.#keeper?.shared(hit.siteId, portal.share.kept());
    if (this.#country.count(group, hour)) this.#keeper?.shared(COUNTRY, this.#country.kept());
    if (portal.advance(day)) this.#account(portal);
    const asker = this.#asker;
    asker.group = group;
    asker.carriesAll = portal.share.isCarriedBy(group) || this.#country.isCarriedBy(group);
    asker.isSpent = this.#byGroup[group]! * NETWORK_PART >= COUNTRY_PLACES;
    asker.isFull = this.#bytes >= this.#most_bytes && !this.#makeRoom();
  }

  /** The day on which a hit takes its places. One that waited over midnight (in a large body) may be of the day before yesterday. */
  #dayOf({ time_ms, received_ms }: Hit): number {
    const day = dayNumberOf(time_ms);
    const yesterday = this.#day - 1;
    // Received before yesterday: the clock was set, and its day is a new one.
    return day < yesterday && dayNumberOf(received_ms) >= yesterday ? yesterday : day;
  }

  #portalOf(siteId: number): PortalValues {
    const known = this.#portals.get(siteId);
    if (known !== undefined) return known;
    const portal = new PortalValues(this.#places);
    this.#portals.set(siteId, portal);
    this.#account(portal);
    return portal;
  }

  #beginDay(day: number): void {
    this.#day = day;
    this.#byGroup.fill(0);
    this.#forgetful = [...this.#portals.values()];
  }

  /** One portal at a time: all of them at once would hold up what others send. @returns whether there is room now */
  #makeRoom(): boolean {
    const portal = this.#forgetful.pop();
    if (portal === undefined) return false;
    if (portal.forgetSome()) this.#forgetful.unshift(portal);
    this.#account(portal);
    return this.#bytes < this.#most_bytes;
  }

  #account(portal: PortalValues): void {
    const now_bytes = portal.size_bytes;
    this.#bytes += now_bytes - portal.counted_bytes;
    portal.counted_bytes = now_bytes;
  }

  #applyToCampaign(hit: Hit): void {
    if (this.#has('campaign', this.#texts.get(hit.campaign), 0)) return;
    if (hit.referrer === hit.campaign) hit.referrer = OTHER_VALUE;
    hit.campaign = OTHER_VALUE;
  }

  #applyToAction(hit: Hit): void {
    switch (hit.kind) {
      case 'event':
      case 'content':
        this.#applyToEvent(hit);
        if (hit.target !== '') this.#applyToTarget(hit, 'target');
        break;
      case 'download':
      case 'outlink':
        this.#applyToTarget(hit, 'target');
        break;
      case 'search':
        this.#applyToTarget(hit, 'keyword');
        break;
      case 'service':
        if (!this.#has('service', this.#texts.get(hit.serviceCode), 0)) hit.serviceCode = OTHER_VALUE;
        break;
      case 'page_view':
      case 'ping':
      case 'custom':
        break;
    }
  }

  /** An event is kept by category and action, where these have a place, when only its name has none. */
  #applyToEvent(hit: Hit): void {
    const category = this.#texts.get(hit.eventCategory);
    const action = this.#texts.get(hit.eventAction);
    if (!this.#has('event', category, action)) {
      hit.eventCategory = hit.eventAction = OTHER_VALUE;
      if (hit.eventName !== '') hit.eventName = OTHER_VALUE;
    } else if (hit.eventName !== '') {
      if (!this.#has('event-name', this.#texts.get(hit.eventName), mixed(category, action, FIELDS.event)))
        hit.eventName = OTHER_VALUE;
    }
  }

  #applyToTarget(hit: Hit, field: 'target' | 'keyword'): void {
    if (!this.#has(field, this.#texts.get(hit.target), 0)) hit.target = OTHER_VALUE;
  }

  /** Whether a value has its place on the day of the hit, which it takes if it can. */
  #has(name: BoundedFieldName, hash: number, other: number): boolean {
    const field = FIELDS[name];
    const value = mixed(hash, other, field);
    const outcome = this.#portal.place(value, field, this.#hitDay, this.#asker);
    if (outcome === 'has-place') return true;
    this.#account(this.#portal);
    if (outcome === 'beyond') {
      this.#replaced++;
      this.others.count(this.#siteId, this.#hitDay, field, value);
      return false;
    }
    this.#keeper?.placed(this.#siteId, value, field, this.#hitDay, this.#asker.group);
    if (outcome === 'took-place') this.#byGroup[this.#asker.group]!++;
    return true;
  }
}
