import { existsSync } from 'node:fs';
import { stat, unlink } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock, Log } from '@emc/contract';
import { addCounts, type Aside, countsOf, listAsides, moveAside, type RowCounts } from '../spool/quarantine.ts';
import { isUnreadable, moveUnreadable } from '../spool/recovery.ts';
import type { FrameType } from '../spool/frames.ts';
import type { Spool } from '../spool/spool.ts';
import { BlockLoader, isPassing } from './block-loader.ts';
import { NOTHING, setDamageAside } from './damage.ts';
import { Journal } from './journal.ts';
import {
  countRows,
  makePlan,
  MOST_ROWS_IN_BLOCK,
  possibleBlocks,
  type Block,
  type Plan,
  type SegmentInMemory,
} from './plan.ts';
import { readSegmentFile } from './read-segment.ts';
import { SetAsideLoader } from './set-aside-loader.ts';
import { BLOCK_KINDS, type LoaderStore } from './store.ts';

/** How a loader works. */
export interface LoaderOptions {
  spool: Spool;
  eventStore: LoaderStore;
  clock: Clock;
  log: Log;
  /** First pause before a failed insert is tried again (100 ms); it doubles up to `longestPause_ms` (5 s). */
  firstPause_ms?: number;
  longestPause_ms?: number;
  /** Before what was set aside though nothing is wrong with it is sent again (1 min); it doubles up to an hour. */
  setAsidePause_ms?: number;
}

/** Where the loader stands. */
interface LoaderStatus {
  backlog_bytes: number;
  segments: number;
  /** Age of the oldest row that is on disk and not in the store; 0 when there is none. */
  oldestUnloaded_ms: number;
  /** Everything acknowledged before this instant is in the store; Unix milliseconds. */
  loadedThrough_ms: number;
  /** File names in the quarantine: what could not be loaded and waits for a person. */
  quarantined: string[];
  /** How much that is; as far as it is known. */
  rowsSetAside: { rows: RowCounts; unreadable_bytes: number };
  /** What went wrong last, while it still does; undefined when all is well. */
  lastError: string | undefined;
}

export interface Loader {
  start(): Promise<void>;
  /** Resolves when everything in the spool at the time of the call is in the store (or in the quarantine). */
  drain(): Promise<void>;
  /** Ends after the insert under way; what is not loaded stays in the spool. */
  stop(): Promise<void>;
  status(): LoaderStatus;
}

const MOST_BYTES_IN_PLAN = 16 * 1024 * 1024;
const PAUSE_AFTER_FAILURE_MS = 1000;
const LOOK_AT_SET_ASIDE_MS = 5000;
const IDS_IN_QUESTION = 500;
/**
 * After a block the loader rests this many times as long as the block took, so that blocks get bigger, not more, when
 * hits come fast: a block has a fixed cost in the store, and the store shares the machine with the collector.
 */
const REST_FACTOR = 3;
const LONGEST_REST_MS = 800;

/** Moves what is in the spool into the event store, exactly once. One loader works on a spool. */
export function createLoader(options: LoaderOptions): Loader {
  return new SpoolLoader(options);
}

class SpoolLoader implements Loader {
  readonly #options: LoaderOptions;
  readonly #blocks: BlockLoader;
  readonly #setAside: SetAsideLoader;
  /** How often it is looked for what was set aside and may be sent. */
  readonly #looks_ms: number;
  #looking: NodeJS.Timeout | undefined;
  #lookIsDue = true;
  readonly #stopping = new AbortController();
  #journal!: Journal;
  #journalGone = false;
  #quarantined: Aside[] = [];
  /** In the store, to be deleted; never to be loaded again. */
  readonly #loaded = new Set<string>();
  #running: Promise<void> | undefined;
  #wake: () => void = () => undefined;
  #finished: (() => void)[] = [];
  #lastError: string | undefined;

