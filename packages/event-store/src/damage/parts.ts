import type { ClickHouseClient } from '@clickhouse/client';
import { ClickHouseError } from '@clickhouse/client';
import { z } from 'zod';
import { askAs } from '../client.ts';
import { DAMAGE_CODES } from '../errors.ts';
import { defineQuery } from '../query.ts';

/** A part of a table as the server names it. */
export interface Part {
  table: string;
  name: string;
  /** `202611`, `2026`, or `all`. */
  partition: string;
}

const partRow = z.object({ table: z.string(), name: z.string(), partition: z.string() });

/** Tables that a rebuild makes and drops. */
const OURS = "database = currentDatabase() AND NOT endsWith(table, '_rebuilt')";

const activePartsQuery = defineQuery({
  name: 'active-parts',
  sql: `SELECT table, name, partition_id AS partition, rows, bytes_on_disk AS size_bytes
  FROM system.parts WHERE ${OURS} AND active ORDER BY table, name`,
  params: z.object({}),
  row: partRow.extend({ rows: z.int(), size_bytes: z.int() }),
});

/** What lies in `detached/`: set aside by the server at its start, by EMC, or moved there by a person. */
const setAsideQuery = defineQuery({
  name: 'parts-set-aside',
  sql: `SELECT table, name, ifNull(partition_id, 'all') AS partition, ifNull(reason, '') AS reason
  FROM system.detached_parts WHERE ${OURS} ORDER BY table, name`,
  params: z.object({}),
  row: partRow.extend({ reason: z.string() }),
});

export type ActivePart = z.output<typeof activePartsQuery.row>;
export type SetAsidePart = z.output<typeof setAsideQuery.row>;

export function activeParts(client: ClickHouseClient): Promise<ActivePart[]> {
  return askAs(client, activePartsQuery, {});
}

export function partsSetAside(client: ClickHouseClient): Promise<SetAsidePart[]> {
  return askAs(client, setAsideQuery, {});
}

const checkRow = z.array(z.object({ is_passed: z.int(), message: z.string() }));
/** A disk that fails to read may read the next time: its parts stay where they are. */
const DISK_ERROR = '74';
const NO_SUCH_PART = '232';

/**
 * Reads a part whole and holds it against its checksums.
 * @returns why it cannot be read; undefined when it can, or has been merged away meanwhile
 */
export async function checkPart(client: ClickHouseClient, { table, name }: Part): Promise<string | undefined> {
  try {
    const reply = await client.query({
      query: `CHECK TABLE ${quoted(table)} PART '${plain(name)}' SETTINGS check_query_single_value_result = 0`,
      format: 'JSONEachRow',
    });
    return checkRow.parse(await reply.json()).find(({ is_passed }) => is_passed === 0)?.message;
  } catch (error) {
    if (!(error instanceof ClickHouseError) || error.code === NO_SUCH_PART) return undefined;
    if (DAMAGE_CODES.has(error.code)) return `Code: ${error.code}. ${error.message}`;
    throw error;
  }
}

/**
 * Checks a part twice and, when both say that its bytes are wrong, sets it aside as the server does at its start: its bytes
 * stay, in `detached/`, questions no longer fail for it, and what it held is missed by the comparisons.
 * @returns why, when it was set aside
 */
export async function setAsideWhenDamaged(client: ClickHouseClient, part: Part): Promise<string | undefined> {
  const first = await checkPart(client, part);
  if (first === undefined) return undefined;
  const why = await checkPart(client, part);
  const code = why === undefined ? undefined : /Code: (\d+)/.exec(why)?.[1];
  if (code === undefined || code === DISK_ERROR || !DAMAGE_CODES.has(code)) return undefined;
  await client.command({ query: `ALTER TABLE ${quoted(part.table)} DETACH PART '${plain(part.name)}'` });
  return why;
}

/** Puts a part that was set aside back in its place. Views do not see it. */
export async function attachPart(client: ClickHouseClient, { table, name }: Part): Promise<void> {
  await client.command({ query: `ALTER TABLE ${quoted(table)} ATTACH PART '${plain(name)}'` });
}

/** Removes the bytes of a part that was set aside, of a table that was computed again from others. */
export async function dropSetAside(client: ClickHouseClient, { table, name }: Part): Promise<void> {
  await client.command({
    query: `ALTER TABLE ${quoted(table)} DROP DETACHED PART '${plain(name)}' SETTINGS allow_drop_detached = 1`,
  });
}

/** Names come from the server's own lists; nothing else gets into a statement. */
function plain(name: string): string {
  if (!/^[\w.-]+$/.test(name)) throw new Error(`not a name of a part: ${name}`);
  return name;
}

function quoted(table: string): string {
  return `\`${plain(table)}\``;
}
