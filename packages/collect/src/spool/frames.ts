import { crc32 } from 'node:zlib';
import { DOSSIER_ROW_VERSION } from '@emc/event-store';

/**
 * The form of a spool segment on disk. Integers are little-endian.
 *
 * | segment header | 32 bytes | |
 * |---|---|---|
 * | magic | 8 | `EMCSPOOL` |
 * | format version | u16 | {@link FORMAT_VERSION} |
 * | row version | u16 | `HIT_ROW_VERSION` of the rows in it |
 * | reserved | u32 | 0 |
 * | created | f64 | Unix milliseconds |
 * | crc | u32 | of the 24 bytes before |
 * | reserved | u32 | 0 |
 *
 * | frame | 32 bytes + payload | |
 * |---|---|---|
 * | magic | u32 | `EMCF` |
 * | crc | u32 | of everything behind it, payload included |
 * | length | u32 | of the payload, bytes |
 * | type | u8 | {@link FRAME_TYPES} |
 * | row version | u8 | of rows that are no hits; 0 = the one of the segment, which is that of hits |
 * | day | u16 | local day of all its rows, days since 1970-01-01 |
 * | count | u32 | rows in it |
 * | reserved | u32 | 0 |
 * | appended | f64 | Unix milliseconds at which its first row came |
 *
 * The last frame of a sealed segment is its trailer, of type {@link TRAILER_TYPE}: `count` is the number of frames before it, the payload
 * four u32, the rows of each of {@link FRAME_TYPES}. It says how many rows were lost where frames are damaged. Segments sealed before
 * December 2026, or after a crash, have none.
 *
 * A frame holds the rows of one day that were written together (one group commit), so that checksums and what the loader
 * does cost by group and not by hit.
 */
const FORMAT_VERSION = 1;
export const SEGMENT_HEADER_BYTES = 32;
export const FRAME_HEADER_BYTES = 32;
/** Payloads are kept below this, so that a damaged length cannot send a reader far. */
export const LONGEST_PAYLOAD_BYTES = 4 * 1024 * 1024;

export const FRAME_TYPES = { hits: 1, drops: 2, dossiers: 3, dossierDrops: 4 } as const;
export type FrameType = (typeof FRAME_TYPES)[keyof typeof FRAME_TYPES];
const KNOWN_TYPES: ReadonlySet<number> = new Set(Object.values(FRAME_TYPES));
/** Types whose payload is rows without anything around them, so that two payloads behind one another are one. */
const ROW_TYPES: ReadonlySet<FrameType> = new Set([FRAME_TYPES.hits, FRAME_TYPES.dossiers]);

/** Whether payloads may share a frame; counts lie in the spool as JSON, and two JSON lists are not one. */
export function sharesFrames(type: FrameType): boolean {
  return ROW_TYPES.has(type);
}

const TRAILER_TYPE = 255;
const TYPES_IN_TRAILER = [FRAME_TYPES.hits, FRAME_TYPES.drops, FRAME_TYPES.dossiers, FRAME_TYPES.dossierDrops];
export const TRAILER_BYTES = FRAME_HEADER_BYTES + TYPES_IN_TRAILER.length * 4;

const SEGMENT_MAGIC = Buffer.from('EMCSPOOL', 'latin1');
const FRAME_MAGIC = 0x46434d45;
const FRAME_MAGIC_BYTES = Buffer.from('EMCF', 'latin1');

export function segmentHeader(rowVersion: number, created_ms: number): Buffer {
  const header = Buffer.alloc(SEGMENT_HEADER_BYTES);
  SEGMENT_MAGIC.copy(header);
  header.writeUInt16LE(FORMAT_VERSION, 8);
  header.writeUInt16LE(rowVersion, 10);
  header.writeDoubleLE(created_ms, 16);
  header.writeUInt32LE(crc32(header.subarray(0, 24)), 24);
  return header;
}

/** Fills in the header of a frame whose payload already stands behind it. */
export function sealFrame(
  frame: Buffer,
  type: FrameType | typeof TRAILER_TYPE,
  day: number,
  count: number,
  appended_ms: number,
): void {
  frame.writeUInt32LE(FRAME_MAGIC, 0);
  frame.writeUInt32LE(frame.length - FRAME_HEADER_BYTES, 8);
  frame.writeUInt8(type, 12);
  frame.writeUInt8(type === FRAME_TYPES.dossiers ? DOSSIER_ROW_VERSION : 0, 13);
  frame.writeUInt16LE(day, 14);
  frame.writeUInt32LE(count, 16);
  frame.writeUInt32LE(0, 20);
  frame.writeDoubleLE(appended_ms, 24);
  frame.writeUInt32LE(crc32(frame.subarray(8)), 4);
}

