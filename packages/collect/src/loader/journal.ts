import { constants } from 'node:fs';
import { open, readFile, rename, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import type { Log } from '@emc/contract';
import { checkedLine, readCheckedLines, type CheckedLines } from '../spool/checked-lines.ts';
import { highestIn, JOURNAL, JOURNAL_COPY, segmentName } from '../spool/directory.ts';
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

/** Entries are numbered, so that the two files complete each other; those of before December 2026 are not, and have no copy. */
type Numbered = Entry & { n?: number };

/** What a previous life left. */
export interface JournalState {
  /** Begun and not finished: whether its blocks are in the store is not known. */
  plan: Plan | undefined;
  /** Segments whose rows are in the store and which may still be there. */
  loaded: string[];
  /** Not one entry can be read: whether a plan was begun is not known. */
  gone: boolean;
}

const REWRITE_BYTES = 1024 * 1024;
const FLAGS = constants.O_CREAT | constants.O_WRONLY | constants.O_APPEND;
const NAMES = [JOURNAL, JOURNAL_COPY] as const;

/**
 * What the loader is about to do, on disk before it does it. One line an entry, each with its checksum; a torn last line
 * was never acted upon.
 *
 * The batch ids of blocks in doubt stand nowhere else, and without them a block would be counted twice. So the journal is
 * kept in two files: what is damaged in one, or the loss of one, is made good from the other.
 */
export class Journal {
  readonly #dir: string;
  #files: JournalFile[] = [];
  /** Number of the last entry. */
  #last = 0;
  /** The highest number of a segment that stood in this journal or in one before it. */
  #highest = 0;

  private constructor(dir: string) {
    this.#dir = dir;
  }

  /** Opens the journal of a spool directory and says what its previous life left undone. */
  static async open(dir: string, log?: Log): Promise<{ journal: Journal; state: JournalState }> {
    const found = await Promise.all(NAMES.map((name) => readLines(path.join(dir, name))));
    const entries = merge(found.map((lines) => lines?.lines ?? []));
    const state = { ...replay(entries), gone: entries.length === 0 };
    const journal = new Journal(dir);
    journal.#last = entries.reduce((last, { n }) => Math.max(last, n ?? 0), 0);
    journal.#highest = highestIn(found.flatMap((lines) => lines?.lines ?? []).join('\n'));
    if (log !== undefined) report(found, entries, log);
    await journal.#begin(state);
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

  /** For when the segments of finished plans are deleted: begins a fresh journal when this one has grown. */
  async tidy(): Promise<void> {
    if (this.#files.every(({ size_bytes }) => size_bytes < REWRITE_BYTES)) return;
    // A deletion that a loss of power undoes must not meet a journal that has forgotten the segment.
    await syncDirectory(this.#dir);
    await this.#begin({ plan: undefined, loaded: [] });
  }

  async close(): Promise<void> {
    await Promise.all(this.#files.map((file) => file.close()));
  }

  /** Puts fresh files in the place of those that are there, one after the other: one of the two is always whole. */
  async #begin({ plan, loaded }: Omit<JournalState, 'gone'>): Promise<void> {
    const entries: Entry[] = [];
    if (this.#highest > 0) entries.push({ highest: segmentName(this.#highest, 'sealed') });
    if (loaded.length > 0) entries.push({ done: true, segments: loaded });
    if (plan !== undefined) entries.push({ plan });
    const text = entries.map((entry) => this.#format(entry)).join('');
    const before = this.#files;
    const fresh: JournalFile[] = [];
    for (const name of NAMES) fresh.push(await JournalFile.create(this.#dir, name, text));
    this.#files = fresh;
    await Promise.all(before.map((file) => file.close()));
  }

  async #append(entry: Entry): Promise<void> {
    const line = this.#format(entry);
    // Both to their end, also when one fails: the next line must not meet a write of this one.
    const written = await Promise.allSettled(this.#files.map((file) => file.append(line)));
    for (const one of written) if (one.status === 'rejected') throw one.reason;
  }

  #format(entry: Entry): string {
    return checkedLine(JSON.stringify({ n: ++this.#last, ...entry }));
  }
}

/** One of the two files. */
class JournalFile {
  size_bytes: number;
  readonly #file: FileHandle;
  /** Half a line may stand at the end. */
  #torn = false;

  private constructor(file: FileHandle, size_bytes: number) {
    this.#file = file;
    this.size_bytes = size_bytes;
  }

  static async create(dir: string, name: string, text: string): Promise<JournalFile> {
    const fresh = path.join(dir, `${name}.new`);
    const file = await open(fresh, FLAGS | constants.O_TRUNC, 0o600);
    await file.appendFile(text);
    await file.datasync();
    await rename(fresh, path.join(dir, name));
    await syncDirectory(dir);
    return new JournalFile(file, Buffer.byteLength(text));
  }

  /** Durable when it resolves. */
  async append(line: string): Promise<void> {
    if (this.#torn) await this.#file.truncate(this.size_bytes);
    // Until it is whole: half a line would spoil the one behind it.
    this.#torn = true;
    await this.#file.appendFile(line);
    await this.#file.datasync();
    this.#torn = false;
    this.size_bytes += Buffer.byteLength(line);
  }

  async close(): Promise<void> {
    await this.#file.close();
  }
}

async function readLines(file: string): Promise<CheckedLines | undefined> {
  const bytes = await readFile(file).catch(() => undefined);
  return bytes && readCheckedLines(bytes);
}

/** The entries of both files, each once, in order. */
function merge(files: string[][]): Numbered[] {
  const old: Numbered[] = [];
  const numbered = new Map<number, Numbered>();
  for (const entry of files.flat().map((line) => JSON.parse(line) as Numbered)) {
    if (entry.n === undefined) old.push(entry);
    else numbered.set(entry.n, entry);
  }
  return [...old, ...[...numbered.values()].sort((a, b) => a.n! - b.n!)];
}

function report(found: (CheckedLines | undefined)[], entries: readonly Numbered[], log: Log): void {
  const numbers = entries.flatMap(({ n }) => n ?? []);
  for (const [at, file] of NAMES.entries()) {
    const lines = found[at];
    if (lines === undefined ? numbers.length > 0 : lines.damaged + lines.corrected > 0)
      log.error(
        { file, missing: lines === undefined, damaged: lines?.damaged, corrected: lines?.corrected },
        'the journal of the loader is damaged; it is made good from its copy',
      );
  }
  const gaps = numbers.filter((n, at) => at > 0 && n !== numbers[at - 1]! + 1).length;
  const damaged = found.some((lines) => lines !== undefined && lines.damaged > 0);
  if (damaged && (gaps > 0 || numbers.length === 0))
    log.error({ gaps }, 'entries of the journal cannot be read in either file: a block may have come in twice');
}

function replay(entries: readonly Entry[]): Omit<JournalState, 'gone'> {
  const state: Omit<JournalState, 'gone'> = { plan: undefined, loaded: [] };
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
