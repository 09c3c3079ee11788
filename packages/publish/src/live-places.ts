/** How many may follow at once. */
export interface PlaceLimits {
  all: number;
  /** Of one subscriber: an address, behind which an office may stand. */
  each: number;
}

/**
 * Shares a bounded number of places out over subscribers. When all are taken, one who has fewer than another gets one of the
 * other's, so that no one takes them all and no one who comes late finds none.
 */
export class LivePlaces<T> {
  readonly #limits: PlaceLimits;
  /** Of each subscriber, the one who came first in front. */
  readonly #taken = new Map<string, T[]>();
  #count = 0;

  constructor(limits: PlaceLimits) {
    this.#limits = limits;
  }

  /** @returns whether there is a place, and who has to leave for it */
  take(subscriber: string, guest: T): { taken: boolean; leaving?: T } {
    const own = this.#taken.get(subscriber) ?? [];
    if (own.length >= this.#limits.each) return { taken: false };
    let leaving: T | undefined;
    if (this.#count >= this.#limits.all) {
      const [most, theirs] = this.#largest();
      // Who comes would have as many as the other then.
      if (theirs.length < own.length + 2) return { taken: false };
      leaving = theirs.at(-1);
      this.leave(most, leaving!);
    }
    own.push(guest);
    this.#taken.set(subscriber, own);
    this.#count++;
    return leaving === undefined ? { taken: true } : { taken: true, leaving };
  }

  leave(subscriber: string, guest: T): void {
    const own = this.#taken.get(subscriber) ?? [];
    const at = own.indexOf(guest);
    if (at === -1) return;
    own.splice(at, 1);
    if (own.length === 0) this.#taken.delete(subscriber);
    this.#count--;
  }

  #largest(): [string, T[]] {
    let largest: [string, T[]] = ['', []];
    for (const one of this.#taken) if (one[1].length > largest[1].length) largest = one;
    return largest;
  }
}
