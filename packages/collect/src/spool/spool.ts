import { mkdir } from 'node:fs/promises';
import type { Clock, Log } from '@emc/contract';
import { highestNumber, listStrays } from './directory.ts';
import {
  FRAME_HEADER_BYTES,
  LONGEST_PAYLOAD_BYTES,
  SEGMENT_HEADER_BYTES,
  TRAILER_BYTES,
  type FrameType,
} from './frames.ts';
import { Group, type SpoolRows, type Waiter } from './group.ts';
import { recover } from './recovery.ts';
import { SegmentChain } from './segment-chain.ts';
import type { SealedSegment } from './segment.ts';

export type { Waiter } from './group.ts';

/** How a spool behaves; sizes are those of the disk. */
export interface SpoolOptions {
  /** One process writes to a directory; collectors in several processes have one each. */
  dir: string;
  /** How much may wait for the loader. Past it nothing is taken until the loader has made room. */
  limit_bytes: number;
  clock: Clock;
  log: Log;
  /** A segment is sealed at this size (4 MiB) … */
  segment_bytes?: number;
  /** … or this long after its first row (200 ms): the loader sees only sealed segments, so this is part of every figure's lag. */
  segmentAge_ms?: number;
}

/** What an operator may want to know of a spool. */
export interface SpoolStatus {
  accepting: boolean;
  used_bytes: number;
  limit_bytes: number;
  /** Cut off when the spool was opened. */
  torn_bytes: number;
  /** What lies in its directory and is nothing of the spool's. */
  strays: string[];
  /** Why nothing is taken at the moment; undefined when all is well. */
  lastError: string | undefined;
}

/** Rows in memory that wait for a disk that is too slow; past this the spool takes nothing. */
const MOST_PENDING_BYTES = 64 * 1024 * 1024;
const RETRY_MS = 250;
/** What a row may need besides itself: a frame of its own in a segment of its own, with its trailer. */
const HEADERS_BYTES = FRAME_HEADER_BYTES + SEGMENT_HEADER_BYTES + TRAILER_BYTES;

/**
 * What is acknowledged and not yet loaded, on disk. Rows are collected while a write is under way and written together
 * with the next one; whoever appended them is told when they are durable.
 */
export class Spool {
  readonly dir: string;
  readonly #options: Required<SpoolOptions>;
  readonly #sealed = new Map<number, SealedSegment>();
  readonly #memory: Buffer[] = [];
  readonly #listeners: (() => void)[] = [];
  #sealed_bytes = 0;
  #setAside_bytes = 0;
  #torn_bytes = 0;
  #strays: string[] = [];
  readonly #chain: SegmentChain;
  #group: Group | undefined;
  #writing: Group | undefined;
  #running: Promise<void> | undefined;
  #sealDue = false;
  #ageTimer: NodeJS.Timeout | undefined;
  #retryTimer: NodeJS.Timeout | undefined;
  #blocked = false;
  #closed = false;
  #lastError: string | undefined;

  private constructor(options: SpoolOptions, highest: number) {
    this.dir = options.dir;
    this.#options = { segment_bytes: 4 * 1024 * 1024, segmentAge_ms: 200, ...options };
    this.#chain = new SegmentChain(options.dir, highest, options.clock);
  }

