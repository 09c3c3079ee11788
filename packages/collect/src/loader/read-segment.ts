import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { readSegment } from '../spool/frames.ts';
import type { SegmentInMemory } from './plan.ts';

/** Reads a sealed segment, checking every checksum (a gigabyte a second: it costs nothing beside the insert). */
export async function readSegmentFile(file: string): Promise<SegmentInMemory | { why: string }> {
  const bytes = await readFile(file);
  const content = readSegment(bytes);
  if (content === undefined)
    return { why: 'Damaged: its header is not that of a spool segment of a version known here.' };
  return { name: path.basename(file), bytes, content };
}
