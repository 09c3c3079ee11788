import { mkdir, open, readdir, readFile, rename, rm, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { crc32 } from 'node:zlib';
import { dayNumberOf, type Clock, type Log } from '@emc/contract';
import { putPlaced, putShare, readRecords, RECORD_BYTES } from './bound-records.ts';
import type { KeptShare } from './network.ts';
import { COUNTRY, type Keeper, type ValueBound } from './value-bound.ts';

interface BoundFileOptions {
  /** One process writes to a directory. */
  dir: string;
  bound: ValueBound;
  clock: Clock;
  log: Log;
}

const FLUSH_MS = 1000;
/** Records that wait for a disk that refuses: 12 MB. More are not kept. */
const MOST_PENDING = 1_000_000;
/** `EMCB`, version 1. */
const MAGIC = 0x42434d45;
const VERSION = 1;
const HEADER_BYTES = 20;
const FILE = /^(values|taken)-(\d{1,6})$/;

/**
 * Lets a bound outlive its process. `values-D` is what was known when day D began: hashes of values with the days on which they had a
 * place. `taken-D` is what came since, a record for each place taken; it is written every second, and what a kill takes from it costs
 * a value nothing but a second place. Neither holds a text or an address.
 */
export class BoundFile implements Keeper {
  readonly #options: BoundFileOptions;
  #pending = new Uint32Array(3 * 256);
  #pendingWords = 0;
  #valuesDay = -1;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> = Promise.resolve();
  #failing = false;

  private constructor(options: BoundFileOptions) {
    this.#options = options;
  }

  /** Reads what a previous life kept, and keeps on from there. @throws the error of the disk when the directory cannot be used */
  static async open(options: BoundFileOptions): Promise<BoundFile> {
    await mkdir(options.dir, { recursive: true, mode: 0o700 });
    const file = new BoundFile(options);
    await file.#read();
    options.bound.keepWith(file);
    file.#timer = setInterval(() => void file.flush(), FLUSH_MS).unref();
    return file;
  }

  placed(siteId: number, value: number, field: number, day: number, group: number): void {
    putPlaced(this.#put, { siteId, value, field, day, group });
  }

  shared(siteId: number, share: KeptShare): void {
    putShare(this.#put, siteId, share);
  }

  /** Resolves when everything so far is written, or the log says why it is not. */
  flush(): Promise<void> {
    return (this.#running = this.#running.then(() => this.#write()));
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.flush();
  }

  readonly #put = (first: number, second: number, third: number): void => {
    if (this.#pendingWords >= MOST_PENDING * 3) return;
    if (this.#pendingWords + 3 > this.#pending.length) {
      const grown = new Uint32Array(this.#pending.length * 2);
      grown.set(this.#pending);
      this.#pending = grown;
    }
    this.#pending[this.#pendingWords++] = first;
    this.#pending[this.#pendingWords++] = second;
    this.#pending[this.#pendingWords++] = third;
  };

  async #write(): Promise<void> {
    const { clock, log } = this.#options;
    const today = dayNumberOf(clock());
    try {
      await this.#appendPending(today);
      if (this.#valuesDay !== today) await this.#writeValues(today);
      if (this.#failing) log.info({}, 'the values that portals brought are kept on disk again');
      this.#failing = false;
    } catch (error) {
      if (!this.#failing)
        log.warn(
          { error: String(error) },
          'the values that portals brought cannot be kept on disk; they are kept in memory',
        );
      this.#failing = true;
    }
  }

  async #appendPending(today: number): Promise<void> {
    const words = this.#pendingWords;
    if (words === 0) return;
    const bytes = Buffer.from(this.#pending.buffer, 0, words * 4);
    const handle = await open(this.#at('taken', today), 'a', 0o600);
    try {
      // A write that was cut leaves a part of a record, behind which all others would be read askew.
      const { size } = await handle.stat();
      if (size % RECORD_BYTES !== 0) await handle.truncate(size - (size % RECORD_BYTES));
      await handle.writeFile(bytes);
    } finally {
      await handle.close();
    }
    this.#pending.copyWithin(0, words, this.#pendingWords);
    this.#pendingWords -= words;
  }

  /** What is known as the day begins, portal by portal: others send meanwhile. Then what is of other days is not needed any more. */
  async #writeValues(today: number): Promise<void> {
    const place = this.#at('values', today);
    const handle = await open(`${place}.new`, 'w', 0o600);
    try {
      await this.#writePortals(handle, today);
      await handle.datasync();
    } finally {
      await handle.close();
    }
    await rename(`${place}.new`, place);
    this.#valuesDay = today;
    for (const { name, day } of await this.#files()) {
      if (day !== today) await rm(path.join(this.#options.dir, name), { force: true });
    }
  }

  async #writePortals(handle: FileHandle, today: number): Promise<void> {
    const { bound } = this.#options;
    const header = Buffer.alloc(HEADER_BYTES);
    let at = HEADER_BYTES;
    let sum = 0;
    const append = async (bytes: Buffer): Promise<void> => {
      await handle.write(bytes, 0, bytes.length, at);
      at += bytes.length;
      sum = crc32(bytes, sum);
    };
    const shares = sharesOf(bound);
    await append(shares);
    for (const [siteId, portal] of bound.portals()) {
      for (const values of portal.before(today)) if (values.length > 0) await append(recordsOf(siteId, values));
      if (portal.size === 0) bound.forget(siteId);
    }
    [MAGIC, VERSION, today, shares.length].forEach((word, index) => header.writeUInt32LE(word, index * 4));
    header.writeUInt32LE(crc32(header.subarray(0, HEADER_BYTES - 4), sum), HEADER_BYTES - 4);
    await handle.write(header, 0, HEADER_BYTES, 0);
  }

  /** The newest whole file of values, then what was taken from that day on. */
  async #read(): Promise<void> {
    const files = await this.#files();
    for (const { name, day } of files.filter(({ kind }) => kind === 'values').toReversed()) {
      if (!this.#readValues(await readFile(path.join(this.#options.dir, name)))) {
        this.#options.log.warn({ name }, 'a file of the values that portals brought is damaged and left out');
        continue;
      }
      this.#valuesDay = day;
      break;
    }
    for (const { name } of files.filter(({ kind, day }) => kind === 'taken' && day >= this.#valuesDay)) {
      readRecords(await readFile(path.join(this.#options.dir, name)), this.#options.bound);
    }
  }

  #readValues(bytes: Buffer): boolean {
    if (bytes.length < HEADER_BYTES || bytes.readUInt32LE(0) !== MAGIC || bytes.readUInt32LE(4) !== VERSION)
      return false;
    const body = bytes.subarray(HEADER_BYTES);
    const sum = crc32(bytes.subarray(0, HEADER_BYTES - 4), crc32(body));
    if (sum !== bytes.readUInt32LE(HEADER_BYTES - 4)) return false;
    const day = bytes.readUInt32LE(8);
    const sharesEnd = bytes.readUInt32LE(12);
    readRecords(body.subarray(0, sharesEnd), this.#options.bound);
    for (let at = sharesEnd; at + RECORD_BYTES <= body.length; at += RECORD_BYTES) {
      const value = body.readUInt32LE(at + 4);
      this.#options.bound.restore(body.readUInt32LE(at), day, value, body.readUInt32LE(at + 8));
    }
    return true;
  }

  /** Those of the bound, by day. */
  async #files(): Promise<{ name: string; kind: string; day: number }[]> {
    const names = await readdir(this.#options.dir);
    return names
      .flatMap((name) => {
        const found = FILE.exec(name);
        return found === null ? [] : [{ name, kind: found[1]!, day: Number(found[2]) }];
      })
      .sort((one, other) => one.day - other.day);
  }

  #at(kind: 'values' | 'taken', day: number): string {
    return path.join(this.#options.dir, `${kind}-${day}`);
  }
}

function sharesOf(bound: ValueBound): Buffer {
  const words: number[] = [];
  const put = (...record: [number, number, number]): void => void words.push(...record);
  putShare(put, COUNTRY, bound.share(COUNTRY).kept());
  for (const [siteId, portal] of bound.portals()) putShare(put, siteId, portal.share.kept());
  return wordsOf(words);
}

/** @param values value and days in turn */
function recordsOf(siteId: number, values: Uint32Array): Buffer {
  const words = new Uint32Array((values.length / 2) * 3);
  for (let from = 0, to = 0; from < values.length; from += 2, to += 3) {
    words[to] = siteId;
    words[to + 1] = values[from]!;
    words[to + 2] = values[from + 1]!;
  }
  return Buffer.from(words.buffer);
}

function wordsOf(words: readonly number[]): Buffer {
  return Buffer.from(Uint32Array.from(words).buffer);
}