/** A frame's place in its segment. */
export interface FrameInfo {
  type: FrameType;
  /** Of rows that are no hits; 0 = the one of the segment. */
  rowVersion: number;
  day: number;
  count: number;
  appended_ms: number;
  /** Where the payload begins and ends, bytes from the start of the segment. */
  from: number;
  to: number;
}

/** Bytes of a segment that are no whole frame. */
export interface Gap {
  from: number;
  to: number;
  /** What the header says of the rows, where it can be read; it may be what is damaged. */
  said: { type: FrameType; count: number } | undefined;
}

/** What a segment's bytes are. */
export interface SegmentContent {
  rowVersion: number;
  created_ms: number;
  /** All whole frames, also those behind damage. */
  frames: FrameInfo[];
  /** Whole frames of types that this program does not know. */
  unknown: { from: number; to: number; type: number; count: number }[];
  gaps: Gap[];
  /** How many rows of each type were sealed; undefined where no trailer can be read. */
  sealed: Map<FrameType, number> | undefined;
}

/** Reads a segment, checking every checksum; undefined when not even its header is whole. */
export function readSegment(bytes: Buffer): SegmentContent | undefined {
  const header = readHeader(bytes.subarray(0, SEGMENT_HEADER_BYTES));
  if (header === undefined) return undefined;
  const content: SegmentContent = { ...header, frames: [], unknown: [], gaps: [], sealed: undefined };
  for (let at = SEGMENT_HEADER_BYTES; at < bytes.length;) {
    const frame = readFrame(bytes, at);
    const trailing = frame === undefined && bytes.length - at === TRAILER_BYTES ? correctTrailer(bytes, at) : undefined;
    if (trailing !== undefined) {
      content.sealed = trailerRows(trailing.subarray(FRAME_HEADER_BYTES));
      break;
    }
    if (frame === undefined) {
      const gap = gapAt(bytes, at);
      content.gaps.push(gap);
      at = gap.to;
      continue;
    }
    at = frame.to;
    if (frame.type === TRAILER_TYPE) content.sealed = trailerRows(bytes.subarray(frame.from, frame.to));
    else if (KNOWN_TYPES.has(frame.type)) content.frames.push(frame as FrameInfo);
    else content.unknown.push({ ...frame, from: frame.from - FRAME_HEADER_BYTES });
  }
  return content;
}

/** Rows that were in a segment and are in none of its whole frames, by type; bytes where it cannot be said. */
export function missingRows({ frames, gaps, sealed }: SegmentContent): { rows: Map<FrameType, number>; bytes: number } {
  const rows = new Map(sealed ?? []);
  if (sealed !== undefined) {
    for (const { type, count } of frames) rows.set(type, (rows.get(type) ?? 0) - count);
    return { rows: new Map([...rows].filter(([, count]) => count > 0)), bytes: 0 };
  }
  let unknown_bytes = 0;
  for (const { said, from, to } of gaps) {
    if (said === undefined) unknown_bytes += to - from;
    else rows.set(said.type, (rows.get(said.type) ?? 0) + said.count);
  }
  return { rows, bytes: unknown_bytes };
}

/**
 * Whether bytes at the end of a segment that was open are what a write leaves that did not come to its end, which nobody
 * was answered: shorter than their header says, or zeros.
 */
export function isTorn(tail: Buffer): boolean {
  if (tail.length < FRAME_HEADER_BYTES || tail.every((byte) => byte === 0)) return true;
  if (tail.readUInt32LE(0) !== FRAME_MAGIC) return false;
  const isShort =
    tail.readUInt8(TYPE_AT) === TRAILER_TYPE || FRAME_HEADER_BYTES + tail.readUInt32LE(LENGTH_AT) > tail.length;
  // One wrong bit makes a whole frame look short too.
  const isWhole = (tried: Buffer): boolean => readFrame(tried, 0)?.to === tail.length;
  return isShort && withOneBitTurned(tail, isWhole, { from: LENGTH_AT, to: TYPE_AT + 1 }) === undefined;
}

