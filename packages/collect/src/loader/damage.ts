import type { Log } from '@emc/contract';
import { missingRows, SEGMENT_HEADER_BYTES, type SegmentContent } from '../spool/frames.ts';
import { countsOf, putAside, type RowCounts } from '../spool/quarantine.ts';
import { holdsGap, type Block, type SegmentInMemory } from './plan.ts';

/**
 * Puts what is not whole in segments into the quarantine, with the exact number of rows that are missing where it is known;
 * everything else of them is loaded.
 * @param inStore blocks of these segments that are in the store: what was damaged of them later is not missing
 * @returns whether anything was put there
 */
export async function setDamageAside(
  dir: string,
  segments: readonly SegmentInMemory[],
  inStore: readonly Block[],
  log: Log,
): Promise<boolean> {
  let some = false;
  for (const [index, { name, bytes, content }] of segments.entries()) {
    const gaps = content.gaps.filter((gap) => !inStore.some((block) => holdsGap(block, content, index, gap)));
    const stem = name.replace('.sealed', '');
    const header = bytes.subarray(0, SEGMENT_HEADER_BYTES);
    for (const { from, to, type, count } of content.unknown) {
      const why = `Frames of type ${type}, which this version does not know.`;
      const frame = Buffer.concat([header, bytes.subarray(from, to)]);
      await putAside(dir, `${stem}-${from}`, frame, { why, rows: { unknown: count }, unreadable_bytes: 0 });
      log.error({ segment: name, why, rows: count }, 'a part of a spool segment was put in the quarantine');
      some = true;
    }
    if (gaps.length === 0) continue;
    const { rows, unreadable_bytes } = missing({ ...content, gaps }, gaps.length === content.gaps.length);
    const why = `Damaged: bytes ${gaps.map(({ from, to }) => `${from}-${to}`).join(', ')} of ${name}; ${inDoubt(content)}`;
    const damaged = Buffer.concat([header, ...gaps.map(({ from, to }) => bytes.subarray(from, to))]);
    const file = await putAside(dir, `${stem}-${gaps[0]!.from}`, damaged, { why, rows, unreadable_bytes });
    log.error({ file, why, rows, unreadable_bytes }, 'a spool segment is damaged; what is whole of it is loaded');
    some = true;
  }
  return some;
}

function missing(content: SegmentContent, all: boolean): { rows: RowCounts; unreadable_bytes: number } {
  // The trailer knows of all gaps together.
  const { rows, bytes } = missingRows(all ? content : { ...content, sealed: undefined });
  const found = [...rows].map(([type, count]) => ({ type, count }));
  return { rows: countsOf(found), unreadable_bytes: bytes };
}

function inDoubt({ sealed }: SegmentContent): string {
  return sealed === undefined
    ? 'rows as the headers there say; what stood last when the process ended may never have been acknowledged.'
    : 'the rows are missing.';
}

/** A segment of which nothing can be read. */
export const NOTHING: SegmentContent = {
  rowVersion: 0,
  created_ms: 0,
  frames: [],
  unknown: [],
  gaps: [],
  sealed: undefined,
};
