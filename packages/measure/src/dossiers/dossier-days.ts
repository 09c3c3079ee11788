import { defineQuery, defineStatement, DOSSIER_DAY_COUNTS } from '@emc/event-store';
import { z } from 'zod';
import { COUNTS_OF_A_DAY, HAPPENED } from './resolve.ts';

/** A system's day whose counts may no longer be those of its dossiers. */
export interface TouchedDay {
  systemId: number;
  day: string;
  /** What touched it: while this is the same, a computation gives the same. */
  state: string;
  /** The first of these touches, by the store's clock. */
  oldest_ms: number;
}

const touchedRow = z.object({ systemId: z.int(), day: z.string(), state: z.string(), oldest_ms: z.int() });
const SINCE = "fromUnixTimestamp64Milli({since_ms:Int64}, 'UTC')";
const UNTIL = "fromUnixTimestamp64Milli({until_ms:Int64}, 'UTC')";

/**
 * Days that dossiers touched since an instant name or ever named. A dossier that moves to another day is in both, because
 * its `days` are a union. What touched a day is told by content, not by time, so an insert that becomes visible late
 * cannot hide behind one that was seen.
 */
export const touchedDays = defineQuery({
  name: 'touched-dossier-days',
  sql: `WITH touched AS (SELECT DISTINCT system_id, dossier FROM dossiers WHERE touched_at >= ${SINCE})
  SELECT system_id AS systemId, toString(day) AS day, toString(groupBitXor(cityHash64(dossier, at))) AS state,
    toUnixTimestamp64Milli(min(at)) AS oldest_ms
  FROM (
    SELECT system_id, dossier, max(touched_at) AS at, groupUniqArrayArray(days) AS all_days
    FROM dossiers WHERE (system_id, dossier) IN touched GROUP BY system_id, dossier
  )
  ARRAY JOIN all_days AS day
  GROUP BY system_id, day ORDER BY day DESC, system_id`,
  params: z.object({ since_ms: z.int() }),
  row: touchedRow,
});

export const heardSystems = defineQuery({
  name: 'heard-systems',
  sql: 'SELECT DISTINCT system_id AS systemId FROM system_days ORDER BY systemId',
  params: z.object({}),
  row: z.object({ systemId: z.int() }),
});

/**
 * Days of one system that were never computed, or not after everything that was touched before `until_ms` had surely
 * become visible. Reads every dossier of the system: asked once, at the start.
 */
export const unsettledDays = defineQuery({
  name: 'unsettled-dossier-days',
  sql: `SELECT {system_id:UInt32} AS systemId, toString(day) AS day, 'unsettled' AS state,
    toUnixTimestamp64Milli(touched.first_at) AS oldest_ms
  FROM (
    SELECT day, max(at) AS last_at, min(at) AS first_at
    FROM (
      SELECT dossier, max(touched_at) AS at, groupUniqArrayArray(days) AS all_days
      FROM dossiers WHERE system_id = {system_id:UInt32} GROUP BY dossier HAVING at < ${UNTIL}
    )
    ARRAY JOIN all_days AS day
    GROUP BY day
  ) AS touched
  LEFT JOIN (
    SELECT day, max(computed_at) AS at FROM dossier_days WHERE system_id = {system_id:UInt32} GROUP BY day
  ) AS computed USING (day)
  WHERE touched.last_at >= computed.at - toIntervalMillisecond({look_back_ms:UInt32})
  ORDER BY day DESC`,
  params: z.object({ system_id: z.int(), until_ms: z.int(), look_back_ms: z.int() }),
  row: touchedRow,
  settings: { max_bytes_before_external_group_by: '500000000' },
});

const COUNT_NAMES = DOSSIER_DAY_COUNTS.join(', ');
const PAIRS = 'arrayZip({pair_systems:Array(UInt32)}, {pair_days:Array(Date)})';
/** `{1: procedure, 2…: counts}` of all procedures of a day as parallel arrays. */
const COLUMNS = ['procedures', ...DOSSIER_DAY_COUNTS].map((name, index) => `listed.${index + 1} AS ${name}`).join(', ');

/**
 * Counts the dossiers of some systems and days from their states, every time anew. A day on which none counts gets a row
 * with empty arrays: it takes the place of what was there.
 */
export const computeDossierDays = defineStatement({
  name: 'compute-dossier-days',
  sql: `INSERT INTO dossier_days (system_id, day, computed_at, procedures, ${COUNT_NAMES})
  WITH touched AS (
    SELECT DISTINCT system_id, dossier FROM dossiers
    WHERE system_id IN {pair_systems:Array(UInt32)} AND hasAny(days, {pair_days:Array(Date)})
  ),
  ${HAPPENED},
  counted AS (
    SELECT system_id, day, toString(procedure) AS code,
      (${COUNTS_OF_A_DAY.join(', ')}) AS counts
    FROM happened WHERE (system_id, day) IN ${PAIRS}
    GROUP BY system_id, day, code
  ),
  listed_days AS (
    SELECT system_id, day, arraySort(groupArray(tupleConcat(tuple(code), counts))) AS listed
    FROM counted GROUP BY system_id, day
  )
  SELECT asked.1, asked.2, fromUnixTimestamp64Milli({computed_at_ms:Int64}, 'UTC'), ${COLUMNS}
  FROM (SELECT arrayJoin(${PAIRS}) AS asked, asked.1 AS system_id, asked.2 AS day) AS pairs
  LEFT JOIN listed_days USING (system_id, day)`,
  params: z.object({
    pair_systems: z.array(z.int()).describe('System of each pair of system and day'),
    pair_days: z.array(z.string()).describe('Day of each pair'),
    computed_at_ms: z
      .int()
      .describe('Clock of the store, asked before this computation and after the look that led to it'),
  }),
  // A history that does not fit into memory is slow, and is not lost.
  settings: { max_bytes_before_external_group_by: '500000000' },
});

/** Days of one computation: its parameters stay below a few ten kilobytes. */
const MOST_PAIRS = 1_000;
/** Months of one computation: each is a part of the table. */
const MOST_MONTHS = 60;

/** Groups system days into computations of bounded size; those of one system stay together, so its dossiers are read once. */
export function planComputations(days: readonly TouchedDay[]): TouchedDay[][] {
  const groups: TouchedDay[][] = [];
  let group: TouchedDay[] = [];
  let months = new Set<string>();
  for (const day of days.toSorted((a, b) => a.systemId - b.systemId || (a.day < b.day ? 1 : -1))) {
    const month = day.day.slice(0, 7);
    if (group.length >= MOST_PAIRS || (months.size >= MOST_MONTHS && !months.has(month))) {
      groups.push(group);
      group = [];
      months = new Set();
    }
    group.push(day);
    months.add(month);
  }
  if (group.length > 0) groups.push(group);
  return groups;
}
