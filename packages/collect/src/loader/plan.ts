import { DAY_MS } from '@emc/contract';
import { FRAME_TYPES, type FrameInfo, type FrameType, type SegmentContent } from '../spool/frames.ts';

/** A block touches one partition of the store and is at most this long, so that it is there whole or not at all. */
export const MOST_ROWS_IN_BLOCK = 10_000;

/** Frames of one segment, by index, both ends included. */
type Part = [segment: number, first: number, last: number];

/** What is sent to the store with one insert. */
export interface Block {
  /** 64 bits, decimal; the same in every attempt. */
  batchId: string;
  type: FrameType;
  rowVersion: number;
  rows: number;
  parts: Part[];
}

/** What the loader does next: written to the journal before any of it is sent. */
export interface Plan {
  /** File names of the segments that are deleted when all blocks are in the store; parts name them by index. */
  segments: string[];
  blocks: Block[];
}

/** A segment in memory. */
export interface SegmentInMemory {
  name: string;
  bytes: Buffer;
  content: SegmentContent;
}

/** Puts the frames of several segments together into blocks, in order, one local month and one form of rows each. */
export function makePlan(segments: readonly SegmentInMemory[], newBatchId: () => bigint): Plan {
  const blocks: Block[] = [];
  const open = new Map<string, Block>();
  for (const [index, { content }] of segments.entries()) {
    for (const [at, frame] of content.frames.entries()) {
      const rowVersion = frame.rowVersion || content.rowVersion;
      const key = `${frame.type} ${monthOf(frame.day)} ${rowVersion}`;
      let block = open.get(key);
      if (block === undefined || block.rows + frame.count > MOST_ROWS_IN_BLOCK) {
        block = { batchId: String(newBatchId()), type: frame.type, rowVersion, rows: 0, parts: [] };
        open.set(key, block);
        blocks.push(block);
      }
      addFrame(block, index, at, frame);
    }
  }
  return { segments: segments.map((segment) => segment.name), blocks };
}

function addFrame(block: Block, segment: number, at: number, frame: FrameInfo): void {
  block.rows += frame.count;
  const last = block.parts.at(-1);
  if (last !== undefined && last[0] === segment && last[2] === at - 1) last[2] = at;
  else block.parts.push([segment, at, at]);
}

/** A block's two halves, by frames, to find the rows that the store refuses; undefined when it is a single frame. */
export function halve(
  block: Block,
  segments: readonly SegmentInMemory[],
  newBatchId: () => bigint,
): [Block, Block] | undefined {
  const frames = framesOf(block, segments);
  if (frames.length < 2) return undefined;
  const half = (from: number, to: number): Block => {
    const made: Block = { ...block, batchId: String(newBatchId()), rows: 0, parts: [] };
    for (const { segment, at, frame } of frames.slice(from, to)) addFrame(made, segment, at, frame);
    return made;
  };
  const middle = Math.floor(frames.length / 2);
  return [half(0, middle), half(middle, frames.length)];
}

/** The frames that a block of the journal names are not in the spool any more. */
export class MissingFrames extends Error {
  override name = 'MissingFrames';
}

/**
 * A block's frames, in order.
 * @throws MissingFrames
 */
export function framesOf(
  block: Block,
  segments: readonly SegmentInMemory[],
): { segment: number; at: number; frame: FrameInfo }[] {
  const frames: { segment: number; at: number; frame: FrameInfo }[] = [];
  for (const [segment, first, last] of block.parts) {
    for (let at = first; at <= last; at++) {
      const frame = segments[segment]?.content.frames[at];
      if (frame === undefined) throw new MissingFrames(`frame ${at} of its segment ${segment} is not there`);
      frames.push({ segment, at, frame });
    }
  }
  return frames;
}

/** A block's rows, one after the other, as they lie in the segments. */
export function rowsOf(block: Block, segments: readonly SegmentInMemory[]): Buffer {
  return Buffer.concat(
    framesOf(block, segments).map(({ segment, frame }) => segments[segment]!.bytes.subarray(frame.from, frame.to)),
  );
}

/** Rows in a segment that go into one of the store's big tables. */
export function countRows(content: SegmentContent): number {
  return content.frames.reduce((sum, frame) => sum + (BIG.has(frame.type) ? frame.count : 0), 0);
}

const BIG: ReadonlySet<FrameType> = new Set([FRAME_TYPES.hits, FRAME_TYPES.dossiers]);

const MONTHS = new Map<number, string>();

function monthOf(day: number): string {
  let month = MONTHS.get(day);
  if (month === undefined) {
    if (MONTHS.size > 1000) MONTHS.clear();
    month = new Date(day * DAY_MS).toISOString().slice(0, 7);
    MONTHS.set(day, month);
  }
  return month;
}
