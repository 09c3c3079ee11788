import type { Clock } from '@emc/contract';
import { HIT_ROW_VERSION } from '@emc/event-store';
import { OpenSegment, type SealedSegment } from './segment.ts';

/**
 * The segment that is written, the one after it, made before it is needed so that no hit waits for a directory to be
 * synced, and those whose torn tail could not be cut off yet.
 */
export class SegmentChain {
  readonly #dir: string;
  readonly #clock: Clock;
  #number: number;
  #current: OpenSegment | undefined;
  #next: Promise<OpenSegment> | undefined;
  readonly #wounded: OpenSegment[] = [];

  /** @param highest the highest number used so far */
  constructor(dir: string, highest: number, clock: Clock) {
    this.#dir = dir;
    this.#number = highest;
    this.#clock = clock;
  }

  /** Length of the segment that is written. */
  get size_bytes(): number {
    return this.#current?.size_bytes ?? 0;
  }

  /** When the first rows came of each segment that is not sealed. */
  oldest_ms(): (number | undefined)[] {
    return [this.#current, ...this.#wounded].map((segment) => segment?.oldest_ms);
  }

  /** Makes the next segment. @throws the error of the disk */
  async prepare(): Promise<void> {
    this.#prepareNext();
    await this.#next;
  }

  /** Appends frames; durable when it resolves. @throws the error of the disk; then {@link breakOff} */
  async append(frames: Buffer[], size_bytes: number, began_ms: number): Promise<void> {
    if (this.#current === undefined) {
      if (this.#next === undefined) this.#prepareNext();
      this.#current = await this.#next;
      this.#prepareNext();
    }
    await this.#current!.append(frames, size_bytes, began_ms);
  }

  /** Seals the segment that is written; undefined when there is none. @throws the error of the disk; then {@link breakOff} */
  async seal(): Promise<SealedSegment | undefined> {
    const sealed = await this.#current?.seal();
    this.#current = undefined;
    return sealed;
  }

  /** The disk failed: takes back what it took of the last frames, where it lets us; {@link heal} does it where it does not. */
  async cutBack(): Promise<void> {
    await this.#current?.cutTail().catch(() => undefined);
  }

  /** The disk failed: nothing more goes into this segment, its tail is to be cut off and it is to be sealed. */
  breakOff(): void {
    if (this.#current !== undefined) this.#wounded.push(this.#current);
    this.#current = undefined;
  }

  /**
   * Cuts torn tails off and makes sure that there is a segment to go on with.
   * @param sealed is given each segment that is whole again
   * @throws the error of the disk while that does not work; to be called again later
   */
  async heal(sealed: (segment: SealedSegment | undefined) => void): Promise<void> {
    for (let segment = this.#wounded[0]; segment !== undefined; segment = this.#wounded[0]) {
      await segment.cutTail();
      const whole = await segment.seal();
      this.#wounded.shift();
      sealed(whole);
    }
    const usable = await this.#next?.catch(() => undefined);
    if (usable === undefined) await this.prepare();
  }

  /** Removes the segment that was made and never used. */
  async close(): Promise<void> {
    const next = await this.#next?.catch(() => undefined);
    this.#next = undefined;
    await next?.seal();
  }

  #prepareNext(): void {
    this.#number++;
    this.#next = OpenSegment.create(this.#dir, this.#number, HIT_ROW_VERSION, this.#clock());
    // Whoever needs it meets the error.
    this.#next.catch(() => undefined);
  }
}
