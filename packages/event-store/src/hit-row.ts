import { HIT_KINDS } from '@emc/contract';
import type { HitKind } from '@emc/contract';
import type { RowWriter } from './row-writer.ts';

/** Where a visitor came from. The number is what the event store keeps; never change or reuse one. */
export const REFERRER_KINDS = { direct: 0, search: 1, social: 2, website: 3, campaign: 4, internal: 5 } as const;
export type ReferrerKind = keyof typeof REFERRER_KINDS;

/** A counted hit: the columns of the table `hits` (see `hits-table.ts` for what each means). */
export interface Hit {
  /** 1 … 4,294,967,295 */
  siteId: number;
  /** Unix milliseconds. */
  time_ms: number;
  /** Unix milliseconds. */
  received_ms: number;
  /** 64 bits, unsigned. */
  visitor: bigint;
  kind: HitKind;
  host: string;
  path: string;
  title: string;
  referrerKind: ReferrerKind;
  referrer: string;
  campaign: string;
  device: string;
  browser: string;
  os: string;
  eventCategory: string;
  eventAction: string;
  eventName: string;
  /** Finite; 0 when none was sent. */
  eventValue: number;
  target: string;
  serviceCode: string;
  serviceState: -1 | 0 | 1;
  network_ms: number;
  server_ms: number;
  transfer_ms: number;
  domProcessing_ms: number;
  domCompletion_ms: number;
  onLoad_ms: number;
}

/** A page view of which nothing is known: for who fills in the rest. */
export function emptyHit(): Hit {
  return {
    siteId: 0,
    time_ms: 0,
    received_ms: 0,
    visitor: 0n,
    kind: 'page_view',
    host: '',
    path: '',
    title: '',
    referrerKind: 'direct',
    referrer: '',
    campaign: '',
    device: '',
    browser: '',
    os: '',
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
  };
}

/**
 * Appends one hit as a RowBinary row in the order of `HIT_COLUMNS`. This is the form in which a hit lies in the spool
 * and in which it is sent to the store: it is serialised once.
 */
export function encodeHit(hit: Hit, out: RowWriter): void {
  out.uint32(hit.siteId);
  out.int64(hit.time_ms);
  out.int64(hit.received_ms);
  out.uint64(hit.visitor);
  out.uint8(HIT_KINDS[hit.kind]);
  out.string(hit.host);
  out.string(hit.path);
  out.string(hit.title);
  out.uint8(REFERRER_KINDS[hit.referrerKind]);
  out.string(hit.referrer);
  out.string(hit.campaign);
  out.string(hit.device);
  out.string(hit.browser);
  out.string(hit.os);
  out.string(hit.eventCategory);
  out.string(hit.eventAction);
  out.string(hit.eventName);
  out.float64(hit.eventValue);
  out.string(hit.target);
  out.string(hit.serviceCode);
  out.uint8(hit.serviceState);
  out.uint32(hit.network_ms);
  out.uint32(hit.server_ms);
  out.uint32(hit.transfer_ms);
  out.uint32(hit.domProcessing_ms);
  out.uint32(hit.domCompletion_ms);
  out.uint32(hit.onLoad_ms);
}
