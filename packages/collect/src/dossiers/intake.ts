import { hash, timingSafeEqual } from 'node:crypto';
import type { CollectedSystem, DossierDropReason, Redaction } from '@emc/contract';
import type { DossierChange } from '@emc/event-store';
import type { Spool, Waiter } from '../spool/spool.ts';
import type { Fault } from './fields.ts';
import type { RecordKind } from './records.ts';

/** The procedure systems, retired ones too; a change comes as a new object for the system. */
export interface CollectedSystems {
  bySite(siteId: number): CollectedSystem | undefined;
  /** @param digest SHA-256 of the key, hex, lower case */
  byKeyDigest(digest: string): CollectedSystem | undefined;
}

/** What a step may ask: everything that is the same for all requests of a collector. */
export interface DossierContext {
  systems: CollectedSystems;
  secret: Buffer;
  redaction: Redaction;
  recording: () => boolean;
  spool: Pick<Spool, 'append'>;
}

/** A request with changes of dossiers on its way through the steps; taken whole or not at all. */
export interface DossierIntake {
  readonly now_ms: number;
  /** Of the machine that sent it. */
  readonly address: string;
  /** Key in the header; '' = none. */
  readonly key: string;
  /** Service that the address stands for; '' = the envelope says. */
  readonly service: string;
  body: string;
  /** Told when all of it is on disk. */
  readonly waiter: Waiter;

  /** Fields beside the records, of the allow-list of the feed. */
  envelope: ReadonlyMap<string, unknown>;
  records: readonly unknown[];
  kind: RecordKind | undefined;
  system: CollectedSystem | undefined;
  changes: DossierChange[];
  faults: Fault[];
}

/** What of a request is known before its body is read. */
type Sent = Pick<DossierIntake, 'now_ms' | 'address' | 'key' | 'service' | 'body' | 'waiter'>;

export function beginIntake(sent: Sent): DossierIntake {
  return { ...sent, envelope: new Map(), records: [], kind: undefined, system: undefined, changes: [], faults: [] };
}

/** Notes what is wrong with the request itself and gives back the reason. */
export function refuse(
  intake: DossierIntake,
  field: string,
  reason: DossierDropReason,
  allowed: { vi: string; en: string },
): DossierDropReason {
  intake.faults.push({ record: 0, field, reason, ...allowed });
  return reason;
}

/** The system whose key it is. */
export function systemOfKey(systems: CollectedSystems, key: string): CollectedSystem | undefined {
  const digest = hash('sha256', key);
  const system = systems.byKeyDigest(digest);
  if (system === undefined) return undefined;
  const known = Buffer.from(system.keyDigest);
  const sent = Buffer.from(digest);
  return known.length === sent.length && timingSafeEqual(known, sent) ? system : undefined;
}