/** Where length and type stand in the header of a frame. */
const LENGTH_AT = 8;
const TYPE_AT = 12;

/** The frame with which a segment is sealed. */
export function trailer(rows: ReadonlyMap<number, number>, frames: number, now_ms: number): Buffer {
  const frame = Buffer.alloc(TRAILER_BYTES);
  for (const [at, type] of TYPES_IN_TRAILER.entries())
    frame.writeUInt32LE(rows.get(type) ?? 0, FRAME_HEADER_BYTES + at * 4);
  sealFrame(frame, TRAILER_TYPE, 0, frames, now_ms);
  return frame;
}

/** Type and number of rows of a frame that {@link sealFrame} made. */
export function rowsOfFrame(frame: Buffer): { type: number; count: number } {
  return { type: frame.readUInt8(12), count: frame.readUInt32LE(16) };
}

function correctTrailer(bytes: Buffer, at: number): Buffer | undefined {
  return withOneBitTurned(bytes.subarray(at), (tried) => readFrame(tried, 0)?.type === TRAILER_TYPE);
}

function trailerRows(payload: Buffer): Map<FrameType, number> {
  return new Map(TYPES_IN_TRAILER.map((type, at) => [type, payload.readUInt32LE(at * 4)]));
}

function readHeader(header: Buffer): { rowVersion: number; created_ms: number } | undefined {
  if (header.length < SEGMENT_HEADER_BYTES) return undefined;
  const whole = isHeader(header) ? header : withOneBitTurned(header, isHeader);
  if (whole === undefined || whole.readUInt16LE(8) !== FORMAT_VERSION) return undefined;
  return { rowVersion: whole.readUInt16LE(10), created_ms: whole.readDoubleLE(16) };
}

function isHeader(header: Buffer): boolean {
  return header.subarray(0, 8).equals(SEGMENT_MAGIC) && header.readUInt32LE(24) === crc32(header.subarray(0, 24));
}

/** With the one bit turned round that makes it right; for what is short, or a short part, so that no two are likely. */
function withOneBitTurned(
  bytes: Buffer,
  isRight: (bytes: Buffer) => boolean,
  { from, to } = { from: 0, to: bytes.length },
): Buffer | undefined {
  const tried = Buffer.from(bytes);
  for (let bit = from * 8; bit < to * 8; bit++) {
    tried[bit >> 3]! ^= 1 << (bit & 7);
    if (isRight(tried)) return tried;
    tried[bit >> 3]! ^= 1 << (bit & 7);
  }
  return undefined;
}

function readFrame(bytes: Buffer, at: number): (Omit<FrameInfo, 'type'> & { type: number }) | undefined {
  const from = at + FRAME_HEADER_BYTES;
  if (from > bytes.length || bytes.readUInt32LE(at) !== FRAME_MAGIC) return undefined;
  const length = bytes.readUInt32LE(at + 8);
  if (length > LONGEST_PAYLOAD_BYTES || from + length > bytes.length) return undefined;
  if (bytes.readUInt32LE(at + 4) !== crc32(bytes.subarray(at + 8, from + length))) return undefined;
  return {
    type: bytes.readUInt8(at + 12),
    rowVersion: bytes.readUInt8(at + 13),
    day: bytes.readUInt16LE(at + 14),
    count: bytes.readUInt32LE(at + 16),
    appended_ms: bytes.readDoubleLE(at + 24),
    from,
    to: from + length,
  };
}

/** The bytes from a place on that are no whole frame: as many as the header says, where that leads to a frame or to the end. */
function gapAt(bytes: Buffer, at: number): Gap {
  const from = at + FRAME_HEADER_BYTES;
  if (from <= bytes.length && bytes.readUInt32LE(at) === FRAME_MAGIC) {
    const to = from + bytes.readUInt32LE(at + 8);
    const { type, count } = rowsOfFrame(bytes.subarray(at));
    if (to === bytes.length || (to + 4 <= bytes.length && bytes.readUInt32LE(to) === FRAME_MAGIC))
      return { from: at, to, said: KNOWN_TYPES.has(type) ? { type: type as FrameType, count } : undefined };
  }
  let next = bytes.indexOf(FRAME_MAGIC_BYTES, at + 1);
  while (next !== -1 && readFrame(bytes, next) === undefined) next = bytes.indexOf(FRAME_MAGIC_BYTES, next + 1);
  return { from: at, to: next === -1 ? bytes.length : next, said: undefined };
}
