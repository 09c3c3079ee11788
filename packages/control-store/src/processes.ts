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
  /** running = heard within the time asked for; stopped = in order, with hits left to load; missing = silent. */
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
  if (collector === null || collector.loader.oldestUnloadedMs === 0) return forgetProcess(db, report.id);
  await db
    .updateTable('processes')
    .set({ seen_at: sql<Date>`now()`, stopped_at: sql<Date>`now()`, collector: JSON.stringify(collector) })
    .where('id', '=', report.id)
    .execute();
}

async function forgetProcess(db: Kysely<Database>, id: string): Promise<void> {
  await db.deleteFrom('processes').where('id', '=', id).execute();
}

/** All processes that share the store. @param silent_ms after this long without a word one is `missing` */
export async function readProcesses(db: Kysely<Database>, silent_ms: number): Promise<ProcessSeen[]> {
  const rows = await db
    .selectFrom('processes')
    .select(['id', 'name', 'roles', 'seen_at', 'collector'])
    .select(
      sql<ProcessSeen['state']>`case when stopped_at is not null then 'stopped'
        when seen_at < now() - make_interval(secs => ${silent_ms / 1000}) then 'missing' else 'running' end`.as(
        'state',
      ),
    )
    .orderBy('name')
    .orderBy('id')
    .execute();
  return rows.map(({ seen_at, ...row }) => ({ ...row, seenAt: seen_at }));
}
