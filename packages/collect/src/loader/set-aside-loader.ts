import { readdir, readFile, unlink } from 'node:fs/promises';
import path from 'node:path';
import type { Clock, Log } from '@emc/contract';
import { QUARANTINE } from '../spool/directory.ts';
import { readSegment } from '../spool/frames.ts';
import { type About, readAbout, writeAbout } from '../spool/quarantine.ts';
import { requestOf } from '../spool/set-aside-rows.ts';
import { syncDirectory } from '../spool/segment.ts';
import { makePlan, type Block, type SegmentInMemory } from './plan.ts';
import { BLOCK_KINDS, isThere, type LoaderStore } from './store.ts';

interface SetAsideOptions {
  dir: string;
  store: LoaderStore;
  clock: Clock;
  log: Log;
  /** Before a file is sent the first time; it doubles up to an hour. */
  pause_ms: number;
}

/** A file in the quarantine that waits to be sent. */
interface Waiting {
  about: Partial<About>;
  size_bytes: number;
  oldest_ms: number | undefined;
  tries: number;
  /** Since when it waits, and for how long: by a clock that is set back it waits no longer. */
  since_ms: number;
  pause_ms: number;
}

/** About a day; then a person must look. */
const MOST_TRIES = 24;
const LONGEST_PAUSE_MS = 3_600_000;

/**
 * Sends what is in the quarantine and may be taken by now: blocks that the store did not take for a reason other than their
 * content, and files that the operator asks for. Every block has the same batch id in every attempt, and the store is asked
 * for it before, so that nothing comes into the store twice.
 */
export class SetAsideLoader {
  readonly #options: SetAsideOptions;
  readonly #waiting = new Map<string, Waiting>();

  constructor(options: SetAsideOptions) {
    this.#options = options;
  }

  /** Bytes that wait to be sent again, and when the first of their rows came that figures are made of. */
  status(): { size_bytes: number; oldest_ms: number | undefined } {
    const waiting = [...this.#waiting.values()];
    const counted = waiting.filter(({ about }) => (about.rows?.hits ?? 0) + (about.rows?.dossiers ?? 0) > 0);
    const oldest = counted.flatMap(({ oldest_ms }) => oldest_ms ?? []);
    return {
      size_bytes: waiting.reduce((sum, { size_bytes }) => sum + size_bytes, 0),
      oldest_ms: oldest.length === 0 ? undefined : Math.min(...oldest),
    };
  }

  /** Sends what is due. @returns whether the quarantine is another than before */
  async work(): Promise<boolean> {
    await this.#look();
    let changed = false;
    for (const [name, waiting] of this.#waiting) {
      if (Math.abs(this.#options.clock() - waiting.since_ms) < waiting.pause_ms) continue;
      changed = (await this.#send(name, waiting)) || changed;
    }
    return changed;
  }

  async #look(): Promise<void> {
    const { dir, clock, pause_ms } = this.#options;
    const names = await readdir(path.join(dir, QUARANTINE));
    const there = new Set(names);
    for (const name of this.#waiting.keys()) if (!there.has(name)) this.#waiting.delete(name);
    for (const name of names.filter((one) => /\.(open|sealed)$/.test(one))) {
      const asked = there.has(requestOf(name));
      const known = this.#waiting.get(name);
      if (known !== undefined) {
        if (asked) known.pause_ms = 0;
        continue;
      }
      const about = (await readAbout(dir, name)) ?? {};
      if (!asked && about.again !== true) continue;
      const segment = await this.#read(name);
      this.#waiting.set(name, {
        about,
        size_bytes: segment?.bytes.length ?? 0,
        oldest_ms: segment?.content.frames[0]?.appended_ms,
        tries: 0,
        since_ms: clock(),
        pause_ms: asked ? 0 : pause_ms,
      });
    }
  }

  /** @returns whether the file's state changed */
  async #send(name: string, waiting: Waiting): Promise<boolean> {
    const { dir, log } = this.#options;
    try {
      const segment = await this.#read(name);
      if (segment === undefined || segment.content.frames.length === 0) throw new Error('no whole frame is in it');
      await this.#load(segment, waiting.about);
      await this.#remove(name);
      log.info({ file: name, rows: waiting.about.rows }, 'what was set aside is loaded');
      return true;
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      log.error({ file: name, error: message, tries: ++waiting.tries }, 'what was set aside could not be loaded');
      await unlink(path.join(dir, QUARANTINE, requestOf(name))).catch(() => undefined);
      waiting.since_ms = this.#options.clock();
      waiting.pause_ms = Math.min(this.#options.pause_ms * 2 ** waiting.tries, LONGEST_PAUSE_MS);
      if (waiting.about.again === true && waiting.tries < MOST_TRIES) return false;
      this.#waiting.delete(name);
      const { why = '', rows = {}, unreadable_bytes = 0, batchId } = waiting.about;
      await writeAbout(dir, name, { why, rows, unreadable_bytes, ...(batchId === undefined ? {} : { batchId }) });
      return true;
    }
  }

  async #load(segment: SegmentInMemory, about: Partial<About>): Promise<void> {
    const { store } = this.#options;
    const plan = makePlan([segment]);
    if (about.batchId !== undefined && plan.blocks.length === 1) plan.blocks[0]!.batchId = about.batchId;
    const found: Block[] = [];
    for (const block of plan.blocks) {
      if (await isThere(store, block)) found.push(block);
      else await BLOCK_KINDS[block.type].insert(store, block, [segment]);
    }
    for (const { type, batchId } of found) await BLOCK_KINDS[type].mend?.(store, [BigInt(batchId)]);
  }

  async #remove(name: string): Promise<void> {
    const place = path.join(this.#options.dir, QUARANTINE);
    for (const file of [name, `${name}.why`, requestOf(name)])
      await unlink(path.join(place, file)).catch(() => undefined);
    await syncDirectory(place);
    this.#waiting.delete(name);
  }

  async #read(name: string): Promise<SegmentInMemory | undefined> {
    const bytes = await readFile(path.join(this.#options.dir, QUARANTINE, name)).catch(() => undefined);
    const content = bytes && readSegment(bytes);
    return content && { name, bytes, content };
  }
}
