import type { DossierChannel } from '@emc/contract';
import { emptyDossierChange, type DossierChange } from '@emc/event-store';
import { nameDossier, nameProcedure } from './codes.ts';
import { allowList, type Fields, type ReadOptions } from './fields.ts';

/** What is read of a record of `POST /TrackingMCDT` (domain.md 3). `user`, `data` and names are not in it. */
export const TRACKING_FIELDS = allowList([
  'siteId',
  'codeProfile',
  'maHoSo',
  'codeTTHC',
  'status',
  'formsReception',
  'formsPayments',
  'level',
  'isFromDVCQG',
  'isDVCBC',
]);

/** Statuses of the feed in the national numbering. */
const STATUSES: ReadonlyMap<string, number> = new Map([
  ['0', 0],
  ['1', 2],
  ['2', 4],
  ['3', 10],
  ['4', 4],
]);
const CHANNELS: ReadonlyMap<string, DossierChannel> = new Map([
  ['1', 'online'],
  ['2', 'direct'],
]);
const LEVELS: ReadonlySet<string> = new Set(['0', '1', '3', '4']);
const NOT_SAID = 255;
const CODE = {
  vi: 'phải là mã hồ sơ, từ 1 đến 100 ký tự',
  en: 'is to be the code of the dossier, 1 to 100 characters',
};

/** A record of TrackingMCDT. It names no time, so its version is 0 and its arrival counts. */
export function readTracking(fields: Fields, { systemId, secret, redaction, now_ms }: ReadOptions): DossierChange {
  const change = emptyDossierChange();
  const name = nameDossier(fields.text('codeProfile') || fields.text('maHoSo'), secret, now_ms);
  if (name === undefined) fields.fault('codeProfile', 'bad-code', CODE);
  else Object.assign(change, name);
  const payment = fields.text('formsPayments');
  const level = fields.text('level');
  return Object.assign(change, {
    systemId,
    received_ms: now_ms,
    feed: 'tracking',
    procedure: nameProcedure(fields.text('codeTTHC'), redaction),
    status: fields.choice('status', STATUSES) ?? 0,
    channel: CHANNELS.get(fields.text('formsReception')) ?? 'unknown',
    declaredLevel: LEVELS.has(level) ? Number(level) : NOT_SAID,
    // 0 says "direct" of how it was handed in as often as of the result, so it says nothing of the result.
    delivery: fields.text('isDVCBC') === '1' ? 'post' : 'unknown',
    hasFee: payment === '1' || payment === '2',
    paidOnline: payment === '1',
    fromNationalPortal: fields.text('isFromDVCQG') === '1',
  } satisfies Partial<DossierChange>);
}
