/**
 * HalfSipHash-2-4 of a text, over its UTF-16 units as little-endian bytes: 32 bits that a sender cannot aim at, since the key is
 * secret. Source: Aumasson and Bernstein, SipHash (reference implementation `halfsiphash.c`).
 */
export class KeyedHash {
  readonly #k0: number;
  readonly #k1: number;

  /** @param key at least 8 bytes */
  constructor(key: Uint8Array) {
    const view = new DataView(key.buffer, key.byteOffset, key.byteLength);
    this.#k0 = view.getInt32(0, true);
    this.#k1 = view.getInt32(4, true);
  }

  /** An unsigned number of 32 bits. */
  of(text: string): number {
    let v0 = this.#k0;
    let v1 = this.#k1;
    let v2 = 0x6c796765 ^ v0;
    let v3 = 0x74656462 ^ v1;
    const units = text.length;
    const words = (units >> 1) + 1;
    // The last word carries the length; four rounds more end it.
    for (let word = 0, at = 0; word <= words; word++, at += 2) {
      let message = 0;
      if (word < words - 1) message = text.charCodeAt(at) | (text.charCodeAt(at + 1) << 16);
      else if (word < words) message = ((units * 2) << 24) | (units & 1 ? text.charCodeAt(at) : 0);
      else v2 ^= 0xff;
      v3 ^= message;
      for (let round = word < words ? 2 : 4; round > 0; round--) {
        v0 = (v0 + v1) | 0;
        v1 = ((v1 << 5) | (v1 >>> 27)) ^ v0;
        v0 = (v0 << 16) | (v0 >>> 16);
        v2 = (v2 + v3) | 0;
        v3 = ((v3 << 8) | (v3 >>> 24)) ^ v2;
        v0 = (v0 + v3) | 0;
        v3 = ((v3 << 7) | (v3 >>> 25)) ^ v0;
        v2 = (v2 + v1) | 0;
        v1 = ((v1 << 13) | (v1 >>> 19)) ^ v2;
        v2 = (v2 << 16) | (v2 >>> 16);
      }
      v0 ^= message;
    }
    return (v1 ^ v3) >>> 0;
  }
}

/** One number of 32 bits, never 0, from the hashes of two texts and what they are. Equal only by chance, since the hashes are keyed. */
export function mixed(one: number, other: number, what: number): number {
  let mix = one ^ Math.imul(other, 0x9e3779b1) ^ Math.imul(what, 0x85ebca6b);
  mix = Math.imul(mix ^ (mix >>> 16), 0x85ebca6b);
  mix = Math.imul(mix ^ (mix >>> 13), 0xc2b2ae35);
  return (mix ^ (mix >>> 16)) >>> 0 || 1;
}
