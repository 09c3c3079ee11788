import { mkdir, open, readFile, rename, stat, truncate, unlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Clock, Log } from '@emc/contract';
import { listSegments, QUARANTINE, segmentName } from './directory.ts';
import { FRAME_HEADER_BYTES, readSegment, SEGMENT_HEADER_BYTES } from './frames.ts';
import { moveAside } from './quarantine.ts';
import { syncDirectory, type SealedSegment } from './segment.ts';

/** What was found in a spool directory when it was opened. */
export interface Recovered {
  sealed: SealedSegment[];
  /** Bytes behind the last whole frame of segments that a previous life left open: never acknowledged, now cut off. */
  torn_bytes: number;
}

/**
 * Brings a spool directory in order after whatever end its previous process had: of segments left open the whole frames
 * up to the first that is not are kept and the torn tail is cut off; where whole frames stand behind it, the rest goes to
 * the quarantine instead.
 */
export async function recover(dir: string, clock: Clock, log: Log): Promise<Recovered> {
  await mkdir(path.join(dir, QUARANTINE), { recursive: true, mode: 0o700 });
  const recovered: Recovered = { sealed: [], torn_bytes: 0 };
  for (const { number, state } of await listSegments(dir)) {
    const file = path.join(dir, segmentName(number, state));
    if (state === 'open') recovered.torn_bytes += await closeLeftOpen(dir, number, log);
    const sealed = path.join(dir, segmentName(number, 'sealed'));
    const size_bytes = await sizeOf(state === 'open' ? sealed : file);
    if (size_bytes === undefined) continue;
    recovered.sealed.push({ number, path: sealed, size_bytes, oldest_ms: await oldestOf(sealed, clock) });
  }
  await syncDirectory(dir);
  return recovered;
}

/** Returns how many bytes were cut off. */
async function closeLeftOpen(dir: string, number: number, log: Log): Promise<number> {
  const file = path.join(dir, segmentName(number, 'open'));
  const bytes = await readFile(file);
  const content = readSegment(bytes);
  if (content === undefined && bytes.length <= SEGMENT_HEADER_BYTES) {
    // Killed while it was created: nothing was ever acknowledged from it.
    await unlink(file);
    return 0;
  }
  if (content === undefined || (content.damaged && content.frames.length === 0)) {
    log.error({ segment: path.basename(file) }, 'a spool segment is damaged and was moved to the quarantine');
    await moveAside(dir, file, {
      why: 'Damaged: a checksum in the middle is wrong.',
      rows: {},
      unreadable_bytes: bytes.length,
    });
    return 0;
  }
  if (content.damaged) {
    log.error(
      { segment: path.basename(file), whole_bytes: content.whole_bytes },
      'a spool segment is damaged; what is behind its whole part was put in the quarantine',
    );
    await quarantineRest(dir, number, bytes, content.whole_bytes);
    await seal(dir, number, content.whole_bytes);
    return 0;
  }
  const torn_bytes = bytes.length - content.whole_bytes;
  if (content.frames.length === 0) {
    await unlink(file);
    return torn_bytes;
  }
  if (torn_bytes > 0) {
    log.warn({ segment: path.basename(file), torn_bytes }, 'cut off a torn tail that was never acknowledged');
  }
  await seal(dir, number, content.whole_bytes);
  return torn_bytes;
}

/** Makes the first bytes of a segment left open a sealed one. */
async function seal(dir: string, number: number, whole_bytes: number): Promise<void> {
  const file = path.join(dir, segmentName(number, 'open'));
  await truncate(file, whole_bytes);
  await syncFile(file);
  await rename(file, path.join(dir, segmentName(number, 'sealed')));
}

/** A copy, on disk before the segment is cut: a crash between the two does it all again. */
async function quarantineRest(dir: string, number: number, bytes: Buffer, whole_bytes: number): Promise<void> {
  const place = path.join(dir, QUARANTINE);
  const file = path.join(place, segmentName(number, 'open').replace('.open', `-${whole_bytes}.open`));
  const why = `Damaged: the rest of a segment from byte ${whole_bytes} on, where a checksum is wrong; what was before is loaded.`;
  await writeFile(`${file}.why`, `${why}\n`, { mode: 0o600 });
  await writeFile(file, [bytes.subarray(0, SEGMENT_HEADER_BYTES), bytes.subarray(whole_bytes)], { mode: 0o600 });
  await syncFile(file);
  await syncDirectory(place);
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
