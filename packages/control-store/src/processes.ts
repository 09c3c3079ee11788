import { type Kysely, sql } from 'kysely';
import type { CollectorState, Database } from './tables.ts';

/** A process as it tells of itself. */
export interface ProcessReport {
  /** Of its data directory: the same after every restart. */
  id: string;
  /** For people: machine and data directory. */
  name: string;
  roles: readonly string[];
  /** Null: it does not collect. */
  collector: CollectorState | null;
}

/** A process as the others see it. */
export interface ProcessSeen extends ProcessReport {
  /** running = heard a moment ago; stopped = in order, with hits left to load; missing = silent. */
  state: 'running' | 'stopped' | 'missing';
  seenAt: Date;
}

/** Says that a process lives. @param starting it has just been started: what its earlier life left is history */
export async function reportProcess(db: Kysely<Database>, report: ProcessReport, starting: boolean): Promise<void> {
  const values = {
    id: report.id,
    name: report.name,
    roles: sql<string[]>`${report.roles}::text[]`,
    started_at: sql<Date>`now()`,
    seen_at: sql<Date>`now()`,
    stopped_at: null,
    collector: report.collector === null ? null : JSON.stringify(report.collector),
  };
  const { id: _id, started_at, ...rest } = values;
  await db
    .insertInto('processes')
    .values(values)
    .onConflict((conflict) => conflict.column('id').doUpdateSet(starting ? { ...rest, started_at } : rest))
    .execute();
}

/** Says that a process stops in order: it is forgotten, unless it leaves hits that are not loaded. */
export async function reportStopped(db: Kysely<Database>, report: ProcessReport): Promise<void> {
  const { collector } = report;
  if (collector === null || collector.loader.oldestUnloadedMs === 0) {
    await db.deleteFrom('processes').where('id', '=', report.id).execute();
    return;
  }
  await db
    .updateTable('processes')
    .set({ seen_at: sql<Date>`now()`, stopped_at: sql<Date>`now()`, collector: JSON.stringify(collector) })
    .where('id', '=', report.id)
    .execute();
}

/** After this long without a word a process is missing. */
const SILENT_S = 10;
/** One that spoke at an instant yet to come did so before the clock was set back, and not since. */
const SILENT = sql<boolean>`abs(extract(epoch from now() - seen_at)) > ${SILENT_S}`;

/** Takes a process out that is gone for good, with what was in its spool. @returns false when no such process is missing or stopped */
export async function forgetProcess(db: Kysely<Database>, name: string): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('processes')
    .where('name', '=', name)
    .where((where) => where.or([where('stopped_at', 'is not', null), SILENT]))
    .executeTakeFirst();
  return numDeletedRows > 0n;
}

/** All processes that share the store. */
export async function readProcesses(db: Kysely<Database>): Promise<ProcessSeen[]> {
  const rows = await db
    .selectFrom('processes')
    .select(['id', 'name', 'roles', 'seen_at', 'collector'])
    .select(
      sql<ProcessSeen['state']>`case when stopped_at is not null then 'stopped'
        when ${SILENT} then 'missing' else 'running' end`.as('state'),
    )
    .orderBy('name')
    .orderBy('id')
    .execute();
  return rows.map(({ seen_at, ...row }) => ({ ...row, seenAt: seen_at }));
}
