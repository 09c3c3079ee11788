import { DOSSIER_STATE_COLUMNS, defineQuery, defineStatement, type EventStore } from '@emc/event-store';
import { z } from 'zod';
import { HAPPENED } from './resolve.ts';

/** A system of which something arrived that may not be counted yet. */
export interface TouchedSystem {
  systemId: number;
  /** What touched it: while this is the same, resolving gives the same. */
  state: string;
  /** About how many dossiers were touched; at least as many as were. */
  dossiers: number;
  /** The first of these touches, by the store's clock. */
  oldest_ms: number;
  /** The last of them. */
  newest_ms: number;
}

const SINCE = "touched_at >= fromUnixTimestamp64Milli({since_ms:Int64}, 'UTC')";
const HUGE = { max_bytes_before_external_group_by: '500000000', max_bytes_before_external_sort: '500000000' };

/**
 * Systems of which dossiers were touched since an instant. What touched them is told by content, not by time alone, so an
 * insert that becomes visible late does not look like one that was seen.
 */
export const touchedSystems = defineQuery({
  name: 'touched-dossier-systems',
  sql: `SELECT system_id AS systemId, toString(sum(cityHash64(dossier, touched_at))) AS state, count() AS dossiers,
    toUnixTimestamp64Milli(min(touched_at)) AS oldest_ms, toUnixTimestamp64Milli(max(touched_at)) AS newest_ms
  FROM dossiers WHERE ${SINCE} GROUP BY system_id ORDER BY dossiers, systemId`,
  params: z.object({ since_ms: z.int() }),
  row: z.object({ systemId: z.int(), state: z.string(), dossiers: z.int(), oldest_ms: z.int(), newest_ms: z.int() }),
});

/** What tells of a dossier: all but its key, `days` (in no order) and what the clock says. */
const TELLING = DOSSIER_STATE_COLUMNS.map(({ name }) => name).filter(
  (name) => !['system_id', 'dossier', 'days', 'touched_at'].includes(name),
);

/** What is said of the dossiers of some systems that were touched since an instant. Reads much more than `touchedSystems`. */
const touchedContent = defineQuery({
  name: 'content-of-touched-dossiers',
  sql: `SELECT system_id AS systemId, toString(sum(cityHash64(dossier, ${TELLING.join(', ')}))) AS content
  FROM dossiers WHERE system_id IN {system_ids:Array(UInt32)} AND ${SINCE} GROUP BY system_id`,
  params: z.object({ system_ids: z.array(z.int()), since_ms: z.int() }),
  row: z.object({ systemId: z.int(), content: z.string() }),
});

/**
 * The state of systems that were touched after an instant that has not come yet: by a clock that was ahead. A dossier keeps the
 * last time that it was touched, so until then one that is touched again is known by its content alone.
 */
export async function withContentAhead(
  store: EventStore,
  systems: readonly TouchedSystem[],
  { since_ms, ahead_ms }: { since_ms: number; ahead_ms: number },
): Promise<TouchedSystem[]> {
  const system_ids = systems.filter(({ newest_ms }) => newest_ms > ahead_ms).map(({ systemId }) => systemId);
  if (system_ids.length === 0) return [...systems];
  const rows = await store.ask(touchedContent, { system_ids, since_ms });
  const contents = new Map(rows.map(({ systemId, content }) => [systemId, content]));
  return systems.map((system) => ({ ...system, state: `${system.state} ${contents.get(system.systemId) ?? ''}` }));
}

/** Codes that cut the touched dossiers of a system into parts of about the same size. */
export const sampleOfTouched = defineQuery({
  name: 'sample-of-touched-dossiers',
  sql: `SELECT arraySort(groupArraySample(1000, 1)(dossier)) AS codes FROM dossiers
  WHERE system_id = {system_id:UInt32} AND ${SINCE}`,
  params: z.object({ system_id: z.int(), since_ms: z.int() }),
  row: z.object({ codes: z.array(z.string()) }),
});

/** What an event counts for, in the order of the columns of `dossier_events`; all empty = it did not happen. */
const COUNTS_FOR = [
  'counts',
  'procedure',
  'channel',
  'from_home',
  'has_fee',
  'paid_online',
  'in_time',
  'took_s',
  'flags',
];
const TYPE = 'Tuple(UInt8, String, UInt8, UInt8, UInt8, UInt8, Int8, Int64, UInt16)';
const EVENT = 'system_id, day, dossier, is_end';

/**
 * Resolves the dossiers of some systems that were touched since an instant, and writes those of their receipts and ends that
 * count in another way than is written already. What is written of a dossier lies on days that it names or named.
 */
export const resolveTouched = defineStatement({
  name: 'resolve-touched-dossiers',
  sql: `INSERT INTO dossier_events (${EVENT}, resolved_at, ${COUNTS_FOR.join(', ')})
  WITH touched AS (
    SELECT DISTINCT system_id, dossier FROM dossiers
    WHERE system_id IN {system_ids:Array(UInt32)} AND ${SINCE}
      AND dossier >= {from_code:String} AND ({to_code:String} = '' OR dossier < {to_code:String})
  ),
  ${HAPPENED},
  named AS (
    SELECT DISTINCT system_id, arrayJoin(days) AS day, dossier FROM dossiers WHERE (system_id, dossier) IN touched
  ),
  written AS (
    SELECT ${EVENT}, ${COUNTS_FOR.join(', ')} FROM dossier_events FINAL WHERE (system_id, day, dossier) IN named
  ),
  both AS (
    SELECT ${EVENT}, 1 AS is_new, CAST(if(is_end = 2, (1, '', 0, 0, 0, 0, 0, 0, flags),
      (1, procedure, channel, from_home, has_fee, paid_online, in_time, took_s, 0)), '${TYPE}') AS event
    FROM happened
    UNION ALL
    SELECT ${EVENT}, 0 AS is_new, CAST((${COUNTS_FOR.join(', ')}), '${TYPE}') AS event FROM written
  )
  SELECT ${EVENT}, fromUnixTimestamp64Milli({resolved_at_ms:Int64}, 'UTC') AS resolved_at,
    ${COUNTS_FOR.map((name, index) => `after.${index + 1} AS ${name}`).join(', ')}
  FROM (
    SELECT ${EVENT}, maxIf(event, is_new = 1) AS after, maxIf(event, is_new = 0) AS before
    FROM both GROUP BY ${EVENT}
  )
  WHERE after != before`,
  params: z.object({
    system_ids: z.array(z.int()),
    since_ms: z.int(),
    from_code: z.string().describe('Codes from this on'),
    to_code: z.string().describe("Codes before this; '' = all"),
    resolved_at_ms: z.int().describe('Version of the rows, asked before: see askVersion'),
  }),
  settings: { ...HUGE, max_partitions_per_insert_block: 0 },
});
