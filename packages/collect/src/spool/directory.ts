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
  for (const entry of await readdir(dir, { withFileTypes: true })) {
    const parts = entry.isFile() ? SEGMENT_NAME.exec(entry.name) : null;
    if (parts && Number(parts[1]) <= LARGEST_NUMBER)
      found.push({ number: Number(parts[1]), state: parts[2] as SegmentState });
  }
  return found.sort((a, b) => a.number - b.number);
}

/** Names of what lies in a spool directory and is nothing of the spool's. */
export async function listStrays(dir: string): Promise<string[]> {
  const segments = new Set((await listSegments(dir)).map(({ number, state }) => segmentName(number, state)));
  const own = new Set([QUARANTINE, ...[JOURNAL, JOURNAL_COPY].flatMap((name) => [name, `${name}.new`])]);
  return (await readdir(dir)).filter((name) => !segments.has(name) && !own.has(name)).sort();
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
