import {
  defineQuery,
  defineStatement,
  DOSSIER_DAY_COUNTS,
  dossierContradictionsSelect,
  dossierEventDaysSelect,
} from '@emc/event-store';
import { z } from 'zod';
import { COUNTS_OF_A_DAY } from './resolve.ts';

/** A system's day whose counts are not those of its receipts and ends. */
export interface StaleDay {
  systemId: number;
  day: string;
}

const CHANGED_DAYS = `SELECT system_id, day, changed.at AS changed_at, computed.at AS computed_at
  FROM (SELECT system_id, day, max(resolved_at) AS at FROM dossier_event_days WHERE {of_systems} GROUP BY system_id, day) AS changed
  LEFT JOIN (SELECT system_id, day, max(computed_at) AS at FROM dossier_days WHERE {of_systems} GROUP BY system_id, day) AS computed
  USING (system_id, day)`;

/**
 * Days of some systems to be counted again: what happened on them changed after they were counted, or since an instant. The
 * latter, because of two processes that count at once one may have counted before it could see what the other wrote.
 */
export const staleDays = defineQuery({
  name: 'stale-dossier-days',
  sql: `SELECT system_id AS systemId, toString(day) AS day
  FROM (${CHANGED_DAYS.replaceAll('{of_systems}', 'system_id IN {system_ids:Array(UInt32)}')})
  WHERE changed_at >= least(computed_at, fromUnixTimestamp64Milli({since_ms:Int64}, 'UTC'))
  ORDER BY systemId, day DESC`,
  params: z.object({ system_ids: z.array(z.int()), since_ms: z.int() }),
  row: z.object({ systemId: z.int(), day: z.string() }),
});

/** Systems that have such days: of whoever ended before it had counted them. */
export const staleSystems = defineQuery({
  name: 'systems-with-stale-dossier-days',
  sql: `SELECT system_id AS systemId, toUnixTimestamp64Milli(min(changed_at)) AS oldest_ms
  FROM (${CHANGED_DAYS.replaceAll('{of_systems}', '1')}) WHERE changed_at >= computed_at
  GROUP BY system_id ORDER BY systemId`,
  params: z.object({}),
  row: z.object({ systemId: z.int(), oldest_ms: z.int() }),
});

/**
 * Notes once more on which days something came to count in another way since an instant. A server that ends in the midst of an
 * insert may hold the events without what its view makes of them, and would write the same events never again.
 */
export const noteEventDays = defineStatement({
  name: 'note-days-of-dossier-events',
  sql: `INSERT INTO dossier_event_days (system_id, day, resolved_at)
  ${dossierEventDaysSelect("dossier_events.resolved_at >= fromUnixTimestamp64Milli({since_ms:Int64}, 'UTC')")}`,
  params: z.object({ since_ms: z.int() }),
  settings: { max_partitions_per_insert_block: 0 },
});

/** As `noteEventDays`, for the list of what cannot be. */
export const noteContradictions = defineStatement({
  name: 'note-dossier-contradictions',
  sql: `INSERT INTO dossier_contradictions (system_id, day, dossier, resolved_at, flags)
  ${dossierContradictionsSelect("dossier_events.resolved_at >= fromUnixTimestamp64Milli({since_ms:Int64}, 'UTC')")}`,
  params: z.object({ since_ms: z.int() }),
  settings: { max_partitions_per_insert_block: 0 },
});

const COUNT_NAMES = DOSSIER_DAY_COUNTS.join(', ');
const PAIRS = 'arrayZip({pair_systems:Array(UInt32)}, {pair_days:Array(Date)})';
/** `{1: procedure, 2…: counts}` of all procedures of a day as parallel arrays. */
const COLUMNS = ['procedures', ...DOSSIER_DAY_COUNTS].map((name, index) => `listed.${index + 1} AS ${name}`).join(', ');

/**
 * Counts what happened on some days of some systems, every time anew. A day on which nothing counts gets a row with empty
 * arrays: it takes the place of what was there.
 */
export const computeDossierDays = defineStatement({
  name: 'compute-dossier-days',
  sql: `INSERT INTO dossier_days (system_id, day, computed_at, procedures, ${COUNT_NAMES})
  WITH counted AS (
    SELECT system_id, day, toString(procedure) AS code,
      (${COUNTS_OF_A_DAY.join(', ')}) AS sums
    FROM dossier_events FINAL WHERE (system_id, day) IN ${PAIRS} AND counts = 1 AND is_end < 2
    GROUP BY system_id, day, code
  ),
  listed_days AS (
    SELECT system_id, day, arraySort(groupArray(tupleConcat(tuple(code), sums))) AS listed
    FROM counted GROUP BY system_id, day
  )
  SELECT asked.1, asked.2, fromUnixTimestamp64Milli({computed_at_ms:Int64}, 'UTC'), ${COLUMNS}
  FROM (SELECT arrayJoin(${PAIRS}) AS asked, asked.1 AS system_id, asked.2 AS day) AS pairs
  LEFT JOIN listed_days USING (system_id, day)`,
  params: z.object({
    pair_systems: z.array(z.int()).describe('System of each pair of system and day'),
    pair_days: z.array(z.string()).describe('Day of each pair'),
    computed_at_ms: z.int().describe('Version of the rows, asked before: see askVersion'),
  }),
  // Months are merged by themselves: a day is in one.
  settings: { do_not_merge_across_partitions_select_final: 1 },
});

/** Days of one computation: its parameters stay below a few ten kilobytes. */
const MOST_PAIRS = 1_000;
/** Months of one computation: each is a part of the table. */
const MOST_MONTHS = 60;

/** Groups days into computations of bounded size. */
export function planComputations(days: readonly StaleDay[]): StaleDay[][] {
  const groups: StaleDay[][] = [];
  let group: StaleDay[] = [];
  let months = new Set<string>();
  for (const day of days) {
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
