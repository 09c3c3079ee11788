import type { Damage, Day } from '@emc/contract';
import { localIso } from '@emc/contract';
import { type Kysely, sql } from 'kysely';
import type { Database } from './tables.ts';

type Found = Omit<Damage, 'since' | 'accepted'>;

/** What is damaged, the earliest day first; of several looks that found the same the first. */
export async function readDamage(db: Kysely<Database>): Promise<Damage[]> {
  const rows = await db.selectFrom('damage').selectAll().orderBy('from_day').orderBy('table_name').execute();
  return rows.map((row) => ({
    table: row.table_name,
    kind: row.kind,
    from: row.from_day,
    to: row.to_day,
    missingRows: row.missing_rows,
    since: localIso(row.since.getTime()),
    accepted: row.accepted,
  }));
}

/** Puts what some looks found in the place of what they found before; since when, and whether it is accepted, stays. */
export async function replaceDamage(db: Kysely<Database>, looks: ReadonlyMap<string, readonly Found[]>): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    const known = await transaction.selectFrom('damage').select('scope').distinct().execute();
    const written = new Set(known.map(({ scope }) => scope));
    for (const [scope, found] of looks) {
      if (found.length === 0 && !written.has(scope)) continue;
      await replaceLook(transaction, scope, found);
    }
  });
}

async function replaceLook(db: Kysely<Database>, scope: string, found: readonly Found[]): Promise<void> {
  const keys = found.map(({ table, kind, from }) => `${table} ${kind} ${from}`);
  await db
    .deleteFrom('damage')
    .where('scope', '=', scope)
    .where(sql<boolean>`table_name || ' ' || kind || ' ' || from_day <> all (${keys}::text[])`)
    .execute();
  for (const { table, kind, from, to, missingRows } of found) {
    const values = { to_day: to, missing_rows: missingRows };
    await db
      .insertInto('damage')
      .values({ scope, table_name: table, kind, from_day: from, ...values })
      .onConflict((conflict) => conflict.columns(['scope', 'table_name', 'kind', 'from_day']).doUpdateSet(values))
      .execute();
  }
}

/** Notes that the operator knows of all that is damaged now. */
export async function acceptDamage(db: Kysely<Database>): Promise<void> {
  await db.updateTable('damage').set({ accepted: true }).execute();
}

/** Rows of what arrived by local day, as the event store held them at most. */
export async function readEventRows(db: Kysely<Database>): Promise<{ table: string; day: Day; rows: number }[]> {
  return db.selectFrom('event_rows').select(['table_name as table', 'day', 'rows']).execute();
}

export async function noteEventRows(
  db: Kysely<Database>,
  noted: readonly { table: string; day: Day; rows: number }[],
): Promise<void> {
  if (noted.length === 0) return;
  await sql`insert into event_rows (table_name, day, rows)
    select * from unnest(${noted.map(({ table }) => table)}::text[], ${noted.map(({ day }) => day)}::date[], ${noted.map(({ rows }) => rows)}::bigint[])
    on conflict (table_name, day) do update set rows = greatest(event_rows.rows, excluded.rows)`.execute(db);
}
