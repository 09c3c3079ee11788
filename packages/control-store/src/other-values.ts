import { type BoundedFieldName, type Day, DistinctSketch, type OtherValues } from '@emc/contract';
import { type Kysely, sql } from 'kysely';
import type { Database } from './tables.ts';

/** What one collector counted of one portal, day and field so far. */
interface CollectorCount {
  siteId: number;
  day: Day;
  /** `any`: hits in which anything was replaced. */
  field: BoundedFieldName | 'any';
  hits: number;
  sketch: Uint8Array;
}

/** Rows of one statement: a flood over all portals counts more of them than a statement of PostgreSQL may have parameters for. */
const ROWS_AT_ONCE = 1_000;

/** Keeps what a collector counted so far in the place of what it had counted before. */
export async function noteOtherValues(
  db: Kysely<Database>,
  collector: string,
  counts: readonly CollectorCount[],
): Promise<void> {
  const rows = counts.map(({ siteId, day, field, hits, sketch }) => {
    return { site_id: siteId, day, field, collector, hits, sketch: Buffer.from(sketch) };
  });
  for (let from = 0; from < rows.length; from += ROWS_AT_ONCE) {
    await db
      .insertInto('other_values')
      .values(rows.slice(from, from + ROWS_AT_ONCE))
      .onConflict((conflict) =>
        conflict.columns(['site_id', 'day', 'field', 'collector']).doUpdateSet((values) => ({
          hits: values.ref('excluded.hits'),
          sketch: values.ref('excluded.sketch'),
        })),
      )
      .execute();
  }
}

/** What a collector counted since a day: to go on from after a restart. */
export async function readOwnOtherValues(
  db: Kysely<Database>,
  collector: string,
  since: Day,
): Promise<CollectorCount[]> {
  const rows = await db
    .selectFrom('other_values')
    .selectAll()
    .where('collector', '=', collector)
    .where('day', '>=', since)
    .execute();
  return rows.map(({ site_id, day, field, hits, sketch }) => ({ siteId: site_id, day, field, hits, sketch }));
}

/** Of one portal since a day, all collectors together, newest day first. */
export async function readOtherValues(db: Kysely<Database>, siteId: number, since: Day): Promise<OtherValues[]> {
  const rows = await db
    .selectFrom('other_values')
    .select(['day', 'field', 'hits', 'sketch'])
    .where('site_id', '=', siteId)
    .where('day', '>=', since)
    .orderBy('day', 'desc')
    .orderBy('field')
    .execute();
  return [...Map.groupBy(rows, ({ day }) => day)].map(([day, ofDay]) => {
    const hits = ofDay.reduce((sum, row) => sum + (row.field === 'any' ? row.hits : 0), 0);
    const byField = Map.groupBy(ofDay, ({ field }) => field);
    const fields = [...byField].flatMap(([field, ofField]) => {
      if (field === 'any') return [];
      const sketch = new DistinctSketch();
      for (const row of ofField) sketch.merge(row.sketch);
      return [{ field, hits: ofField.reduce((sum, row) => sum + row.hits, 0), values: sketch.estimate() }];
    });
    return { day, hits, fields };
  });
}

/** Which portals had hits with something stored as "other" since a day, and how many: all collectors together, most first. */
export async function readOtherHits(
  db: Kysely<Database>,
  since: Day,
  most: number,
): Promise<{ siteId: number; first: Day; last: Day; hits: number }[]> {
  const { rows } = await sql<{ siteId: number; first: Day; last: Day; hits: number }>`
    select site_id as "siteId", min(day) as first, max(day) as last, sum(hits)::bigint as hits from other_values
    where field = 'any' and day >= ${since} group by site_id order by sum(hits) desc, site_id limit ${most}`.execute(
    db,
  );
  return rows;
}

/** Forgets what is older than a day. */
export async function forgetOtherValues(db: Kysely<Database>, before: Day): Promise<void> {
  await sql`delete from other_values where day < ${before}`.execute(db);
}
