import { subscriberOf } from '@emc/contract';
import type { KeyedHash } from './keyed-hash.ts';

/**
 * How many groups networks are divided into. Few enough that a group says nothing of a network (one stands for thousands of the
 * world's, and for a dozen of the country's), and many enough that a flood takes few others with it.
 */
export const GROUPS = 4096;

/** Which group the network of an address belongs to: the only thing that is kept of it, 0 … 4095. */
export function groupOf(hash: KeyedHash, address: string): number {
  return hash.of(networkOf(address)) % GROUPS;
}

/** What one subscriber has at least: /24 of IPv4, /48 of IPv6. What is no address is a network of its own. */
export function networkOf(address: string): string {
  if (!address.includes(':')) return address.slice(0, Math.max(0, address.lastIndexOf('.')));
  return subscriberOf(address).split(':', 3).join(':');
}

/** Hours with hits that must be known before one network can be taken for the way that all hits come. */
const FEWEST_HOURS = 6;
const DAY_HOURS = 24;
const NO_GROUP = -1;

/** What is kept of a share over a restart. */
export interface KeptShare {
  hour: number;
  group: number;
  withHits: number;
  carried: number;
}

/**
 * Whether one network brings nearly all hits: of a portal behind a proxy whose header is not trusted, or of one whose server sends
 * for its visitors. Judged by hours, not by hits: a flood of one hour outnumbers a day of honest hits, but it is one hour.
 */
export class NetworkShare {
  #hour = 0;
  /** Of this hour: a majority vote, whose margin is at most what the network has more than all others together. */
  #candidate = NO_GROUP;
  #margin = 0;
  #hits = 0;
  /** The group that carried all hits in the hours of `#carried`. */
  #group = NO_GROUP;
  /** Bits of the 24 hours before this one, the last lowest: hours with hits, and those in which `#group` carried them. */
  #withHits = 0;
  #carried = 0;

  /** @returns whether the hit ended an hour with hits: what is kept of the share has changed */
  count(group: number, hour: number): boolean {
    let ended = false;
    // Far back: the clock was set, which says nothing of the hours between.
    if (hour > this.#hour || hour < this.#hour - 2 * DAY_HOURS) {
      ended = this.#hits > 0;
      this.#advance(hour);
    }
    this.#hits++;
    if (group === this.#candidate) this.#margin++;
    else if (this.#margin === 0) {
      this.#candidate = group;
      this.#margin = 1;
    } else this.#margin--;
    return ended;
  }

  /** Whether all hits come by this group's network. */
  isCarriedBy(group: number): boolean {
    if (group !== this.#group) return false;
    const withHits = bits(this.#withHits);
    return withHits >= FEWEST_HOURS && bits(this.#carried) * 10 >= withHits * 9;
  }

  /** Without the hour that goes on. */
  kept(): KeptShare {
    return { hour: this.#hour, group: this.#group, withHits: this.#withHits, carried: this.#carried };
  }

  restore({ hour, group, withHits, carried }: KeptShare): void {
    if (hour < this.#hour) return;
    [this.#hour, this.#group, this.#withHits, this.#carried] = [hour, group, withHits, carried];
  }

  #advance(hour: number): void {
    // A margin of 8 in 10 is a share of at least 8, of 9 in 10 where the rest are many.
    const carrier = this.#margin * 10 >= this.#hits * 8 ? this.#candidate : NO_GROUP;
    if (this.#hits > 0 && carrier !== NO_GROUP && carrier !== this.#group) {
      this.#group = carrier;
      this.#carried = 0;
    }
    const passed = hour - this.#hour;
    this.#withHits = shifted(this.#withHits, passed, this.#hits > 0);
    this.#carried = shifted(this.#carried, passed, this.#hits > 0 && carrier !== NO_GROUP);
    this.#hour = hour;
    this.#hits = 0;
    this.#margin = 0;
    this.#candidate = NO_GROUP;
  }
}

/** The bits of hours, after `passed` more; `last` is that of the hour that ended first of them. */
function shifted(mask: number, passed: number, last: boolean): number {
  if (passed > DAY_HOURS || passed < 0) return 0;
  const first = last ? 2 ** (passed - 1) : 0;
  return ((mask * 2 ** passed + first) % 2 ** DAY_HOURS) | 0;
}

/** How many bits are set. */
export function bits(mask: number): number {
  let left = mask - ((mask >>> 1) & 0x55555555);
  left = (left & 0x33333333) + ((left >>> 2) & 0x33333333);
  return Math.imul((left + (left >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
