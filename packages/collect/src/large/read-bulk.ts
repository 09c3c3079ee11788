import { looksLikeBulk, readBulk } from '../http/bulk.ts';
import type { BulkJob, BulkResult } from './jobs.ts';

/** Reads a bulk request down to names and values, so that nothing of it is left to be read but these. */
export function readLargeBulk({ pieces }: BulkJob): BulkResult {
  const text = Buffer.concat(pieces).toString('utf8');
  if (!looksLikeBulk(text)) return { isBulk: false, bulk: undefined };
  return { isBulk: true, bulk: readBulk(text) };
}
