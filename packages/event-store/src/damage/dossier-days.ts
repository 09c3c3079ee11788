import type { ClickHouseClient } from '@clickhouse/client';
import type { Day } from '@emc/contract';
import { z } from 'zod';
import { askAs } from '../client.ts';
import type { EventStore } from '../event-store.ts';
import { repairDossiersWhere } from '../dossiers/dossier-batches.ts';
import { defineQuery, defineStatement, type Statement } from '../query.ts';
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

const lackingSystemsQuery = defineQuery({
  name: 'systems-that-lack-changes',
  sql: `SELECT count() AS systems
  FROM (SELECT system_id, max(received) AS at FROM dossier_changes WHERE day = {day:Date} GROUP BY system_id) AS said
  LEFT JOIN (SELECT system_id, max(last_change_at) AS at FROM system_days WHERE day = {day:Date} GROUP BY system_id) AS held
  USING (system_id)
  WHERE held.at < said.at`,
  params: z.object({ day: z.string() }),
  row: z.object({ systems: z.int() }),
});

/** States of a server that lack something that a change received on a day says. */
export async function statesLackingChanges(client: ClickHouseClient, day: Day): Promise<string[]> {
  const [states] = await askAs(client, lackingStatesQuery, { day });
  const [systems] = await askAs(client, lackingSystemsQuery, { day });
  return [
    ...((states?.dossiers ?? 0) > 0 ? ['dossiers'] : []),
    ...((systems?.systems ?? 0) > 0 ? ['system_days'] : []),
  ];
}

/** Before this everything of the systems that are not behind is counted: it was there long before a look that counted all it found. */
const SETTLED = `(SELECT max(looked_at) FROM dossier_rounds) - toIntervalMillisecond({settled_ms:UInt64})`;
const IS_BEHIND = 'has((SELECT argMax(behind, looked_at) FROM dossier_rounds), system_id)';

/** Systems whose receipts and ends of a day are not those that were counted, and not because counting lags. Over all servers. */
const differingSystems = defineQuery({
  name: 'differing-systems',
  sql: `SELECT count() AS systems
  FROM (
    SELECT system_id, countIf(is_end = 0 AND counts = 1) AS received, countIf(is_end = 1 AND counts = 1) AS finished,
      max(resolved_at) AS changed_at
    FROM dossier_events FINAL WHERE day = {day:Date} GROUP BY system_id
  ) AS happened
  FULL JOIN (
    SELECT system_id, arraySum(received) AS received, arraySum(finished) AS finished, computed_at
    FROM dossier_days FINAL WHERE day = {day:Date}
  ) AS counted USING (system_id)
  WHERE (happened.received != counted.received OR happened.finished != counted.finished)
    AND greatest(changed_at, computed_at) < ${SETTLED} AND NOT ${IS_BEHIND}`,
  params: z.object({ day: z.string(), settled_ms: z.int() }),
  row: z.object({ systems: z.int() }),
});

/** Tables that views fill from receipts and ends: which of these belong there, and the columns that name one. */
const OF_EVENTS = [
  { table: 'dossier_receipts', which: "is_end = 0 AND NOT startsWith(dossier, 'x-')", key: 'dossier, system_id' },
  { table: 'dossier_contradictions', which: 'is_end = 2', key: 'system_id, dossier' },
  { table: 'dossier_event_days', which: '1', key: 'system_id' },
] as const;

const LACKING_EVENTS = OF_EVENTS.map(({ table, which, key }) => {
  const from = `FROM dossier_events WHERE day = {day:Date} AND ${which} AND resolved_at < ${SETTLED}`;
  // Not by day alone, by which receipts are not sorted.
  const first = key.split(',')[0]!;
  return {
    table,
    query: defineQuery({
      name: `lacking-in-${table}`,
      sql: `SELECT count() AS events FROM (SELECT DISTINCT ${key} ${from}) WHERE (${key}) NOT IN (
    SELECT ${key} FROM ${table} WHERE day = {day:Date} AND ${first} IN (SELECT ${first} ${from}))`,
      params: z.object({ day: z.string(), settled_ms: z.int() }),
      row: z.object({ events: z.int() }),
    }),
  };
});

/** Tables of receipts and ends, and of what was counted of them, that do not agree about a day. Over all servers. */
export async function differingDossierTables(store: EventStore, day: Day, settled_ms: number): Promise<string[]> {
  const [counts] = await store.ask(differingSystems, { day, settled_ms });
  const differing = (counts?.systems ?? 0) > 0 ? ['dossier_days'] : [];
  for (const { table, query } of LACKING_EVENTS) {
    const [lacking] = await store.ask(query, { day, settled_ms });
    if ((lacking?.events ?? 0) > 0) differing.push(table);
  }
  return differing;
}

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

/** What views fill from receipts and ends, made again from them; the newest row holds, so that doing it again does no harm. */
export const FROM_EVENTS: Readonly<Record<string, Statement<z.ZodObject>>> = {
  dossier_receipts: defineStatement({
    name: 'rebuild-dossier-receipts',
    sql: `INSERT INTO dossier_receipts SELECT dossier, system_id, day, resolved_at, counts
  FROM dossier_events WHERE is_end = 0 AND NOT startsWith(dossier, 'x-')`,
    params: z.object({}),
  }),
  dossier_contradictions: defineStatement({
    name: 'rebuild-dossier-contradictions',
    sql: `INSERT INTO dossier_contradictions SELECT system_id, day, dossier, resolved_at, flags
  FROM dossier_events WHERE is_end = 2`,
    params: z.object({}),
  }),
};
