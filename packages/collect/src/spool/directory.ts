import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

/** What lies in a spool directory, by name: `00000000000000000001.open`, `….sealed`, `quarantine/`, `journal` and its copy. */
export const QUARANTINE = 'quarantine';
export const JOURNAL = 'journal';
export const JOURNAL_COPY = 'copy-of-journal';
export type SegmentState = 'open' | 'sealed';

const SEGMENT_NAME = /^(\d{20})\.(open|sealed)$/;
/** A batch id may have 20 digits too; only a segment's number is followed by its ending, or by a frame's place in it. */
const NUMBER = /\d{20}(?=[.-])/g;

/** What is larger was never the number of a segment: a wrong bit, or a name that a person gave. Far below what a double counts exactly. */
const LARGEST_NUMBER = 1e15;

export function segmentName(number: number, state: SegmentState): string {
  return `${String(number).padStart(20, '0')}.${state}`;
}

/** Segments in a directory, by number. */
export async function listSegments(dir: string): Promise<{ number: number; state: SegmentState }[]> {
  const found: { number: number; state: SegmentState }[] = [];
  for (const name of await readdir(dir)) {
    const parts = SEGMENT_NAME.exec(name);
    if (parts) found.push({ number: Number(parts[1]), state: parts[2] as SegmentState });
  }
  return found.sort((a, b) => a.number - b.number);
}

/**
 * The highest number that a segment of this directory ever had, as far as anything here still remembers it. Numbers are
 * not used twice, or a segment could be taken for one that the journal says is loaded.
 */
export async function highestNumber(dir: string): Promise<number> {
  const names = [...(await readdir(dir)), ...(await readdir(path.join(dir, QUARANTINE)).catch(() => []))];
  const journals = await Promise.all(
    [JOURNAL, JOURNAL_COPY].map((name) => readFile(path.join(dir, name), 'latin1').catch(() => '')),
  );
  return highestIn([...names, ...journals].join('\n'));
}

/** The highest number of a segment that a text names by its file name or by that of a part of it; 0 when it names none. */
export function highestIn(text: string): number {
  let highest = 0;
  for (const [number] of text.matchAll(NUMBER))
    if (Number(number) <= LARGEST_NUMBER) highest = Math.max(highest, Number(number));
  return highest;
}
