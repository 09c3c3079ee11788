import type { CollectedSystem, DossierDropReason } from '@emc/contract';
import type { Fault } from '../dossiers/fields.ts';
import type { Feed } from '../dossiers/steps.ts';
import type { Bulk } from '../http/bulk.ts';
import type { SpoolRows } from '../spool/group.ts';

/** A body as it came. */
type Pieces = readonly Uint8Array[];

/** What threads are given of the installation. */
export interface Secrets {
  /** Of the digests of dossier codes; undefined where no dossiers come in. */
  dossiers: Uint8Array | undefined;
  redaction: Uint8Array;
}

/** What comes back from a thread: what it made of a job, or where it failed. */
export type Answer<Result> = { result: Result } | { failed: { name: string; at: string | undefined } };

/** What a thread of its own is given of a large body, and what it makes of it. */
export interface Jobs {
  dossiers: { job: DossierJob; result: DossierResult };
  bulk: { job: BulkJob; result: BulkResult };
}

/** A request with changes of dossiers, of a sender that is known. */
export interface DossierJob {
  feed: Feed;
  service: string;
  key: string;
  address: string;
  now_ms: number;
  pieces: Pieces;
  /** Whose it can be. */
  systems: readonly CollectedSystem[];
}

/** What became of it at the steps of its feed. */
export interface DossierResult {
  /** Undefined: all of it is to be taken. */
  reason: DossierDropReason | undefined;
  /** Place of the step at which it ended; -1 = it passed them all. */
  endedAt: number;
  /** 0 = unknown. */
  systemId: number;
  records: number;
  /** The first of them. */
  faults: readonly Fault[];
  faultsInAll: number;
  /** Its changes, encoded; undefined where there is a reason. */
  rows: SpoolRows | undefined;
}

export interface BulkJob {
  pieces: Pieces;
}

export interface BulkResult {
  /** Whether the body looks like a bulk request at all. */
  isBulk: boolean;
  /** Undefined: it is none. */
  bulk: Bulk | undefined;
}
