import { constants } from 'node:fs';
import { open, rename, unlink, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { segmentName } from './directory.ts';
import { rowsOfFrame, SEGMENT_HEADER_BYTES, segmentHeader, trailer } from './frames.ts';

/**
 * With O_DSYNC a write returns when its data is durable: the same promise as write and fdatasync, with one trip to the
 * thread pool and a third less time. Where a platform has no such flag, fdatasync follows the write.
 */
const DSYNC: number = constants.O_DSYNC ?? 0;
const OPEN_FLAGS = constants.O_CREAT | constants.O_EXCL | constants.O_RDWR | DSYNC;

/** A segment that is complete and waits for the loader. */
export interface SealedSegment {
  number: number;
  path: string;
  size_bytes: number;
  /** When its first row came, Unix milliseconds. */
  oldest_ms: number;
}

/** The file that is being written. Its name, and so the file itself, is durable before the first write returns. */
export class OpenSegment {
  readonly number: number;
  /** Length of what is whole and durable. */
  size_bytes = SEGMENT_HEADER_BYTES;
  oldest_ms: number | undefined;
  readonly #dir: string;
  readonly #file: FileHandle;
  readonly #rows = new Map<number, number>();
  #frames = 0;
  #closed = false;

  private constructor(dir: string, number: number, file: FileHandle) {
    this.#dir = dir;
    this.number = number;
    this.#file = file;
  }

  /** Creates a segment with its header. */
  static async create(dir: string, number: number, rowVersion: number, now_ms: number): Promise<OpenSegment> {
    const name = path.join(dir, segmentName(number, 'open'));
    const file = await open(name, OPEN_FLAGS, 0o600);
    try {
      const segment = new OpenSegment(dir, number, file);
      await segment.#write([segmentHeader(rowVersion, now_ms)], SEGMENT_HEADER_BYTES, 0);
      await syncDirectory(dir);
      return segment;
    } catch (error) {
      await file.close();
      await unlink(name).catch(() => undefined);
      throw error;
    }
  }

  /**
   * Appends frames and returns when they are durable.
   * @throws the error of the disk; what was written of them must then be cut off with {@link cutTail}
   */
  async append(frames: Buffer[], size_bytes: number, began_ms: number): Promise<void> {
    await this.#write(frames, size_bytes, this.size_bytes);
    this.size_bytes += size_bytes;
    this.oldest_ms ??= began_ms;
    this.#frames += frames.length;
    for (const { type, count } of frames.map(rowsOfFrame)) this.#rows.set(type, (this.#rows.get(type) ?? 0) + count);
  }

  /** Cuts off what stands behind the last whole frame. */
  async cutTail(): Promise<void> {
    if (this.#closed) return;
    await this.#file.truncate(this.size_bytes);
    await this.#file.sync();
  }

  /** Closes the file and gives it to the loader by its name; one without frames is removed. May be tried again. */
  async seal(): Promise<SealedSegment | undefined> {
    if (!this.#closed) {
      if (this.oldest_ms !== undefined) await this.#writeTrailer(this.oldest_ms);
      await this.#file.close();
    }
    this.#closed = true;
    const from = path.join(this.#dir, segmentName(this.number, 'open'));
    if (this.oldest_ms === undefined) {
      await unlink(from);
      return undefined;
    }
    const to = path.join(this.#dir, segmentName(this.number, 'sealed'));
    await rename(from, to);
    return { number: this.number, path: to, size_bytes: this.size_bytes, oldest_ms: this.oldest_ms };
  }

  /** Says what is in the segment, for the day on which a part of it cannot be read; a disk that is full may do without. */
  async #writeTrailer(oldest_ms: number): Promise<void> {
    const frame = trailer(this.#rows, this.#frames, oldest_ms);
    try {
      await this.#write([frame], frame.length, this.size_bytes);
      this.size_bytes += frame.length;
    } catch {
      await this.cutTail();
    }
  }

  async #write(parts: Buffer[], size_bytes: number, position: number): Promise<void> {
    let rest = parts;
    let left = size_bytes;
    let at = position;
    while (left > 0) {
      const { bytesWritten } = await this.#file.writev(rest, at);
      if (bytesWritten === 0) throw new Error('the disk took nothing');
      left -= bytesWritten;
      at += bytesWritten;
      // A disk that is nearly full takes a part; the next write says what is wrong.
      if (left > 0) rest = [Buffer.concat(rest).subarray(bytesWritten)];
    }
    if (DSYNC === 0) await this.#file.datasync();
  }
}

/** Makes names that were created, changed or removed in a directory durable. */
export async function syncDirectory(dir: string): Promise<void> {
  const handle = await open(dir, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
