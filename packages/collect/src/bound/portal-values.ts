import { FIELD_COUNT } from './fields.ts';
import { IntTable } from './int-table.ts';
import { bits, NetworkShare } from './network.ts';

/** Days before a value's own on which it may have been seen to be known. */
const REMEMBERED_DAYS = 28;
const REMEMBERED = 2 ** REMEMBERED_DAYS - 1;
const DAYS_TO_BE_KNOWN = 2;
/** Known values keep their place beside the new ones; so many times as many, lest a patient sender makes everything known. */
const KNOWN_FACTOR = 4;
/** One network's part of the new places of a portal. */
export const NETWORK_PART = 10;
/** Values remembered of one portal, in 8 MB. Past it, what was seen once and long ago goes. */
const MOST_VALUES = 524_288;
/** What goes first: values seen on one day only, longer ago than this. */
const FORGOTTEN_AFTER_DAYS = [14, 7, 3, 1] as const;

/** What became of a value. */
export type Placed = 'has-place' | 'took-place' | 'known' | 'beyond';

/** Who asks for a place. */
export interface Asker {
  group: number;
  /** Its network brings nearly all hits: the portal's bound alone holds. */
  carriesAll: boolean;
  /** The network has taken its part of the places of the whole country. */
  isSpent: boolean;
  /** There is no memory for values that are not there yet. */
  isFull: boolean;
}

/** Of one day. */
class DayCounts {
  readonly fresh = new Uint32Array(FIELD_COUNT);
  readonly known = new Uint32Array(FIELD_COUNT);
  /** New places by field and group of networks. */
  readonly byGroup = new IntTable();
}

/**
 * The values of one portal, as hashes, each with the days on which it had a place: bit 0 is the portal's present day, bit k the k-th day
 * before. Late hits are of that day or of the one before, so places are counted for both.
 */
export class PortalValues {
  readonly share = new NetworkShare();
  /** What {@link size_bytes} was when it was last added up over all portals. */
  counted_bytes = 0;
  readonly #places: Readonly<Uint32Array>;
  readonly #days = new IntTable();
  #today = new DayCounts();
  #yesterday = new DayCounts();
  #day = 0;
  #forgotten = 0;

  /** @param places new values a day, by number of the field */
  constructor(places: Readonly<Uint32Array>) {
    this.#places = places;
  }

  get size(): number {
    return this.#days.size;
  }

  get size_bytes(): number {
    return this.#days.size_bytes + this.#today.byGroup.size_bytes + this.#yesterday.byGroup.size_bytes;
  }

  /** Makes `day` the present one, if it is later, or so early that the clock must have been set. @returns whether it was */
  advance(day: number): boolean {
    const passed = day - this.#day;
    if (passed < -1) return this.#setBack(day);
    if (passed <= 0) return false;
    this.#day = day;
    this.#yesterday = passed === 1 ? this.#today : new DayCounts();
    this.#today = new DayCounts();
    this.#forgotten = 0;
    // Two days more than are remembered, for hits of yesterday.
    this.#days.change((mask) => (passed > 29 ? 0 : (mask << passed) & 0x3fffffff));
    return true;
  }

  /** What was known stays known; places that were taken in what is now to come are free. */
  #setBack(day: number): boolean {
    this.#day = day;
    this.#yesterday = new DayCounts();
    this.#today = new DayCounts();
    this.#days.change((mask) => mask & ~3);
    return true;
  }

  /**
   * Gives a value its place on a day, the portal's present one or that before, if it has none yet and one is left for who asks.
   * @param value hash of field and value, not 0
   */
  place(value: number, field: number, day: number, asker: Asker): Placed {
    const back = day >= this.#day ? 0 : 1;
    const mask = this.#days.get(value);
    const bit = 1 << back;
    if ((mask & bit) !== 0) return 'has-place';
    const counts = back === 0 ? this.#today : this.#yesterday;
    const places = this.#places[field]!;
    if (isKnown(mask, back)) {
      if (counts.known[field]! >= places * KNOWN_FACTOR) return 'beyond';
      counts.known[field]!++;
      this.#days.set(value, mask | bit);
      return 'known';
    }
    if (counts.fresh[field]! >= places || (mask === 0 && (asker.isFull || !this.#hasRoom()))) return 'beyond';
    const ofGroup = counts.byGroup.get(tallyKey(field, asker.group));
    if (!asker.carriesAll && (ofGroup * NETWORK_PART >= places || asker.isSpent)) return 'beyond';
    counts.fresh[field]!++;
    counts.byGroup.set(tallyKey(field, asker.group), ofGroup + 1);
    this.#days.set(value, mask | bit);
    return 'took-place';
  }

  /** Gives a place that was given before a restart. @returns whether the value was new then */
  giveAgain(value: number, field: number, day: number, group: number): boolean {
    const back = day >= this.#day ? 0 : 1;
    const mask = this.#days.get(value);
    if ((mask & (1 << back)) !== 0) return false;
    const counts = back === 0 ? this.#today : this.#yesterday;
    this.#days.set(value, mask | (1 << back));
    if (isKnown(mask, back)) {
      counts.known[field]!++;
      return false;
    }
    counts.fresh[field]!++;
    counts.byGroup.set(tallyKey(field, group), counts.byGroup.get(tallyKey(field, group)) + 1);
    return true;
  }

  /**
   * Values with the days before `day` on which they had a place, bit 0 = the day before: what is kept when a day begins. In pieces,
   * value and days in turn, between which the portal may go on.
   */
  *before(day: number): Iterable<Uint32Array> {
    this.advance(day);
    for (const part of this.#days.parts) {
      const back = 1 + this.#day - day;
      const piece = new Uint32Array(part.size * 2);
      let filled = 0;
      part.each((value, mask) => {
        if (mask >>> back === 0) return;
        piece[filled++] = value;
        piece[filled++] = mask >>> back;
      });
      yield piece.subarray(0, filled);
    }
  }

  /** The reverse of {@link before}. */
  restore(day: number, value: number, days: number): void {
    this.advance(day);
    this.#days.set(value, this.#days.get(value) | ((days << 1) & 0x3fffffff));
  }

  /** Makes room: values of one day that is long gone. @returns whether there was any such step left to take today */
  forgetSome(): boolean {
    const after = FORGOTTEN_AFTER_DAYS[this.#forgotten];
    if (after === undefined) return false;
    this.#forgotten++;
    const recent = 2 ** (after + 1) - 1;
    this.#days.change((mask) => ((mask & recent) !== 0 || bits(mask) > 1 ? mask : 0));
    return true;
  }

  #hasRoom(): boolean {
    while (this.#days.size >= MOST_VALUES) if (!this.forgetSome()) return false;
    return true;
  }
}

function isKnown(mask: number, back: number): boolean {
  return bits((mask >>> (back + 1)) & REMEMBERED) >= DAYS_TO_BE_KNOWN;
}

/** Never 0. */
function tallyKey(field: number, group: number): number {
  return (field << 12) | group | 0x1_0000;
}
