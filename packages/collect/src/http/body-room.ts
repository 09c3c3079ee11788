import { subscriberOf } from '@emc/contract';

/** Twenty-five of the longest bodies. */
const MOST_BYTES = 256 * 1024 * 1024;
/** Of one address; several systems may stand behind it. */
const MOST_OF_ONE_BYTES = 64 * 1024 * 1024;

/**
 * How much of bodies that are not whole yet lies in memory. Whoever opens a thousand requests and ends none could
 * otherwise fill it; and nobody fills it alone.
 */
export class BodyRoom {
  readonly #most_bytes: number;
  readonly #mostOfOne_bytes: number;
  readonly #ofOne = new Map<string, number>();
  #held_bytes = 0;

  constructor(most_bytes = MOST_BYTES, mostOfOne_bytes = MOST_OF_ONE_BYTES) {
    this.#most_bytes = most_bytes;
    this.#mostOfOne_bytes = mostOfOne_bytes;
  }

  /** @returns false when there is no room for it; then nothing is held */
  take(address: string, size_bytes: number): boolean {
    const one = subscriberOf(address);
    const held_bytes = (this.#ofOne.get(one) ?? 0) + size_bytes;
    if (held_bytes > this.#mostOfOne_bytes || this.#held_bytes + size_bytes > this.#most_bytes) return false;
    this.#ofOne.set(one, held_bytes);
    this.#held_bytes += size_bytes;
    return true;
  }

  give(address: string, size_bytes: number): void {
    const one = subscriberOf(address);
    const left_bytes = (this.#ofOne.get(one) ?? 0) - size_bytes;
    if (left_bytes > 0) this.#ofOne.set(one, left_bytes);
    else this.#ofOne.delete(one);
    this.#held_bytes -= size_bytes;
  }
}
