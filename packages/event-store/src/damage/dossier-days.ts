import type { ClickHouseClient } from '@clickhouse/client';
import type { Day } from '@emc/contract';
import { z } from 'zod';
import { askAs } from '../client.ts';
import { repairDossiersWhere } from '../dossiers/dossier-batches.ts';
import { defineQuery, defineStatement } from '../query.ts';
import { SPILL_BYTES } from '../rebuild.ts';
import { DOSSIER_STATE_COLUMNS, dossierStatesSelect } from '../schema/dossiers.ts';

const KEYS = new Set(['system_id', 'dossier', 'touched_at']);
const STATES = DOSSIER_STATE_COLUMNS.filter(({ name }) => !KEYS.has(name)).map(({ name, type }) => ({
  name,
  how: /^SimpleAggregateFunction\((\w+),/.exec(type)?.[1] ?? '',
}));

/** A state holds what a change says: no less than a maximum, no more than a minimum, all of a union. */
function holds({ name, how }: { name: string; how: string }): string {
  if (how === 'max') return `held.${name} >= said.${name}`;
  return how === 'min' ? `held.${name} <= said.${name}` : `hasAll(held.${name}, said.${name})`;
}

const lackingStatesQuery = defineQuery({
  name: 'states-that-lack-changes',
  sql: `SELECT count() AS dossiers
  FROM (${dossierStatesSelect('day = {day:Date}')}) AS said
  LEFT JOIN (
    SELECT system_id, dossier, ${STATES.map(({ name, how }) => `${how}(${name}) AS ${name}`).join(', ')}
    FROM dossiers WHERE (system_id, dossier) IN (SELECT system_id, dossier FROM dossier_changes WHERE day = {day:Date})
    GROUP BY system_id, dossier
  ) AS held USING (system_id, dossier)
  WHERE NOT (${STATES.map(holds).join(' AND ')})`,
  params: z.object({ day: z.string() }),
  row: z.object({ dossiers: z.int() }),
  settings: { max_bytes_before_external_group_by: SPILL_BYTES },
});

/** Whether states of a server lack something that a change received on a day says. */
export async function statesLackChanges(client: ClickHouseClient, day: Day): Promise<boolean> {
  const [row] = await askAs(client, lackingStatesQuery, { day });
  return (row?.dossiers ?? 0) > 0;
}

/** Days on which receipts and ends are not those that were counted, long after the last of them changed. Over all servers. */
export const differingDossierDays = defineQuery({
  name: 'differing-dossier-days',
  sql: `SELECT DISTINCT toString(day) AS day
  FROM (
    SELECT system_id, day, countIf(is_end = 0 AND counts = 1) AS received, countIf(is_end = 1 AND counts = 1) AS finished,
      max(resolved_at) AS changed_at
    FROM dossier_events FINAL GROUP BY system_id, day
  ) AS happened
  FULL JOIN (
    SELECT system_id, day, arraySum(received) AS received, arraySum(finished) AS finished, computed_at
    FROM dossier_days FINAL
  ) AS counted USING (system_id, day)
  WHERE (happened.received != counted.received OR happened.finished != counted.finished)
    AND greatest(changed_at, computed_at) < now64(3, 'UTC') - toIntervalMillisecond({settled_ms:UInt64})
  ORDER BY day`,
  params: z.object({ settled_ms: z.int() }),
  row: z.object({ day: z.string() }),
});

/** Makes the states again of all dossiers of which a change arrived on the day, or that name it; they are then counted again. */
export async function touchDossiersOf(client: ClickHouseClient, day: Day): Promise<void> {
  const named = '(system_id, dossier) IN (SELECT system_id, dossier FROM dossiers WHERE has(days, {day:Date}))';
  await repairDossiersWhere(client, `day = {day:Date} OR ${named}`, { day });
}

/** Makes the states of all dossiers again. */
export function touchAllDossiers(client: ClickHouseClient): Promise<void> {
  return repairDossiersWhere(client, '1', {});
}

/** Marks a day as one on which something came to count in another way, so that its counts are made again: also those of a clock that was ahead. */
export const outdateDossierDay = defineStatement({
  name: 'outdate-dossier-day',
  sql: `INSERT INTO dossier_event_days (system_id, day, resolved_at)
  SELECT system_id, {day:Date}, greatest(now64(3, 'UTC'), addMilliseconds(max(at), 1)) FROM (
    SELECT system_id, resolved_at AS at FROM dossier_events WHERE day = {day:Date}
    UNION ALL SELECT system_id, computed_at FROM dossier_days WHERE day = {day:Date}
  ) GROUP BY system_id`,
  params: z.object({ day: z.string() }),
});

/** Receipts by dossier are made of the events; the newest row holds, so that doing it again does no harm. */
export const rebuildReceipts = defineStatement({
  name: 'rebuild-dossier-receipts',
  sql: `INSERT INTO dossier_receipts SELECT dossier, system_id, day, resolved_at, counts
  FROM dossier_events WHERE is_end = 0 AND NOT startsWith(dossier, 'x-')`,
  params: z.object({}),
});
