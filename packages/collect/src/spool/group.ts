import { FRAME_HEADER_BYTES, LONGEST_PAYLOAD_BYTES, sealFrame, sharesFrames, type FrameType } from './frames.ts';

/** Whoever waits for rows to be on disk. Exactly one of the two is called, once. */
export interface Waiter {
  /** The rows survive a kill and a loss of power. */
  written(): void;
  /** They are not there and will not be: the sender must send them again. */
  failed(): void;
}

/** Rows of one day, encoded. */
export interface SpoolRows {
  type: FrameType;
  day: number;
  rows: Uint8Array;
  count: number;
}

const FIRST_FRAME_BYTES = 65_536;
/** A block of the event store is made of whole frames, so one frame must be much smaller than a block. */
const MOST_ROWS_IN_FRAME = 2000;

/** How many buffers are kept for groups to come, and how large one of them may be. */
const MEMORY_KEPT = 8;
const MEMORY_KEPT_BYTES = 1024 * 1024;

/** Rows of one day that are to be written together. */
class FrameBuilder {
  readonly type: FrameType;
  readonly day: number;
  readonly appended_ms: number;
  count = 0;
  #bytes: Buffer;
  #length_bytes = FRAME_HEADER_BYTES;

  constructor(bytes: Buffer, type: FrameType, day: number, appended_ms: number) {
    this.#bytes = bytes;
    this.type = type;
    this.day = day;
    this.appended_ms = appended_ms;
  }

  takes(size_bytes: number, count: number): boolean {
    const payload_bytes = this.#length_bytes - FRAME_HEADER_BYTES;
    return (
      this.count === 0 ||
      (sharesFrames(this.type) &&
        this.count + count <= MOST_ROWS_IN_FRAME &&
        payload_bytes + size_bytes <= LONGEST_PAYLOAD_BYTES)
    );
  }

  add(rows: Uint8Array, count: number): void {
    const needed = this.#length_bytes + rows.length;
    if (needed > this.#bytes.length) {
      const grown = Buffer.allocUnsafeSlow(Math.max(needed, this.#bytes.length * 2));
      this.#bytes.copy(grown, 0, 0, this.#length_bytes);
      this.#bytes = grown;
    }
    this.#bytes.set(rows, this.#length_bytes);
    this.#length_bytes = needed;
    this.count += count;
  }

  /** The memory, to be used again when the frame is written. */
  memory(): Buffer {
    return this.#bytes;
  }

  seal(): Buffer {
    const frame = this.#bytes.subarray(0, this.#length_bytes);
    sealFrame(frame, this.type, this.day, this.count, this.appended_ms);
    return frame;
  }
}

/** Everything that came while the write before was under way: written with one write and one sync, then answered. */
export class Group {
  readonly waiters: Waiter[] = [];
  readonly began_ms: number;
  size_bytes = 0;
  readonly #full: FrameBuilder[] = [];
  readonly #open = new Map<number, FrameBuilder>();

  readonly #memory: Buffer[];

  /** @param memory buffers of groups that are done; this one takes from them and gives back to them */
  constructor(began_ms: number, memory: Buffer[]) {
    this.began_ms = began_ms;
    this.#memory = memory;
  }

  add(type: FrameType, day: number, rows: Uint8Array, count: number, now_ms: number): void {
    const key = day * 256 + type;
    let builder = this.#open.get(key);
    if (builder === undefined || !builder.takes(rows.length, count)) {
      if (builder !== undefined) this.#full.push(builder);
      builder = new FrameBuilder(this.#memory.pop() ?? Buffer.allocUnsafeSlow(FIRST_FRAME_BYTES), type, day, now_ms);
      this.#open.set(key, builder);
      this.size_bytes += FRAME_HEADER_BYTES;
    }
    builder.add(rows, count);
    this.size_bytes += rows.length;
  }

  /** Its frames, ready to be written; nothing may be added any more. */
  frames(): Buffer[] {
    this.#full.push(...this.#open.values());
    return this.#full.map((builder) => builder.seal());
  }

  /** Tells everybody who waits how it ended, and gives the memory back. Returns the last error that one of them threw. */
  settle(written: boolean): unknown {
    for (const builder of this.#full) {
      const memory = builder.memory();
      if (this.#memory.length < MEMORY_KEPT && memory.length <= MEMORY_KEPT_BYTES) this.#memory.push(memory);
    }
    let thrown: unknown;
    for (const waiter of this.waiters) {
      try {
        if (written) waiter.written();
        else waiter.failed();
      } catch (error) {
        // One answer that cannot be sent must not keep the others waiting.
        thrown = error;
      }
    }
    return thrown;
  }
}
