import { open, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '@emc/contract';
import { BadBatchError, HIT_ROW_VERSION } from '@emc/event-store';
import { QUARANTINE } from '../spool/directory.ts';
import { FRAME_HEADER_BYTES, segmentHeader, type FrameType } from '../spool/frames.ts';
import { syncDirectory } from '../spool/segment.ts';
import type { Journal } from './journal.ts';
import { framesOf, halve, MissingFrames, type Block, type Plan, type SegmentInMemory } from './plan.ts';
import { BLOCK_KINDS, type LoaderStore } from './store.ts';

interface BlockLoaderOptions {
  dir: string;
  store: LoaderStore;
  newBatchId: () => bigint;
  firstPause_ms: number;
  longestPause_ms: number;
  stopping: AbortSignal;
  log: Log;
}

/** Thrown out of a pause when the loader is told to stop. */
class Stopped extends Error {
  override name = 'Stopped';
}

/**
 * Carries out plans: every block is in the store once when it is done.
 *
 * An insert that throws leaves it unknown whether its block is there: before it is sent again the store is asked for its
 * batch id. A block that turns out to be there may lack rows in what is made from it, so that is made anew.
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

  /** @param doubtful the plan was begun before: any of its blocks may be there already */
  async carryOut(plan: Plan, segments: readonly SegmentInMemory[], journal: Journal, doubtful: boolean): Promise<void> {
    this.unfinished = plan;
    const found = new Map<FrameType, bigint[]>();
    for (let at = 0; at < plan.blocks.length; at++) {
      const block = plan.blocks[at]!;
      const outcome = await this.#load(block, segments, doubtful);
      if (outcome === 'found') found.set(block.type, [...(found.get(block.type) ?? []), BigInt(block.batchId)]);
      if (outcome === 'loaded' || outcome === 'found') continue;
      const halves = outcome === 'refused' ? halve(block, segments, this.#options.newBatchId) : undefined;
      if (halves) {
        await journal.split(block.batchId, halves);
        plan.blocks.splice(at, 1, ...halves);
      } else {
        if (outcome === 'refused') await this.#putAside(block, segments);
        await journal.setAside(block.batchId);
        plan.blocks.splice(at, 1);
      }
      at--;
    }
    for (const [type, batchIds] of found) await this.#mend(type, batchIds);
  }

  /**
   * Tries until the block is in the store (`loaded`), turns out to be there (`found`), is refused for its content
   * (`refused`), or proves to be neither there nor in the spool any more (`missing`).
   */
  async #load(
    block: Block,
    segments: readonly SegmentInMemory[],
    doubtful: boolean,
  ): Promise<'loaded' | 'found' | 'refused' | 'missing'> {
    let inDoubt = doubtful;
    for (
      let pause_ms = this.#options.firstPause_ms;
      ;
      pause_ms = Math.min(pause_ms * 2, this.#options.longestPause_ms)
    ) {
      try {
        if (inDoubt && (await this.#isThere(block))) return 'found';
        await BLOCK_KINDS[block.type].insert(this.#options.store, block, segments);
        this.lastError = undefined;
        return 'loaded';
      } catch (error) {
        if (error instanceof BadBatchError) return 'refused';
        if (error instanceof MissingFrames) {
          this.#options.log.error(
            { rows: block.rows, why: error.message },
            'rows that the journal names are neither in the store nor in the spool',
          );
          return 'missing';
        }
        inDoubt = true;
        await this.#pause(pause_ms, error);
      }
    }
  }

  async #isThere(block: Block): Promise<boolean> {
    const batchId = BigInt(block.batchId);
    const there = await BLOCK_KINDS[block.type].isThere(this.#options.store, [batchId]);
    return there.has(batchId);
  }

  async #mend(type: FrameType, batchIds: readonly bigint[]): Promise<void> {
    const { mend } = BLOCK_KINDS[type];
    if (mend === undefined) return;
    for (
      let pause_ms = this.#options.firstPause_ms;
      ;
      pause_ms = Math.min(pause_ms * 2, this.#options.longestPause_ms)
    ) {
      try {
        const days = await mend(this.#options.store, batchIds);
        this.#options.log.warn(
          { days, blocks: batchIds.length },
          'blocks of unknown outcome were there; made anew what follows from them',
        );
        this.lastError = undefined;
        return;
      } catch (error) {
        await this.#pause(pause_ms, error);
      }
    }
  }

  /** A frame that the store refuses becomes a segment of its own in the quarantine; the others go on. */
  async #putAside(block: Block, segments: readonly SegmentInMemory[]): Promise<void> {
    const [{ segment, frame }] = framesOf(block, segments) as [ReturnType<typeof framesOf>[number]];
    const bytes = segments[segment]!.bytes.subarray(frame.from - FRAME_HEADER_BYTES, frame.to);
    const content = Buffer.concat([segmentHeader(HIT_ROW_VERSION, frame.appended_ms), bytes]);
    const dir = path.join(this.#options.dir, QUARANTINE);
    const name = await writeNew(dir, segments[segment]!.name.replace('.sealed', `-${frame.from}`), content);
    await writeFile(path.join(dir, `${name}.why`), 'Refused: the event store does not take these rows.\n', {
      mode: 0o600,
    });
    await syncDirectory(dir);
    this.setAside = true;
    this.#options.log.error(
      { file: name, rows: block.rows },
      'the event store refuses these rows; they are in the quarantine',
    );
  }

  async #pause(pause_ms: number, error: unknown): Promise<void> {
    const { stopping, log } = this.#options;
    this.lastError = error instanceof Error ? error.message : String(error);
    log.warn({ error: this.lastError, pause_ms }, 'the event store did not take a block; trying again');
    await sleep(pause_ms, undefined, { signal: stopping }).catch(() => undefined);
    if (stopping.aborted) throw new Stopped('stopped while the event store was away');
  }
}

/** Writes a file that was not there and gives its name; one with the same content, from before a crash, serves as well. */
async function writeNew(dir: string, stem: string, content: Buffer): Promise<string> {
  for (let attempt = 1; ; attempt++) {
    const name = attempt === 1 ? `${stem}.sealed` : `${stem}-${attempt}.sealed`;
    const file = await open(path.join(dir, name), 'wx', 0o600).catch(asTaken);
    if (file === undefined) {
      if (content.equals(await readFile(path.join(dir, name)))) return name;
      continue;
    }
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    return name;
  }
}

function asTaken(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'EEXIST') throw error;
}
