import { constants } from 'node:fs';
import { open, readFile, rename, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { crc32 } from 'node:zlib';
import { highestIn, JOURNAL, segmentName } from '../spool/directory.ts';
import { syncDirectory } from '../spool/segment.ts';
import type { Block, Plan } from './plan.ts';

/** A line of the journal. */
type Entry =
  | { plan: Plan }
  /** The store refused a block; its halves take its place. */
  | { split: string; into: [Block, Block] }
  /** The store refused a block that cannot be halved; its rows are in the quarantine. */
  | { aside: string }
  /** All of a plan is in the store or set aside; what is left is to delete its segments. */
  | { done: true; segments: string[] }
  /** A segment's name; stands first in a fresh journal, so that numbers of segments are not used twice. */
  | { highest: string };

/** What a previous life left. */
export interface JournalState {
  /** Begun and not finished: whether its blocks are in the store is not known. */
  plan: Plan | undefined;
  /** Segments whose rows are in the store and which may still be there. */
  loaded: string[];
}

const REWRITE_BYTES = 1024 * 1024;
const FLAGS = constants.O_CREAT | constants.O_WRONLY | constants.O_APPEND;

/**
 * What the loader is about to do, on disk before it does it. One line an entry, each with its checksum; a torn last line
 * was never acted upon.
 */
export class Journal {
  readonly #dir: string;
  #file: FileHandle;
  #size_bytes: number;
  /** The highest number of a segment that stood in this journal or in one before it. */
  #highest = 0;
  /** Half a line may stand at the end. */
  #torn = false;

  private constructor(dir: string, file: FileHandle, size_bytes: number) {
    this.#dir = dir;
    this.#file = file;
    this.#size_bytes = size_bytes;
  }

  /** Opens the journal of a spool directory and tells what its previous life left undone. */
  static async open(dir: string): Promise<{ journal: Journal; state: JournalState }> {
    const name = path.join(dir, JOURNAL);
    const text = await readFile(name, 'utf8').catch(() => '');
    const { entries, whole } = readEntries(text);
    const file = await open(name, FLAGS, 0o600);
    await file.truncate(Buffer.byteLength(whole));
    const journal = new Journal(dir, file, Buffer.byteLength(whole));
    const state = replay(entries);
    journal.#highest = highestIn(whole);
    await syncDirectory(dir);
    return { journal, state };
  }

  async planned(plan: Plan): Promise<void> {
    this.#highest = Math.max(this.#highest, highestIn(plan.segments.join('\n')));
    await this.#append({ plan });
  }

  async split(batchId: string, into: [Block, Block]): Promise<void> {
    await this.#append({ split: batchId, into });
  }

  async setAside(batchId: string): Promise<void> {
    await this.#append({ aside: batchId });
  }

  async done(plan: Plan): Promise<void> {
    await this.#append({ done: true, segments: plan.segments });
  }

  /** To be called when the segments of finished plans are deleted: begins a fresh journal when this one has grown. */
  async tidy(): Promise<void> {
    if (this.#size_bytes < REWRITE_BYTES) return;
    // A deletion that a loss of power undoes must not meet a journal that has forgotten the segment.
    await syncDirectory(this.#dir);
    const fresh = path.join(this.#dir, `${JOURNAL}.new`);
    const file = await open(fresh, FLAGS | constants.O_TRUNC, 0o600);
    const line = format({ highest: segmentName(this.#highest, 'sealed') });
    await file.appendFile(line);
    await file.datasync();
    await rename(fresh, path.join(this.#dir, JOURNAL));
    await syncDirectory(this.#dir);
    await this.#file.close();
    this.#file = file;
    this.#size_bytes = line.length;
  }

  async close(): Promise<void> {
    await this.#file.close();
  }

  async #append(entry: Entry): Promise<void> {
    if (this.#torn) await this.#file.truncate(this.#size_bytes);
    const line = format(entry);
    // Until it is whole: half a line would hide every line behind it.
    this.#torn = true;
    await this.#file.appendFile(line);
    await this.#file.datasync();
    this.#torn = false;
    this.#size_bytes += line.length;
  }
}

function format(entry: Entry): string {
  const json = JSON.stringify(entry);
  return `${crc32(json).toString(16).padStart(8, '0')} ${json}\n`;
}

function readEntries(text: string): { entries: Entry[]; whole: string } {
  const entries: Entry[] = [];
  let at = 0;
  for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', at)) {
    const json = text.slice(at + 9, end);
    if (text.slice(at, at + 8) !== crc32(json).toString(16).padStart(8, '0')) break;
    entries.push(JSON.parse(json) as Entry);
    at = end + 1;
  }
  return { entries, whole: text.slice(0, at) };
}

function replay(entries: readonly Entry[]): JournalState {
  const state: JournalState = { plan: undefined, loaded: [] };
  for (const entry of entries) {
    if ('plan' in entry) {
      state.plan = structuredClone(entry.plan);
    } else if ('split' in entry && state.plan) {
      const at = state.plan.blocks.findIndex((block) => block.batchId === entry.split);
      if (at !== -1) state.plan.blocks.splice(at, 1, ...entry.into);
    } else if ('aside' in entry && state.plan) {
      state.plan.blocks = state.plan.blocks.filter((block) => block.batchId !== entry.aside);
    } else if ('done' in entry) {
      state.plan = undefined;
      state.loaded.push(...entry.segments);
    }
  }
  return state;
}
