import { crc32 } from 'node:zlib';

/** Lines of JSON, each behind its checksum, of which one that is damaged does not hide those behind it. */
export interface CheckedLines {
  lines: string[];
  /** Lines of which one bit was wrong: read all the same, as every other reading has another checksum. */
  corrected: number;
  /** Lines that cannot be read. */
  damaged: number;
  /** The last line does not end: it was being written when the process ended, and nothing was done upon it. */
  torn: boolean;
}

/** Longer ones are not corrected: it takes the square of their length. */
const LONGEST_CORRECTED = 16_384;
const CHECKSUM_LENGTH = 8;

export function checkedLine(json: string): string {
  return `${crc32(json).toString(16).padStart(CHECKSUM_LENGTH, '0')} ${json}\n`;
}

export function readCheckedLines(bytes: Buffer): CheckedLines {
  const read: CheckedLines = { lines: [], corrected: 0, damaged: 0, torn: false };
  for (let at = 0; at < bytes.length;) {
    const newline = bytes.indexOf(0x0a, at);
    const end = newline === -1 ? bytes.length : newline;
    const line = bytes.subarray(at, end);
    const found = isWhole(line) ? [line] : correct(line);
    for (const one of found) read.lines.push(one.toString('utf8', CHECKSUM_LENGTH + 1));
    if (found.length > 0 && found[0] !== line) read.corrected++;
    if (found.length === 0 && newline === -1) read.torn = true;
    else if (found.length === 0) read.damaged++;
    at = end + 1;
  }
  return read;
}

function isWhole(line: Buffer): boolean {
  const checksum = crc32(line.subarray(CHECKSUM_LENGTH + 1))
    .toString(16)
    .padStart(CHECKSUM_LENGTH, '0');
  return line[CHECKSUM_LENGTH] === 0x20 && line.toString('latin1', 0, CHECKSUM_LENGTH) === checksum;
}

/** What the line is with one bit turned round so that its checksum is right; two lines where it was the end of one; else none. */
function correct(line: Buffer): Buffer[] {
  if (line.length > LONGEST_CORRECTED) return [];
  if (isWhole(line.subarray(0, -1))) return [line.subarray(0, -1)];
  for (let at = CHECKSUM_LENGTH; at < line.length; at++) {
    // Any checksum is followed by a space: the rest is not worth a look.
    if (line[at + 1 + CHECKSUM_LENGTH] !== 0x20 || !isWhole(line.subarray(at + 1))) continue;
    const first = line.subarray(0, at);
    if (isWhole(first)) return [first, line.subarray(at + 1)];
  }
  const tried = Buffer.from(line);
  for (let bit = 0; bit < line.length * 8; bit++) {
    tried[bit >> 3]! ^= 1 << (bit & 7);
    if (isWhole(tried)) return [tried];
    tried[bit >> 3]! ^= 1 << (bit & 7);
  }
  return [];
}
