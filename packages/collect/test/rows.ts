import { emptyHit, encodeHit, RowWriter, type Hit } from '@emc/event-store';

/** A hit that is told from all others by its visitor. */
export function hitRow(number: number, time_ms: number, more: Partial<Hit> = {}): Buffer {
  const row = new RowWriter(512);
  const hit: Hit = {
    ...emptyHit(),
    siteId: 5,
    time_ms,
    received_ms: time_ms,
    visitor: BigInt(number),
    host: 'dichvucong.example.gov.vn',
    path: `/trang-${number % 50}`,
    device: 'desktop',
    browser: 'Chrome',
    os: 'Windows',
    ...more,
  };
  encodeHit(hit, row);
  return row.copy();
}
