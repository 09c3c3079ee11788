import { createHash } from 'node:crypto';
import { DAY_MS } from '@emc/contract';
import {
  FRAME_HEADER_BYTES,
  FRAME_TYPES,
  SEGMENT_HEADER_BYTES,
  type FrameInfo,
  type FrameType,
  type Gap,
  type SegmentContent,
} from '../spool/frames.ts';

/** A block touches one partition of the store and is at most this long, so that it is there whole or not at all. */
export const MOST_ROWS_IN_BLOCK = 10_000;

/** Frames of one segment that stand behind one another, both ends included: by where their payload begins. */
type Part = [segment: number, first: number, last: number];

/** What is sent to the store with one insert. */
export interface Block {
  /** 64 bits, decimal; the same in every attempt. */
  batchId: string;
  type: FrameType;
  rowVersion: number;
  rows: number;
  /** Left out before December 2026: parts then name frames by their index in the segment. */
  by?: 'byte';
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

/**
 * Puts the frames of several segments together into blocks, in order, one local month and one form of rows each.
 * @param there blocks that are in the store already, and whose frames go into no other
 */
export function makePlan(segments: readonly SegmentInMemory[], there: readonly Block[] = []): Plan {
  const blocks: Block[] = [];
  const open = new Map<string, Block>();
  for (const [index, { content }] of segments.entries()) {
    for (const [at, frame] of content.frames.entries()) {
      if (there.some((block) => holds(block, index, frame.from))) continue;
      const rowVersion = frame.rowVersion || content.rowVersion;
      const key = `${frame.type} ${monthOf(frame.day)} ${rowVersion}`;
      let block = open.get(key);
      if (block === undefined || block.rows + frame.count > MOST_ROWS_IN_BLOCK) {
        block = { batchId: '', type: frame.type, rowVersion, rows: 0, by: 'byte', parts: [] };
        open.set(key, block);
        blocks.push(block);
      }
      addFrame(block, index, frame, content.frames[at - 1]);
    }
  }
  for (const block of blocks) block.batchId = batchIdOf(block, segments);
  return { segments: segments.map((segment) => segment.name), blocks: [...there, ...blocks] };
}

/** All blocks that a plan over the oldest of some segments can have, whatever lay in the spool when it was made. */
export function possibleBlocks(segments: readonly SegmentInMemory[]): Block[] {
  const blocks = segments.flatMap((_, at) => makePlan(segments.slice(0, at + 1)).blocks);
  return [...new Map(blocks.map((block) => [block.batchId, block])).values()];
}

/** Of which segments and frames a block is made, as a number: the same block has the same batch id whenever it is made. */
function batchIdOf(block: Block, segments: readonly SegmentInMemory[]): string {
  const hash = createHash('sha256').update(`${block.type} ${block.rowVersion}`);
  for (const { segment, frame } of framesOf(block, segments)) {
    const { name, bytes } = segments[segment]!;
    hash.update(`${name} ${frame.from}`).update(bytes.subarray(0, SEGMENT_HEADER_BYTES));
    // With the checksum of the rows and the time of the first.
    hash.update(bytes.subarray(frame.from - FRAME_HEADER_BYTES, frame.from));
  }
  return String(hash.digest().readBigUInt64LE());
}

function holds({ parts }: Block, segment: number, from: number): boolean {
  return parts.some(([index, first, last]) => index === segment && from >= first && from <= last);
}

/** @param before the whole frame before it in its segment */
function addFrame(block: Block, segment: number, frame: FrameInfo, before: FrameInfo | undefined): void {
  block.rows += frame.count;
  const last = block.parts.at(-1);
  // A run never reaches over damage: what is found damaged between its ends was whole when it was planned.
  const follows = last?.[0] === segment && last[2] === before?.from && before.to + FRAME_HEADER_BYTES === frame.from;
  if (follows) last[2] = frame.from;
  else block.parts.push([segment, frame.from, frame.from]);
}

/** A block's two halves, by frames, to find the rows that the store refuses; undefined when it is a single frame. */
export function halve(block: Block, segments: readonly SegmentInMemory[]): [Block, Block] | undefined {
  const frames = framesOf(block, segments);
  if (frames.length < 2) return undefined;
  const half = (from: number, to: number): Block => {
    const made: Block = { ...block, rows: 0, by: 'byte', parts: [] };
    for (const { segment, frame } of frames.slice(from, to)) {
      const inSegment = segments[segment]!.content.frames;
      addFrame(made, segment, frame, inSegment[inSegment.indexOf(frame) - 1]);
    }
    made.batchId = batchIdOf(made, segments);
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
 * A block's frames, in order; without those that were damaged since it was planned.
 * @throws MissingFrames when none is left
 */
export function framesOf(block: Block, segments: readonly SegmentInMemory[]): { segment: number; frame: FrameInfo }[] {
  const frames = block.parts.flatMap(([segment, first, last]) => {
    const { content } = segments[segment] ?? {};
    if (content === undefined) return [];
    const within =
      block.by === 'byte'
        ? content.frames.filter(({ from }) => from >= first && from <= last)
        : slots(content).slice(first, last + 1);
    return within.flatMap((frame) => (frame === undefined ? [] : [{ segment, frame }]));
  });
  if (frames.length === 0) throw new MissingFrames('none of its frames can be read');
  return frames;
}

/** All frames of a segment in order, those that are damaged as undefined. */
function slots({ frames, gaps }: SegmentContent): (FrameInfo | undefined)[] {
  const places = [
    ...frames.map((frame) => ({ from: frame.from, frame })),
    ...gaps.map(({ from }) => ({ from, frame: undefined })),
  ];
  return places.sort((one, other) => one.from - other.from).map(({ frame }) => frame);
}

/** Whether a gap in a segment lies among the frames of a block. */
export function holdsGap(block: Block, { frames, gaps }: SegmentContent, segment: number, gap: Gap): boolean {
  const start = gap.from + FRAME_HEADER_BYTES;
  return block.parts.some(([index, first, last]) => {
    if (index !== segment) return false;
    if (block.by === 'byte') return start >= first && start <= last;
    const at = frames.filter(({ from }) => from < gap.from).length + gaps.filter(({ from }) => from < gap.from).length;
    return at >= first && at <= last;
  });
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
