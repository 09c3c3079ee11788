import { setTimeout as sleep } from 'node:timers/promises';
import { EmcError, type Log } from '@emc/contract';
import { BadBatchError, HIT_ROW_VERSION } from '@emc/event-store';
import { FRAME_HEADER_BYTES, FRAME_TYPES, segmentHeader, type FrameType } from '../spool/frames.ts';
import { countsOf, putAside } from '../spool/quarantine.ts';
import { UnreadableRows } from './counts.ts';
import type { Journal } from './journal.ts';
import { framesOf, halve, MissingFrames, type Block, type Plan, type SegmentInMemory } from './plan.ts';
import { BLOCK_KINDS, isThere, type LoaderStore } from './store.ts';

interface BlockLoaderOptions {
  dir: string;
  store: LoaderStore;
  firstPause_ms: number;
  longestPause_ms: number;
  stopping: AbortSignal;
  log: Log;
}

/** Thrown out of a pause when the loader is to stop. */
class Stopped extends Error {
  override name = 'Stopped';
}

/** Failures in a row, the store answering between them, after which a block is out of the way of the others. */
const MOST_FAILURES = 5;
/** The same for errors that may pass, and only where the store took another block meanwhile. */
const MOST_PASSING_FAILURES = 8;

/** A block that the store has not taken yet. */
interface Pending {
  block: Block;
  /** It may be there already. */
  inDoubt: boolean;
  /** In a row, the store answering between them. */
  failures: number;
  error: unknown;
  /** The store took another block since the first failure. */
  othersTaken: boolean;
}

type Outcome = 'loaded' | 'found' | 'missing' | 'failed' | Refused;

/** Refused for what is in it: the same each time. */
interface Refused {
  why: string;
  /** Of every row: halves of the block would be refused as well. */
  whole: boolean;
}

/**
 * Carries out plans: every block is in the store once when it is done, or set aside.
 *
 * An insert that throws leaves it unknown whether its block is there: before it is sent again the store is asked for its
 * batch id. A block that turns out to be there may lack rows in what is made from it, so that is made again. While the store is
 * away everything waits; a block that fails while the store is there waits in the quarantine, where it keeps no other
 * waiting, and {@link SetAsideLoader} sends it again.
 */
export class BlockLoader {
  /** The plan that is begun and not finished, with the blocks into which refused ones were split. */
  unfinished: Plan | undefined;
  /** Whether anything was put in the quarantine. */
  setAside = false;
  /** Why the store does not take a block, while it does not. */
  lastError: string | undefined;
  readonly #options: BlockLoaderOptions;

  constructor(options: BlockLoaderOptions) {
    this.#options = options;
  }

  /**
   * @param doubtful the plan was begun before: any of its blocks may be there already
   * @returns the blocks that were there
   */
  async carryOut(
    plan: Plan,
    segments: readonly SegmentInMemory[],
    journal: Journal,
    doubtful: boolean,
  ): Promise<Block[]> {
    this.unfinished = plan;
    const found: Block[] = [];
    let pending = plan.blocks.map((block) => pendingOf(block, doubtful));
    let pause_ms = this.#options.firstPause_ms;
    while (pending.length > 0) {
      const left: Pending[] = [];
      for (const one of pending) {
        const outcome = await this.#try(one, segments);
        if (outcome === 'failed') left.push(one);
        else if (outcome === 'missing') await this.#drop(plan, one.block, journal);
        else if (outcome === 'found') found.push(one.block);
        else if (typeof outcome === 'object')
          left.push(...(await this.#refused(plan, one.block, outcome, segments, journal)));
        if (outcome === 'loaded' || outcome === 'found') for (const other of pending) other.othersTaken = true;
      }
      pending = await this.#withoutStubborn(plan, left, segments, journal);
      const failed = pending.find(({ failures, error }) => failures > 0 || error !== undefined);
      if (failed === undefined) continue;
      await this.#pause(pause_ms, failed.error);
      pause_ms = Math.min(pause_ms * 2, this.#options.longestPause_ms);
    }
    const types = Map.groupBy(found, ({ type }) => type);
    for (const [type, blocks] of types)
      await this.#mend(
        type,
        blocks.map(({ batchId }) => BigInt(batchId)),
      );
    return found;
  }

  async #try(one: Pending, segments: readonly SegmentInMemory[]): Promise<Outcome> {
    const { block } = one;
    const { store, log } = this.#options;
    const { rowVersion, insert } = BLOCK_KINDS[block.type];
    try {
      if (one.inDoubt && (await isThere(store, block))) return 'found';
    } catch (error) {
      // While the store is away this says nothing about the block.
      Object.assign(one, { failures: isPassing(error) ? 0 : one.failures + 1, error });
      return 'failed';
    }
    try {
      framesOf(block, segments);
      if (rowVersion !== 0 && block.rowVersion !== rowVersion)
        return { why: `Rows of version ${block.rowVersion}; known is ${rowVersion}.`, whole: true };
      await insert(store, block, segments);
      this.lastError = undefined;
      return 'loaded';
    } catch (error) {
      if (error instanceof BadBatchError)
        return { why: 'Refused: the event store does not take these rows.', whole: false };
      if (error instanceof UnreadableRows) return { why: `Unreadable: ${error.message}.`, whole: false };
      if (error instanceof MissingFrames) {
        log.error(
          { rows: block.rows, why: error.message },
          'rows that the journal names are neither in the store nor in the spool',
        );
        return 'missing';
      }
      if (one.failures === 0) one.othersTaken = false;
      Object.assign(one, { inDoubt: true, failures: one.failures + 1, error });
      return 'failed';
    }
  }

  /** What is refused for its content: its halves, that of the rest of it as much as possible is loaded; else it is set aside. */
  async #refused(
    plan: Plan,
    block: Block,
    { why, whole }: Refused,
    segments: readonly SegmentInMemory[],
    journal: Journal,
  ): Promise<Pending[]> {
    const halves = whole ? undefined : halve(block, segments);
    if (halves === undefined) {
      await this.#putAside(block, segments, { why });
      await this.#drop(plan, block, journal);
      return [];
    }
    await journal.split(block.batchId, halves);
    plan.blocks.splice(plan.blocks.indexOf(block), 1, ...halves);
    return halves.map((half) => pendingOf(half, false));
  }

