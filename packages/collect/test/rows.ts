import { encodeHit, RowWriter, type Hit } from '@emc/event-store';

/** A hit that is told from all others by its visitor. */
export function hitRow(number: number, time_ms: number, more: Partial<Hit> = {}): Buffer {
  const row = new RowWriter(512);
  const hit: Hit = {
    siteId: 5,
    time_ms,
    received_ms: time_ms,
    visitor: BigInt(number),
    kind: 'page_view',
    host: 'dichvucong.example.gov.vn',
    path: `/trang-${number % 50}`,
    title: '',
    referrerKind: 'direct',
    referrer: '',
    campaign: '',
    device: 'desktop',
    browser: 'Chrome',
    os: 'Windows',
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
    ...more,
  };
  encodeHit(hit, row);
  return row.copy();
}
