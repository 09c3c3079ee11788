import { emptyHit, encodeHit, HIT_ROW_VERSION, RowWriter } from '../src/index.ts';
import type { EventStore, Hit, HitBatch } from '../src/index.ts';

export const quiet = { info: () => {}, warn: () => {}, error: () => {} };

export function plainHit(change: Partial<Hit> = {}): Hit {
  return {
    ...emptyHit(),
    siteId: 227,
    time_ms: Date.UTC(2026, 10, 22, 1),
    received_ms: Date.UTC(2026, 10, 22, 1),
    visitor: 1n,
    host: 'a.gov.vn',
    path: '/',
    title: 'Trang chủ',
    device: 'desktop',
    browser: 'Firefox',
    os: 'Linux',
    ...change,
  };
}

export function batchOf(batchId: bigint, hits: readonly Hit[]): HitBatch {
  const rows = new RowWriter();
  for (const hit of hits) encodeHit(hit, rows);
  return { batchId, rows: rows.copy(), rowVersion: HIT_ROW_VERSION };
}

/** Rows of a query as objects, 64-bit numbers as text. */
export async function rowsOf(store: EventStore, query: string): Promise<Record<string, unknown>[]> {
  const reply = await store.read.query({
    query,
    format: 'JSONEachRow',
    clickhouse_settings: { output_format_json_quote_64bit_integers: 1 },
  });
  return reply.json<Record<string, unknown>>();
}
