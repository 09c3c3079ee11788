const FIRST_SIZE_BYTES = 65_536;
/** A string of at most this many UTF-16 units takes at most 127 bytes of UTF-8, so its length fits one byte of LEB128. */
const ONE_BYTE_LENGTH = 42;
const TWO_POW_32 = 4_294_967_296;

/**
 * A growable buffer with the few RowBinary writers that rows of ours need. It is the hottest code of the collector:
 * one writer is kept and reset, nothing is allocated for a row. Integers wrap like typed arrays do; bounds are the
 * caller's affair. Lone surrogates become U+FFFD.
 */
export class RowWriter {
  #bytes: Buffer;
  #length_bytes = 0;

  constructor(size_bytes: number = FIRST_SIZE_BYTES) {
    this.#bytes = Buffer.allocUnsafeSlow(Math.max(size_bytes, 64));
  }

  get length_bytes(): number {
    return this.#length_bytes;
  }

  /** Forgets what was written and keeps the memory. */
  reset(): void {
    this.#length_bytes = 0;
  }

  /** What was written, without a copy: valid until the next write or reset. */
  view(): Buffer {
    return this.#bytes.subarray(0, this.#length_bytes);
  }

  /** What was written, as a copy that stays valid. */
  copy(): Buffer {
    return Buffer.from(this.view());
  }

  /** Makes room for `size_bytes` more. */
  reserve(size_bytes: number): void {
    const needed = this.#length_bytes + size_bytes;
    if (needed <= this.#bytes.length) return;
    const grown = Buffer.allocUnsafeSlow(Math.max(needed, this.#bytes.length * 2));
    this.#bytes.copy(grown, 0, 0, this.#length_bytes);
    this.#bytes = grown;
  }

  uint8(value: number): void {
    this.reserve(1);
    this.#bytes[this.#length_bytes++] = value;
  }

  uint16(value: number): void {
    this.reserve(2);
    this.#bytes[this.#length_bytes++] = value;
    this.#bytes[this.#length_bytes++] = value >>> 8;
  }

  uint32(value: number): void {
    this.reserve(4);
    this.#uint32(value);
  }

  /** A whole number of at most 53 bits as Int64 or UInt64: times in milliseconds, counts. */
  int64(value: number): void {
    this.reserve(8);
    this.#uint32(value);
    this.#uint32(Math.floor(value / TWO_POW_32));
  }

  uint64(value: bigint): void {
    this.reserve(8);
    this.#length_bytes = this.#bytes.writeBigUInt64LE(BigInt.asUintN(64, value), this.#length_bytes);
  }

  float64(value: number): void {
    this.reserve(8);
    this.#length_bytes = this.#bytes.writeDoubleLE(value, this.#length_bytes);
  }

  /** UTF-8 with its length in bytes before it (LEB128). */
  string(value: string): void {
    const units = value.length;
    this.reserve(units * 3 + 5);
    if (units > ONE_BYTE_LENGTH) {
      this.#longString(value);
      return;
    }
    const bytes = this.#bytes;
    const start = this.#length_bytes + 1;
    for (let i = 0; i < units; i++) {
      const unit = value.charCodeAt(i);
      if (unit > 127) {
        const written = bytes.write(value, start);
        bytes[start - 1] = written;
        this.#length_bytes = start + written;
        return;
      }
      bytes[start + i] = unit;
    }
    bytes[start - 1] = units;
    this.#length_bytes = start + units;
  }

  #longString(value: string): void {
    let size_bytes = Buffer.byteLength(value);
    const all = size_bytes;
    while (size_bytes > 127) {
      this.#bytes[this.#length_bytes++] = (size_bytes & 127) | 128;
      size_bytes >>>= 7;
    }
    this.#bytes[this.#length_bytes++] = size_bytes;
    this.#bytes.write(value, this.#length_bytes);
    this.#length_bytes += all;
  }

  #uint32(value: number): void {
    const bytes = this.#bytes;
    const at = this.#length_bytes;
    bytes[at] = value;
    bytes[at + 1] = value >>> 8;
    bytes[at + 2] = value >>> 16;
    bytes[at + 3] = value >>> 24;
    this.#length_bytes = at + 4;
  }
}
