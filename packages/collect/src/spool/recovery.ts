import { mkdir, open, readFile, rename, stat, truncate, unlink } from 'node:fs/promises';
import path from 'node:path';
import type { Clock, Log } from '@emc/contract';
import { listSegments, QUARANTINE, segmentName } from './directory.ts';
import { FRAME_HEADER_BYTES, isTorn, readSegment, SEGMENT_HEADER_BYTES, type SegmentContent } from './frames.ts';
import { moveAside } from './quarantine.ts';
import { syncDirectory, type SealedSegment } from './segment.ts';

/** What was found in a spool directory when it was opened. */
export interface Recovered {
  sealed: SealedSegment[];
  /** Bytes behind the last whole frame of segments that a previous life left open: never acknowledged, now cut off. */
  torn_bytes: number;
}

/**
 * Brings a spool directory in order after whatever end its previous process had. Of segments left open the torn tail is cut
 * off, which was never acknowledged; any other damage is left to the loader, which takes every whole frame. A file that
 * cannot be read goes to the quarantine as it is.
 */
export async function recover(dir: string, clock: Clock, log: Log): Promise<Recovered> {
  await mkdir(path.join(dir, QUARANTINE), { recursive: true, mode: 0o700 });
  const recovered: Recovered = { sealed: [], torn_bytes: 0 };
  for (const { number, state } of await listSegments(dir)) {
    const file = path.join(dir, segmentName(number, state));
    try {
      if (state === 'open') recovered.torn_bytes += await closeLeftOpen(dir, number, log);
      const sealed = path.join(dir, segmentName(number, 'sealed'));
      const size_bytes = await sizeOf(state === 'open' ? sealed : file);
      if (size_bytes === undefined) continue;
      recovered.sealed.push({ number, path: sealed, size_bytes, oldest_ms: await oldestOf(sealed, clock) });
    } catch (error) {
      if (!isUnreadable(error)) throw error;
      await moveUnreadable(dir, file, error, log);
    }
  }
  await syncDirectory(dir);
  return recovered;
}

/** Returns how many bytes were cut off. */
async function closeLeftOpen(dir: string, number: number, log: Log): Promise<number> {
  const file = path.join(dir, segmentName(number, 'open'));
  const bytes = await readFile(file);
  const content = readSegment(bytes);
  const tail = content?.gaps.at(-1);
  const torn_bytes = tail?.to === bytes.length && isTorn(bytes.subarray(tail.from)) ? bytes.length - tail.from : 0;
  const isEmpty = content === undefined ? bytes.length <= SEGMENT_HEADER_BYTES : holdsNothing(content, torn_bytes);
  if (isEmpty) {
    // Killed while it was created, or before its first frame was whole: nothing was ever acknowledged from it.
    await unlink(file);
    return torn_bytes;
  }
  if (torn_bytes > 0)
    log.warn({ segment: path.basename(file), torn_bytes }, 'cut off a torn tail that was never acknowledged');
  await seal(dir, number, bytes.length - torn_bytes);
  return torn_bytes;
}

function holdsNothing({ frames, unknown, gaps }: SegmentContent, torn_bytes: number): boolean {
  return frames.length + unknown.length === 0 && gaps.length === (torn_bytes > 0 ? 1 : 0);
}

/** Makes the first bytes of a segment left open a sealed one. */
async function seal(dir: string, number: number, whole_bytes: number): Promise<void> {
  const file = path.join(dir, segmentName(number, 'open'));
  await truncate(file, whole_bytes);
  await syncFile(file);
  await rename(file, path.join(dir, segmentName(number, 'sealed')));
}

/** The disk or its rights keep a file from being read: trying again would not help. */
export function isUnreadable(error: unknown): error is NodeJS.ErrnoException {
  return ['EACCES', 'EIO', 'EISDIR', 'EPERM', 'EUCLEAN'].includes((error as NodeJS.ErrnoException).code ?? '');
}

export async function moveUnreadable(dir: string, file: string, error: NodeJS.ErrnoException, log: Log): Promise<void> {
  const why = `Damaged: the file cannot be read (${error.code}).`;
  const unreadable_bytes = (await sizeOf(file)) ?? 0;
  log.error({ segment: path.basename(file), why }, 'a spool segment was moved to the quarantine');
  await moveAside(dir, file, { why, rows: {}, unreadable_bytes });
}

async function syncFile(file: string): Promise<void> {
  const handle = await open(file, 'r+');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function sizeOf(file: string): Promise<number | undefined> {
  return stat(file).then(
    (found) => found.size,
    () => undefined,
  );
}

/** When the first row of a segment came, from its first frame; now, when that cannot be read (the loader will say so). */
async function oldestOf(file: string, clock: Clock): Promise<number> {
  const handle = await open(file, 'r');
  try {
    const head = Buffer.alloc(SEGMENT_HEADER_BYTES + FRAME_HEADER_BYTES);
    const { bytesRead } = await handle.read(head, 0, head.length, 0);
    const oldest_ms = bytesRead === head.length ? head.readDoubleLE(SEGMENT_HEADER_BYTES + 24) : Number.NaN;
    return Number.isFinite(oldest_ms) ? oldest_ms : clock();
  } finally {
    await handle.close();
  }
}
