import { DOSSIER_CHANNELS, DOSSIER_FEEDS, type DossierChannel, type DossierFeed } from '@emc/contract';
import type { Column } from '../hits-table.ts';
import type { RowWriter } from '../row-writer.ts';

/** What fetching the result takes. The number is what the event store keeps; never change or reuse one. */
export const RESULT_DELIVERIES = { unknown: 0, desk: 1, post: 2, electronic: 3, 'desk-electronic': 4 } as const;
export type ResultDelivery = keyof typeof RESULT_DELIVERIES;

/**
 * Statuses by how far a dossier has come, the national numbering (domain.md 4: 1 registered … 10 returned) in order. Of two
 * statements about the same instant the one further on holds. Index 0 = nothing known.
 */
export const STATUSES_IN_ORDER = [0, 1, 2, 4, 5, 6, 3, 7, 8, 9, 10] as const;

/**
 * One accepted change of a dossier: what a sender said, reduced to the allow-list. There is no field for anything about the
 * applicant but the kind (citizen, enterprise …). Times are Unix milliseconds, 0 = not said.
 */
export interface DossierChange {
  systemId: number;
  /** When the collector accepted it. */
  received_ms: number;
  feed: DossierFeed;
  /** The official code in upper case; for another form a keyed digest, so that no number of a person can hide in it. */
  dossier: string;
  /** Begin of the day that an official code names; 0 = none. */
  coded_ms: number;
  /** National procedure code when it is one, else what was sent, cleaned; '' = not said. */
  procedure: string;
  /** Agency code of the unit, new form; '' = not said. */
  unit: string;
  /** The latest instant that the change itself names, so that arrival does not matter; 0 for the feed `tracking`. */
  version_ms: number;
  /** National numbering 1..10; 0 = not said. */
  status: number;
  channel: DossierChannel;
  /** `level` of TrackingMCDT (0, 1, 3, 4); 255 = not said. Not believed: the catalogue says the level. */
  declaredLevel: number;
  submitted_ms: number;
  receivedByDesk_ms: number;
  due_ms: number;
  processed_ms: number;
  returned_ms: number;
  /** Refused or stopped. */
  refused_ms: number;
  /** Time during which the applicant was to supplement, all requests together. */
  supplement_s: number;
  supplements: number;
  delivery: ResultDelivery;
  hasFee: boolean;
  paidOnline: boolean;
  fromNationalPortal: boolean;
  /** 0 not said, 1 citizen, 2 enterprise, 3 agency, 4 other. */
  applicantKind: number;
  /** Components handed in, and of those digitised and reused. */
  components: number;
  digitised: number;
  reused: number;
  /** National databases that were asked. */
  databases: number;
  /** The sender calls it an update of what was sent before (`isUpdating` of the envelope). */
  updating: boolean;
}

/** A change of which nothing is known. */
export function emptyDossierChange(): DossierChange {
  return {
    systemId: 0,
    received_ms: 0,
    feed: 'tracking',
    dossier: '',
    coded_ms: 0,
    procedure: '',
    unit: '',
    version_ms: 0,
    status: 0,
    channel: 'unknown',
    declaredLevel: 255,
    submitted_ms: 0,
    receivedByDesk_ms: 0,
    due_ms: 0,
    processed_ms: 0,
    returned_ms: 0,
    refused_ms: 0,
    supplement_s: 0,
    supplements: 0,
    delivery: 'unknown',
    hasFee: false,
    paidOnline: false,
    fromNationalPortal: false,
    applicantKind: 0,
    components: 0,
    digitised: 0,
    reused: 0,
    databases: 0,
    updating: false,
  };
}

const TIME = "DateTime64(3, 'UTC')";
const YES = 'UInt8';

/** Rises with every change of {@link DOSSIER_COLUMNS}: rows of the version before may still be in a spool. */
export const DOSSIER_ROW_VERSION = 1;

