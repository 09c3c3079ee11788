import { addDays, type AuditEntry, type AuditLog, startOfDay } from '@emc/contract';
import { type Database, type Kysely, sql } from '@emc/control-store';
import type { ChainedEntry } from './audit-chain.ts';
import { LONGEST_DETAIL_bytes } from './audit-detail.ts';

/** Entries read at once while the chain is verified, and what they come to; one that is longer is read alone. */
const MOST_AT_ONCE = 1_000;
const MOST_AT_ONCE_bytes = 4 * 1024 * 1024;

const COLUMNS = [
  'number',
  'at',
  'actor',
  'role',
  'action',
  'target',
  'outcome',
  'previous_hash as previousHash',
  'hash',
] as const;

type Row = Omit<ChainedEntry, 'at'> & { at: Date };

/** Entries behind `number` as they are stored, in their order: as many as memory should hold; none at the end. */
export async function entriesAfter(db: Kysely<Database>, number: number): Promise<Row[]> {
  const next = db.selectFrom('audit_entries').where('number', '>', number).orderBy('number').limit(MOST_AT_ONCE);
  // The length of a text is known without reading it.
  const sizes = await next.select(['number', sql<number>`octet_length(detail)`.as('size_bytes')]).execute();
  let sum_bytes = 0;
  const past = sizes.findIndex(({ size_bytes }) => (sum_bytes += size_bytes) > MOST_AT_ONCE_bytes);
  const many = past === -1 ? sizes.length : Math.max(1, past);
  return many === 0
    ? []
    : next
        .select([...COLUMNS, 'detail'])
        .limit(many)
        .execute();
}

/** Entries from before details had a limit may be of any length. */
const SHOWN_DETAIL = sql<string>`case when octet_length(detail) > ${LONGEST_DETAIL_bytes}
  then json_build_object('size_bytes', octet_length(detail))::text else detail end`;

/** Some of the log, newest first: fewer entries than asked for where these would be more than 4 MiB. */
export async function listEntries(
  db: Kysely<Database>,
  { limit, offset, actor, target, from, to }: Parameters<AuditLog['list']>[0],
): Promise<{ total: number; items: AuditEntry[] }> {
  let of = db.selectFrom('audit_entries');
  if (actor !== undefined) of = of.where('actor', '=', actor);
  if (target !== undefined) of = of.where(sql<number>`strpos(target, ${target})`, '>', 0);
  if (from !== undefined) of = of.where('at', '>=', new Date(startOfDay(from)));
  if (to !== undefined) of = of.where('at', '<', new Date(startOfDay(addDays(to, 1))));
  const asked = of
    .select([...COLUMNS, SHOWN_DETAIL.as('detail')])
    .orderBy('number', 'desc')
    .limit(limit)
    .offset(offset);
  const before_bytes = sql<number>`sum(octet_length(detail) + octet_length(target))
    over (order by number desc rows between unbounded preceding and 1 preceding)`;
  const summed = db.selectFrom(asked.as('asked')).selectAll().select(before_bytes.as('before_bytes'));
  const [{ total }, rows] = await Promise.all([
    of.select(({ fn }) => fn.countAll<number>().as('total')).executeTakeFirstOrThrow(),
    db
      .selectFrom(summed.as('summed'))
      .selectAll()
      .where(sql<number>`coalesce(before_bytes, 0)`, '<=', MOST_AT_ONCE_bytes)
      .orderBy('number', 'desc')
      .execute(),
  ]);
  return { total, items: rows.map(shown) };
}

function shown({ number, at, actor, role, action, target, outcome, detail, previousHash, hash }: Row): AuditEntry {
  const sent = JSON.parse(detail) as Record<string, unknown>;
  return { number, at: at.toISOString(), actor, role, action, target, outcome, detail: sent, previousHash, hash };
}
