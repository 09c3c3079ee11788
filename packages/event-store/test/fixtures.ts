import { encodeHit, HIT_ROW_VERSION, RowWriter } from '../src/index.ts';
import type { EventStore, Hit, HitBatch } from '../src/index.ts';

export const quiet = { info: () => {}, warn: () => {}, error: () => {} };

export function plainHit(change: Partial<Hit> = {}): Hit {
  return {
    siteId: 227,
    time_ms: Date.UTC(2026, 10, 22, 1),
    received_ms: Date.UTC(2026, 10, 22, 1),
    visitor: 1n,
    kind: 'page_view',
    host: 'a.gov.vn',
    path: '/',
    title: 'Trang chủ',
    referrerKind: 'direct',
    referrer: '',
    campaign: '',
    device: 'desktop',
    browser: 'Firefox',
    os: 'Linux',
    eventCategory: '',
    eventAction: '',
    eventName: '',
    eventValue: 0,
    target: '',
    serviceCode: '',
    serviceState: 0,
    network_ms: 0,
    server_ms: 0,
    transfer_ms: 0,
    domProcessing_ms: 0,
    domCompletion_ms: 0,
    onLoad_ms: 0,
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
