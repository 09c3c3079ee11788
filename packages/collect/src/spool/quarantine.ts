import { open, readdir, readFile, rename } from 'node:fs/promises';
import path from 'node:path';
import { QUARANTINE } from './directory.ts';
import { FRAME_TYPES, readSegment, type FrameType } from './frames.ts';
import { syncDirectory } from './segment.ts';

/** How many rows, by kind; exact. */
export type RowCounts = Partial<Record<keyof typeof FRAME_TYPES | 'unknown', number>>;

/** What is known of a file in the quarantine: stands beside it as `<file>.why`, the sentence first, the rest as JSON below it. */
export interface About {
  why: string;
  rows: RowCounts;
  /** Bytes of which it cannot be said how many rows of what kind they were. */
  unreadable_bytes: number;
  /** Under which the rows were sent: before they are sent again the store is asked for it. */
  batchId?: string;
  /** The loader sends it again by itself. */
  again?: boolean;
}

/** A file in the quarantine, with what is known of it. */
export interface Aside extends About {
  name: string;
}

const NAMES = Object.keys(FRAME_TYPES) as (keyof typeof FRAME_TYPES)[];

export function countsOf(frames: Iterable<{ type: FrameType; count: number }>): RowCounts {
  const counts: RowCounts = {};
  for (const { type, count } of frames) {
    const name = NAMES.find((one) => FRAME_TYPES[one] === type)!;
    counts[name] = (counts[name] ?? 0) + count;
  }
  return counts;
}

export function addCounts(all: readonly RowCounts[]): RowCounts {
  const sum: RowCounts = {};
  for (const counts of all)
    for (const [name, count] of Object.entries(counts) as [keyof RowCounts, number][])
      sum[name] = (sum[name] ?? 0) + count;
  return sum;
}

/** Moves a file of the spool into the quarantine as it is. */
export async function moveAside(dir: string, file: string, about: About): Promise<void> {
  const name = path.basename(file);
  await writeAbout(dir, name, about);
  await rename(file, path.join(dir, QUARANTINE, name));
  await syncDirectory(path.join(dir, QUARANTINE));
  await syncDirectory(dir);
}

/** Writes bytes into the quarantine, durable when it resolves; what another life wrote there already is not written twice. */
export async function putAside(dir: string, stem: string, content: Buffer, about: About): Promise<string> {
  const place = path.join(dir, QUARANTINE);
  const name = await writeNew(place, stem, content);
  await writeAbout(dir, name, about);
  await syncDirectory(place);
  return name;
}

export async function writeAbout(dir: string, name: string, { why, ...rest }: About): Promise<void> {
  const file = await open(path.join(dir, QUARANTINE, `${name}.why`), 'w', 0o600);
  try {
    await file.writeFile(`${why}\n${JSON.stringify(rest)}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Undefined when there is no note that can be read; notes of old hold the sentence alone. */
export async function readAbout(dir: string, name: string): Promise<Partial<About> | undefined> {
  const text = await readFile(path.join(dir, QUARANTINE, `${name}.why`), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const [why = '', json = ''] = text.split('\n');
  try {
    return { why, ...(JSON.parse(json) as Partial<About>) };
  } catch {
    return { why };
  }
}

/** What is in the quarantine; of files without a readable note, as of old, the counts are taken from the files. */
export async function listAsides(dir: string): Promise<Aside[]> {
  const asides: Aside[] = [];
  for (const name of await listQuarantine(dir)) {
    const about = (await readAbout(dir, name)) ?? {};
    asides.push({
      why: '',
      ...(about.rows === undefined ? await readCounts(dir, name) : { unreadable_bytes: 0, rows: {} }),
      ...about,
      name,
    });
  }
  return asides;
}

async function readCounts(dir: string, name: string): Promise<Pick<About, 'rows' | 'unreadable_bytes'>> {
  const bytes = await readFile(path.join(dir, QUARANTINE, name)).catch(() => Buffer.alloc(0));
  const content = readSegment(bytes);
  if (content === undefined) return { rows: {}, unreadable_bytes: bytes.length };
  const unreadable_bytes = content.gaps.reduce((sum, { from, to }) => sum + to - from, 0);
  return { rows: countsOf(content.frames), unreadable_bytes };
}

/** Names of what is in the quarantine, without the notes. */
async function listQuarantine(dir: string): Promise<string[]> {
  const names = await readdir(path.join(dir, QUARANTINE)).catch(() => []);
  return names.filter((name) => /\.(open|sealed|damaged)$/.test(name)).sort();
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