/** The columns of `dossier_changes` that the collector writes, in the order of the spooled RowBinary row. */
export const DOSSIER_COLUMNS: readonly Column[] = [
  { name: 'system_id', type: 'UInt32', comment: 'Procedure system' },
  { name: 'received', type: TIME, comment: 'When the collector accepted it, UTC' },
  { name: 'feed', type: "Enum8('tracking' = 1, 'synchronisation' = 2, 'progress' = 3)", comment: 'By which feed' },
  { name: 'dossier', type: 'String', comment: 'Official code, or a keyed digest of another' },
  { name: 'coded', type: TIME, comment: 'Begin of the day that the code names; 1970 = none' },
  {
    name: 'procedure',
    type: 'LowCardinality(String)',
    comment: 'National procedure code, or what was sent; empty = not said',
  },
  { name: 'unit', type: 'LowCardinality(String)', comment: 'Agency code of the unit; empty = not said' },
  { name: 'version', type: TIME, comment: 'Latest instant that the change itself names; 1970 = none' },
  { name: 'status', type: 'UInt8', comment: 'National numbering 1..10; 0 = not said' },
  {
    name: 'channel',
    type: "Enum8('unknown' = 0, 'direct' = 1, 'online' = 2, 'post' = 3)",
    comment: 'How it was handed in',
  },
  { name: 'declared_level', type: 'UInt8', comment: 'Level as declared by TrackingMCDT; 255 = not said' },
  { name: 'submitted', type: TIME, comment: 'NgayNopHoSo; 1970 = not said' },
  { name: 'received_by_desk', type: TIME, comment: 'NgayTiepNhan; 1970 = not said' },
  { name: 'due', type: TIME, comment: 'NgayHenTra; 1970 = not said' },
  { name: 'processed', type: TIME, comment: 'NgayKetThucXuLy; 1970 = not said' },
  { name: 'returned', type: TIME, comment: 'NgayTra; 1970 = not said' },
  { name: 'refused', type: TIME, comment: 'NgayTuChoi; 1970 = not said' },
  { name: 'supplement_s', type: 'UInt32', comment: 'Seconds during which the applicant was to supplement' },
  { name: 'supplements', type: 'UInt8', comment: 'Requests to supplement' },
  {
    name: 'delivery',
    type: "Enum8('unknown' = 0, 'desk' = 1, 'post' = 2, 'electronic' = 3, 'desk-electronic' = 4)",
    comment: 'How the result is handed over',
  },
  { name: 'has_fee', type: YES, comment: 'A fee is to be paid' },
  { name: 'paid_online', type: YES, comment: 'It was paid online' },
  { name: 'from_national_portal', type: YES, comment: 'It came from the National Public Service Portal' },
  { name: 'applicant_kind', type: 'UInt8', comment: '0 not said, 1 citizen, 2 enterprise, 3 agency, 4 other' },
  { name: 'components', type: 'UInt16', comment: 'Documents handed in' },
  { name: 'digitised', type: 'UInt16', comment: 'Of those, digitised' },
  { name: 'reused', type: 'UInt16', comment: 'Of those, reused' },
  { name: 'databases', type: 'UInt16', comment: 'National databases that were asked' },
  { name: 'updating', type: YES, comment: 'The sender calls it an update of what was sent before' },
];

/** Appends one change as a RowBinary row in the order of {@link DOSSIER_COLUMNS}. */
export function encodeDossierChange(change: DossierChange, out: RowWriter): void {
  out.uint32(change.systemId);
  out.int64(change.received_ms);
  out.uint8(DOSSIER_FEEDS[change.feed]);
  out.string(change.dossier);
  out.int64(change.coded_ms);
  out.string(change.procedure);
  out.string(change.unit);
  out.int64(change.version_ms);
  out.uint8(change.status);
  out.uint8(DOSSIER_CHANNELS[change.channel]);
  out.uint8(change.declaredLevel);
  out.int64(change.submitted_ms);
  out.int64(change.receivedByDesk_ms);
  out.int64(change.due_ms);
  out.int64(change.processed_ms);
  out.int64(change.returned_ms);
  out.int64(change.refused_ms);
  out.uint32(change.supplement_s);
  out.uint8(change.supplements);
  out.uint8(RESULT_DELIVERIES[change.delivery]);
  out.uint8(change.hasFee ? 1 : 0);
  out.uint8(change.paidOnline ? 1 : 0);
  out.uint8(change.fromNationalPortal ? 1 : 0);
  out.uint8(change.applicantKind);
  out.uint16(change.components);
  out.uint16(change.digitised);
  out.uint16(change.reused);
  out.uint16(change.databases);
  out.uint8(change.updating ? 1 : 0);
}
