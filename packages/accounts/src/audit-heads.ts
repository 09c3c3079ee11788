import { appendFile, readFile } from 'node:fs/promises';
import { type AuditHead, type Clock, dayOf, type NotedHead, type PeriodQuery } from '@emc/contract';
import { type Database, type Kysely, sql } from '@emc/control-store';

/** The last entry, as the log itself has it; undefined only where the row was taken out by force. */
export function headOf(db: Kysely<Database>): Promise<AuditHead | undefined> {
  return db.selectFrom('audit_head').select(['number', 'hash']).executeTakeFirst();
}

/** The heads of past days, oldest first, each with whether the log still has it. */
export async function notedHeads(db: Kysely<Database>, { from, to }: PeriodQuery = {}): Promise<NotedHead[]> {
  let of = db
    .selectFrom('audit_heads as noted')
    .leftJoin('audit_entries as entry', 'entry.number', 'noted.number')
    .select(['noted.day', 'noted.noted_at as notedAt', 'noted.number', 'noted.hash', 'entry.hash as found'])
    .orderBy('noted.day');
  if (from !== undefined) of = of.where('noted.day', '>=', from);
  if (to !== undefined) of = of.where('noted.day', '<=', to);
  const rows = await of.execute();
  return rows.map(({ found, notedAt, ...head }) => ({
    ...head,
    notedAt: notedAt.toISOString(),
    inLog: head.number === 0 || found === head.hash,
  }));
}

export interface HeadNotesOptions {
  db: Kysely<Database>;
  clock: Clock;
  /** A file outside to which each day's head is added as a line `2026-11-30 412 <hash>`; none when left out. */
  file: string | undefined;
}

/**
 * Gives what notes the head of the log once a day, for the open data and for a file outside. To be called again and
 * again: it asks nothing on a day on which all is noted. Of several processes that do it the first one's holds.
 * @throws when the store is away or the file cannot be written; the next call does what is left
 */
export function createHeadNotes({ db, clock, file }: HeadNotesOptions): () => Promise<void> {
  let done = '';
  return async () => {
    const now_ms = clock();
    const day = dayOf(now_ms);
    if (day === done) return;
    await sql`
      insert into audit_heads (day, noted_at, number, hash)
      select ${day}::date, ${new Date(now_ms)}::timestamptz, number, hash from audit_head
      on conflict (day) do nothing`.execute(db);
    if (file !== undefined) await addMissing(file, await notedHeads(db));
    done = day;
  };
}

/** Adds the days that the file lacks: one that was out of reach for a week gets the whole week. */
async function addMissing(file: string, heads: readonly NotedHead[]): Promise<void> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  const present = new Set(text.split('\n'));
  const lines = heads.map(({ day, number, hash }) => `${day} ${number} ${hash}`).filter((line) => !present.has(line));
  if (lines.length === 0) return;
  // A line that was cut short stays as it is, and the whole one comes below it.
  const start = text === '' || text.endsWith('\n') ? '' : '\n';
  await appendFile(file, `${start}${lines.join('\n')}\n`, { flush: true });
}
