import { defineQuery, type EventStore } from '@emc/event-store';
import { z } from 'zod';

/** Tables whose newest row holds, and the column by which it is the newest. */
const VERSIONED = [
  ['dossier_event_days', 'resolved_at'],
  ['dossiers_told_twice', 'resolved_at'],
  ['dossier_days', 'computed_at'],
] as const;

/** `dossier_events` and `dossier_receipts` have the versions of `dossier_event_days`, which are few. */
const nextVersion = defineQuery({
  name: 'next-dossier-version',
  sql: `SELECT toUnixTimestamp64Milli(greatest(now64(3, 'UTC'), addMilliseconds(max(at), 1))) AS version_ms FROM (
    ${VERSIONED.map(([table, at]) => `SELECT max(${at}) AS at FROM ${table} WHERE system_id IN {system_ids:Array(UInt32)}`).join(' UNION ALL ')}
  )`,
  params: z.object({ system_ids: z.array(z.int()) }),
  row: z.object({ version_ms: z.int() }),
});

/**
 * The version of what is written next of some systems: the clock of the store, but later than all that is written of them. By
 * the clock alone, what was written before it was set back would hold until it is there again.
 */
export async function askVersion(store: EventStore, system_ids: number[]): Promise<number> {
  const [row] = await store.ask(nextVersion, { system_ids });
  return row!.version_ms;
}