  /** Moves blocks out of the way that go on failing though the store is there. */
  async #withoutStubborn(
    plan: Plan,
    pending: Pending[],
    segments: readonly SegmentInMemory[],
    journal: Journal,
  ): Promise<Pending[]> {
    for (const { block, error } of pending.filter(isStubborn)) {
      const text = messageOf(error);
      await this.#putAside(block, segments, {
        why: `Not taken: ${text.slice(0, 300).replaceAll('\n', ' ')}`,
        batchId: block.batchId,
        again: true,
      });
      await this.#drop(plan, block, journal);
    }
    return pending.filter((one) => !isStubborn(one));
  }

  async #drop(plan: Plan, block: Block, journal: Journal): Promise<void> {
    await journal.setAside(block.batchId);
    plan.blocks.splice(plan.blocks.indexOf(block), 1);
  }

  async #mend(type: FrameType, batchIds: readonly bigint[]): Promise<void> {
    const { mend } = BLOCK_KINDS[type];
    if (mend === undefined) return;
    let failures = 0;
    for (
      let pause_ms = this.#options.firstPause_ms;
      ;
      pause_ms = Math.min(pause_ms * 2, this.#options.longestPause_ms)
    ) {
      try {
        const days = await mend(this.#options.store, batchIds);
        this.#options.log.warn(
          { days, blocks: batchIds.length },
          'blocks of unknown outcome were there; made again what follows from them',
        );
        this.lastError = undefined;
        return;
      } catch (error) {
        if (!isPassing(error) && ++failures >= MOST_FAILURES) {
          // The rows are there. What lacks them is found by the comparison of raw and rollups, and repaired from there.
          this.#options.log.error(
            { error: messageOf(error), batchIds: batchIds.map(String) },
            'what follows from blocks of unknown outcome cannot be made again; their days may lack rows in the rollups',
          );
          return;
        }
        await this.#pause(pause_ms, error);
      }
    }
  }

  /** The frames of a block become a segment of their own in the quarantine; the others go on. */
  async #putAside(
    block: Block,
    segments: readonly SegmentInMemory[],
    about: { why: string; batchId?: string; again?: boolean },
  ): Promise<void> {
    const frames = framesOf(block, segments);
    const { segment, frame } = frames[0]!;
    const rowVersion = block.type === FRAME_TYPES.hits ? block.rowVersion : HIT_ROW_VERSION;
    const content = Buffer.concat([
      segmentHeader(rowVersion, frame.appended_ms),
      ...frames.map((one) => segments[one.segment]!.bytes.subarray(one.frame.from - FRAME_HEADER_BYTES, one.frame.to)),
    ]);
    const stem = segments[segment]!.name.replace('.sealed', `-${frame.from}`);
    const rows = countsOf(frames.map((one) => one.frame));
    const file = await putAside(this.#options.dir, stem, content, { ...about, rows, unreadable_bytes: 0 });
    this.setAside = true;
    this.#options.log.error({ file, rows, why: about.why }, 'rows could not be loaded; they are in the quarantine');
  }

  async #pause(pause_ms: number, error: unknown): Promise<void> {
    const { stopping, log } = this.#options;
    this.lastError = messageOf(error);
    log.warn({ error: this.lastError, pause_ms }, 'the event store did not take a block; trying again');
    await sleep(pause_ms, undefined, { signal: stopping }).catch(() => undefined);
    if (stopping.aborted) throw new Stopped('stopped while the event store was away');
  }
}

function pendingOf(block: Block, inDoubt: boolean): Pending {
  return { block, inDoubt, failures: 0, error: undefined, othersTaken: false };
}

/** Whether it is sure that waiting does not help this block, or that only this block has to wait. */
function isStubborn({ failures, error, othersTaken }: Pending): boolean {
  return isPassing(error) ? othersTaken && failures >= MOST_PASSING_FAILURES : failures >= MOST_FAILURES;
}

/** The store is away or overloaded. */
export function isPassing(error: unknown): boolean {
  return error instanceof EmcError && error.code === 'store-unavailable';
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