  /**
   * Opens a directory, made when it is not there, and recovers what a previous life left.
   * @throws the error of the disk when the directory cannot be used
   */
  static async open(options: SpoolOptions): Promise<Spool> {
    await mkdir(options.dir, { recursive: true, mode: 0o700 });
    const spool = new Spool(options, await highestNumber(options.dir));
    const { sealed, torn_bytes } = await recover(options.dir, options.clock, options.log);
    spool.#strays = await listStrays(options.dir);
    if (spool.#strays.length > 0)
      options.log.warn(
        { strays: spool.#strays },
        'files or folders in the spool directory are not its own; they are left alone',
      );
    for (const segment of sealed) spool.#publish(segment);
    spool.#torn_bytes = torn_bytes;
    await spool.#chain.prepare();
    return spool;
  }

  /**
   * Takes rows of one day; the waiter is told when they are durable, or that they are not.
   * @returns false when nothing is taken now: limit reached, disk failing, or closed
   */
  append(type: FrameType, day: number, rows: Uint8Array, count: number, waiter: Waiter): boolean {
    // A frame that no reader would take must not be acknowledged.
    if (rows.length > LONGEST_PAYLOAD_BYTES || !this.#takes(rows.length + HEADERS_BYTES)) return false;
    const group = this.#gathering();
    group.add(type, day, rows, count, this.#options.clock());
    group.waiters.push(waiter);
    this.#wake();
    return true;
  }

  /** As {@link append}, for rows of several days or kinds: all of them are durable with one write, or none is taken. */
  appendTogether(all: readonly SpoolRows[], waiter: Waiter): boolean {
    const size_bytes = all.reduce((sum, { rows }) => sum + rows.length + HEADERS_BYTES, 0);
    if (all.some(({ rows }) => rows.length > LONGEST_PAYLOAD_BYTES) || !this.#takes(size_bytes)) return false;
    const group = this.#gathering();
    for (const { type, day, rows, count } of all) group.add(type, day, rows, count, this.#options.clock());
    group.waiters.push(waiter);
    this.#wake();
    return true;
  }

  #takes(size_bytes: number): boolean {
    const pending_bytes = this.#group?.size_bytes ?? 0;
    const full =
      this.#usedBytes() + size_bytes > this.#options.limit_bytes || pending_bytes + size_bytes > MOST_PENDING_BYTES;
    return !this.#closed && !this.#blocked && !full;
  }

  #gathering(): Group {
    return (this.#group ??= new Group(this.#options.clock(), this.#memory));
  }

  /** Segments for the loader, oldest first. */
  sealed(): SealedSegment[] {
    return [...this.#sealed.values()].sort((a, b) => a.number - b.number);
  }

  /** Calls back whenever a segment is sealed. */
  onSealed(listener: () => void): void {
    this.#listeners.push(listener);
  }

  /** The loader is done with a segment: it is deleted, or in the quarantine. */
  forget(number: number): void {
    const segment = this.#sealed.get(number);
    if (segment === undefined) return;
    this.#sealed.delete(number);
    this.#sealed_bytes -= segment.size_bytes;
  }

  /** What waits in the quarantine to be sent again counts as if it still waited here: the disk has to hold it. */
  alsoHolds(size_bytes: number): void {
    this.#setAside_bytes = size_bytes;
  }

  /** Seals everything appended so far, so that the loader can have it. */
  async sealNow(): Promise<void> {
    this.#sealDue = true;
    this.#wake();
    while (this.#running !== undefined) await this.#running;
  }

  /** When the oldest row came that is not loaded, Unix milliseconds; undefined when all is. */
  oldest_ms(): number | undefined {
    const candidates = [...this.#chain.oldest_ms(), this.#writing?.began_ms, this.#group?.began_ms];
    for (const segment of this.#sealed.values()) candidates.push(segment.oldest_ms);
    return candidates.reduce(
      (oldest, one) => (one !== undefined && (oldest === undefined || one < oldest) ? one : oldest),
      undefined,
    );
  }

  status(): SpoolStatus {
    const accepting = !this.#closed && !this.#blocked && this.#usedBytes() < this.#options.limit_bytes;
    return {
      accepting,
      used_bytes: this.#usedBytes(),
      limit_bytes: this.#options.limit_bytes,
      torn_bytes: this.#torn_bytes,
      strays: this.#strays,
      lastError: this.#lastError,
    };
  }

  /** Takes nothing more, writes and answers what was taken, seals it and closes. */
  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#retryTimer);
    await this.sealNow();
    await this.#chain.close();
  }

  #usedBytes(): number {
    return (
      this.#sealed_bytes +
      this.#setAside_bytes +
      this.#chain.size_bytes +
      (this.#writing?.size_bytes ?? 0) +
      (this.#group?.size_bytes ?? 0)
    );
  }

  #wake(): void {
    // Not at once: what else the event loop has read in this turn comes into the same group.
    this.#running ??= new Promise<void>((resolve) => setImmediate(() => void this.#run().then(resolve)));
  }

  /** Writes group after group until nothing waits. The group before is answered while the next one is on its way to the disk. */
  async #run(): Promise<void> {
    let written: Group | undefined;
    do {
      if (this.#sealIsDue()) {
        this.#answer(written, true);
        written = undefined;
        await this.#sealCurrent();
      }
      const group = this.#group;
      this.#group = undefined;
      this.#writing = group;
      const writing = group && this.#write(group);
      this.#answer(written, true);
      written = (await writing) ? group : undefined;
      this.#writing = undefined;
    } while (written !== undefined || this.#group !== undefined || this.#sealIsDue());
    // In the same turn as the look at what waits: whatever comes later wakes this up again.
    this.#running = undefined;
  }

  #answer(group: Group | undefined, written: boolean): void {
    const error = group?.settle(written);
    if (error !== undefined) this.#note(error, 'an acknowledgement could not be sent');
  }

  #sealIsDue(): boolean {
    return this.#sealDue || this.#chain.size_bytes >= this.#options.segment_bytes;
  }

  /** @returns whether the group is durable; when it is not, its waiters have been told */
  async #write(group: Group): Promise<boolean> {
    try {
      await this.#chain.append(group.frames(), group.size_bytes, group.began_ms);
      // From here on its size and age are those of the segment.
      this.#writing = undefined;
      this.#ageTimer ??= setTimeout(() => {
        this.#sealDue = true;
        this.#wake();
      }, this.#options.segmentAge_ms).unref();
      return true;
    } catch (error) {
      // Before the answer, which says that nothing of it is there.
      await this.#chain.cutBack();
      this.#block(error);
      this.#answer(group, false);
      return false;
    }
  }

  async #sealCurrent(): Promise<void> {
    clearTimeout(this.#ageTimer);
    this.#ageTimer = undefined;
    this.#sealDue = false;
    try {
      this.#publish(await this.#chain.seal());
    } catch (error) {
      this.#block(error);
    }
  }

  #publish(segment: SealedSegment | undefined): void {
    if (segment === undefined) return;
    this.#sealed.set(segment.number, segment);
    this.#sealed_bytes += segment.size_bytes;
    for (const listener of this.#listeners) listener();
  }

  /** Takes nothing more until the disk works again, and looks for that a few times a second. */
  #block(error: unknown): void {
    if (!this.#blocked) this.#note(error, 'the spool cannot be written; hits are answered 503');
    this.#blocked = true;
    this.#chain.breakOff();
    this.#retryTimer ??= setTimeout(() => {
      this.#retryTimer = undefined;
      void this.#heal();
    }, RETRY_MS).unref();
  }

  async #heal(): Promise<void> {
    try {
      await this.#chain.heal((segment) => this.#publish(segment));
      this.#blocked = false;
      this.#lastError = undefined;
      this.#options.log.info({}, 'the spool can be written again');
    } catch (error) {
      this.#block(error);
    }
  }

  #note(error: unknown, message: string): void {
    this.#lastError = error instanceof Error ? error.message : String(error);
    this.#options.log.error({ error: this.#lastError }, message);
  }
}
