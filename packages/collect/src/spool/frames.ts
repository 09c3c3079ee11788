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
export function sealFrame(frame: Buffer, type: FrameType, day: number, count: number, appended_ms: number): void {
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

/** What a segment's bytes are. */
export interface SegmentContent {
  rowVersion: number;
  created_ms: number;
  frames: FrameInfo[];
  /** Length of the part that is whole; less than the file's length when something behind it is not. */
  whole_bytes: number;
  /** A whole frame stands behind the part that is not whole: not a torn tail, but damage to what was acknowledged. */
  damaged: boolean;
}

/** Reads a segment, checking every checksum; undefined when not even its header is whole. */
export function readSegment(bytes: Buffer): SegmentContent | undefined {
  if (bytes.length < SEGMENT_HEADER_BYTES || !bytes.subarray(0, 8).equals(SEGMENT_MAGIC)) return undefined;
  if (bytes.readUInt32LE(24) !== crc32(bytes.subarray(0, 24))) return undefined;
  if (bytes.readUInt16LE(8) !== FORMAT_VERSION) return undefined;
  const frames: FrameInfo[] = [];
  let at = SEGMENT_HEADER_BYTES;
  for (;;) {
    const frame = readFrame(bytes, at);
    if (frame === undefined) break;
    frames.push(frame);
    at = frame.to;
  }
  return {
    rowVersion: bytes.readUInt16LE(10),
    created_ms: bytes.readDoubleLE(16),
    frames,
    whole_bytes: at,
    damaged: hasFrameBehind(bytes, at + 1),
  };
}

function readFrame(bytes: Buffer, at: number): FrameInfo | undefined {
  const from = at + FRAME_HEADER_BYTES;
  if (from > bytes.length || bytes.readUInt32LE(at) !== FRAME_MAGIC) return undefined;
  const length = bytes.readUInt32LE(at + 8);
  if (length > LONGEST_PAYLOAD_BYTES || from + length > bytes.length) return undefined;
  const type = bytes.readUInt8(at + 12);
  if (!KNOWN_TYPES.has(type)) return undefined;
  if (bytes.readUInt32LE(at + 4) !== crc32(bytes.subarray(at + 8, from + length))) return undefined;
  return {
    type: type as FrameType,
    rowVersion: bytes.readUInt8(at + 13),
    day: bytes.readUInt16LE(at + 14),
    count: bytes.readUInt32LE(at + 16),
    appended_ms: bytes.readDoubleLE(at + 24),
    from,
    to: from + length,
  };
}

function hasFrameBehind(bytes: Buffer, start: number): boolean {
  for (let at = bytes.indexOf(FRAME_MAGIC_BYTES, start); at !== -1; at = bytes.indexOf(FRAME_MAGIC_BYTES, at + 1)) {
    if (readFrame(bytes, at) !== undefined) return true;
  }
  return false;
}