  constructor(options: LoaderOptions) {
    this.#options = options;
    this.#blocks = new BlockLoader({
      dir: options.spool.dir,
      store: options.eventStore,
      firstPause_ms: options.firstPause_ms ?? 100,
      longestPause_ms: options.longestPause_ms ?? 5000,
      stopping: this.#stopping.signal,
      log: options.log,
    });
    const { clock, log } = options;
    const pause_ms = options.setAsidePause_ms ?? 60_000;
    this.#setAside = new SetAsideLoader({ dir: options.spool.dir, store: options.eventStore, clock, log, pause_ms });
    this.#looks_ms = Math.min(LOOK_AT_SET_ASIDE_MS, pause_ms);
  }

  async start(): Promise<void> {
    const { spool } = this.#options;
    const { journal, state } = await Journal.open(spool.dir, this.#options.log);
    this.#journal = journal;
    this.#journalGone = state.gone;
    this.#quarantined = await listAsides(spool.dir);
    for (const name of state.loaded) this.#loaded.add(name);
    await this.#deleteLoaded();
    spool.onSealed(() => this.#wake());
    this.#looking = setInterval(() => {
      this.#lookIsDue = true;
      this.#wake();
    }, this.#looks_ms).unref();
    this.#running = this.#run(state.plan);
  }

  async drain(): Promise<void> {
    const { spool } = this.#options;
    await spool.sealNow();
    const last = spool.sealed().at(-1)?.number ?? 0;
    while ((spool.sealed()[0]?.number ?? Infinity) <= last) {
      if (this.#stopping.signal.aborted)
        throw new Error('the loader is stopped; what is not loaded stays in the spool');
      await new Promise<void>((resolve) => this.#finished.push(resolve));
    }
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    clearInterval(this.#looking);
    this.#wake();
    await this.#running;
    await this.#journal?.close();
    this.#tellFinished();
  }

  status(): LoaderStatus {
    const { spool, clock } = this.#options;
    const oldest_ms = earliest(spool.oldest_ms(), this.#setAside.status().oldest_ms);
    const now_ms = clock();
    return {
      backlog_bytes: spool.status().used_bytes,
      segments: spool.sealed().length,
      oldestUnloaded_ms: oldest_ms === undefined ? 0 : Math.max(0, now_ms - oldest_ms),
      loadedThrough_ms: oldest_ms ?? now_ms,
      quarantined: this.#quarantined.map(({ name }) => name),
      rowsSetAside: {
        rows: addCounts(this.#quarantined.map(({ rows }) => rows)),
        unreadable_bytes: this.#quarantined.reduce((sum, { unreadable_bytes }) => sum + unreadable_bytes, 0),
      },
      lastError: this.#blocks.lastError ?? this.#lastError,
    };
  }

  /** @param begun the plan that a previous life was carrying out when it ended */
  async #run(begun: Plan | undefined): Promise<void> {
    let plan = begun;
    while (!this.#stopping.signal.aborted) {
      const woken = new Promise<void>((resolve) => (this.#wake = resolve));
      try {
        const began_ms = performance.now();
        const worked = await this.#workOnce(plan);
        plan = undefined;
        if (this.#lookIsDue) await this.#sendSetAside();
        this.#lastError = undefined;
        if (worked) await this.#rest(performance.now() - began_ms);
        if (!worked && !this.#stopping.signal.aborted) await woken;
      } catch (error) {
        if (this.#stopping.signal.aborted) return;
        this.#lastError = error instanceof Error ? error.message : String(error);
        this.#options.log.error({ error: this.#lastError }, 'loading failed; trying again');
        // What a plan may have done is in the journal: take it up again from there.
        plan = this.#blocks.unfinished;
        await sleep(PAUSE_AFTER_FAILURE_MS, undefined, { signal: this.#stopping.signal }).catch(() => undefined);
      }
    }
  }

  async #sendSetAside(): Promise<void> {
    this.#lookIsDue = false;
    if (await this.#setAside.work()) await this.#refreshQuarantine();
    this.#options.spool.alsoHolds(this.#setAside.status().size_bytes);
  }

  /** Not while somebody waits for the end, nor when there is more than a block's worth already. */
  async #rest(took_ms: number): Promise<void> {
    const backlog_bytes = this.#options.spool.sealed().reduce((sum, segment) => sum + segment.size_bytes, 0);
    if (this.#finished.length > 0 || backlog_bytes > MOST_BYTES_IN_PLAN / 4) return;
    const rest_ms = Math.min(took_ms * REST_FACTOR, LONGEST_REST_MS);
    await sleep(rest_ms, undefined, { signal: this.#stopping.signal }).catch(() => undefined);
  }

  /** Loads one plan's worth; false when there is nothing to load. */
  async #workOnce(begun: Plan | undefined): Promise<boolean> {
    await this.#deleteLoaded();
    const segments = begun ? await this.#readAgain(begun) : await this.#gather();
    if (segments.length === 0 && !begun) return false;
    const there = this.#journalGone ? await this.#blocksThere(segments) : [];
    const plan = begun ?? makePlan(segments, there);
    if (!begun) {
      await this.#setDamageAside(segments, []);
      await this.#journal.planned(plan);
    }
    const found = await this.#blocks.carryOut(plan, segments, this.#journal, begun !== undefined || this.#journalGone);
    this.#journalGone = false;
    if (begun) await this.#setDamageAside(segments, found);
    await this.#journal.done(plan);
    this.#blocks.unfinished = undefined;
    for (const name of plan.segments) this.#loaded.add(name);
    await this.#deleteLoaded();
    await this.#journal.tidy();
    if (this.#blocks.setAside) await this.#refreshQuarantine();
    this.#tellFinished();
    return true;
  }

  /**
   * Without a journal: those of all blocks that a previous life could have made of these segments that are in the store. A table
   * that cannot be asked holds up no other kind: its blocks stay in doubt and are asked for one by one.
   */
  async #blocksThere(segments: readonly SegmentInMemory[]): Promise<Block[]> {
    const there: Block[] = [];
    for (const [type, blocks] of Map.groupBy(possibleBlocks(segments), (block) => block.type)) {
      try {
        there.push(...(await this.#thoseThere(type, blocks)));
      } catch (error) {
        if (isPassing(error)) throw error;
        this.#options.log.error({ type, error: String(error) }, 'the event store cannot say which blocks it has');
      }
    }
    return there;
  }

  async #thoseThere(type: FrameType, blocks: readonly Block[]): Promise<Block[]> {
    const found = new Set<bigint>();
    const ids = blocks.map(({ batchId }) => BigInt(batchId));
    for (let at = 0; at < ids.length; at += IDS_IN_QUESTION) {
      const some = ids.slice(at, at + IDS_IN_QUESTION);
      for (const id of await BLOCK_KINDS[type].isThere(this.#options.eventStore, some)) found.add(id);
    }
    return blocks.filter(({ batchId }) => found.has(BigInt(batchId)));
  }

  /** The oldest segments, as many as fill a block; those that cannot be read go to the quarantine. */
  async #gather(): Promise<SegmentInMemory[]> {
    const gathered: SegmentInMemory[] = [];
    let rows = 0;
    let size_bytes = 0;
    for (const sealed of this.#options.spool.sealed()) {
      if (gathered.length > 0 && (rows >= MOST_ROWS_IN_BLOCK || size_bytes + sealed.size_bytes > MOST_BYTES_IN_PLAN))
        break;
      const segment = await this.#read(sealed.path);
      if (segment === undefined) {
        this.#options.spool.forget(sealed.number);
        continue;
      }
      gathered.push(segment);
      rows += countRows(segment.content);
      size_bytes += sealed.size_bytes;
    }
    return gathered;
  }

  /** The segments of a plan that was begun; one that cannot be read any more holds nothing, and its blocks are looked for in the store. */
  async #readAgain(plan: Plan): Promise<SegmentInMemory[]> {
    const segments: SegmentInMemory[] = [];
    // Where parts are counted by index it must be known how many frames the damage took.
    const byIndex = plan.blocks.some(({ by }) => by !== 'byte');
    for (const name of plan.segments) {
      const file = path.join(this.#options.spool.dir, name);
      const segment = existsSync(file) ? await this.#read(file, byIndex) : undefined;
      segments.push(segment ?? { name, bytes: Buffer.alloc(0), content: NOTHING });
    }
    return segments;
  }

  /** Undefined when nothing of it can be read: then it is in the quarantine. */
  async #read(file: string, needsEveryFrame = false): Promise<SegmentInMemory | undefined> {
    const { dir } = this.#options.spool;
    try {
      const segment = await readSegmentFile(file);
      if (!('why' in segment) && !(needsEveryFrame && segment.content.gaps.some(({ said }) => said === undefined)))
        return segment;
      const why = 'why' in segment ? segment.why : 'Damaged: it cannot be said which frames.';
      const unreadable_bytes = 'why' in segment ? (await stat(file)).size : 0;
      const rows = 'why' in segment ? {} : countsOf(segment.content.frames);
      this.#options.log.error({ segment: path.basename(file), why }, 'a spool segment was moved to the quarantine');
      await moveAside(dir, file, { why, rows, unreadable_bytes });
    } catch (error) {
      if (!isUnreadable(error)) throw error;
      await moveUnreadable(dir, file, error, this.#options.log);
    }
    await this.#refreshQuarantine();
    this.#tellFinished();
    return undefined;
  }

  async #setDamageAside(segments: readonly SegmentInMemory[], inStore: readonly Block[]): Promise<void> {
    const { dir } = this.#options.spool;
    if (await setDamageAside(dir, segments, inStore, this.#options.log)) await this.#refreshQuarantine();
  }

  async #refreshQuarantine(): Promise<void> {
    this.#quarantined = await listAsides(this.#options.spool.dir);
  }

  async #deleteLoaded(): Promise<void> {
    for (const name of this.#loaded) {
      await unlink(path.join(this.#options.spool.dir, name)).catch(ignoreMissing);
      this.#options.spool.forget(Number(name.slice(0, 20)));
      this.#loaded.delete(name);
    }
  }

  #tellFinished(): void {
    const waiting = this.#finished;
    this.#finished = [];
    for (const resolve of waiting) resolve();
  }
}

function earliest(one: number | undefined, other: number | undefined): number | undefined {
  return one === undefined || other === undefined ? (one ?? other) : Math.min(one, other);
}

function ignoreMissing(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error;
}
