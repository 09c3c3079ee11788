import { defineQuery } from '@emc/event-store';
import { z } from 'zod';
import { DAY_START_MS } from './counts.ts';
import { IN_PERIOD, IN_SCOPE, scopeParams } from './scope.ts';

/** The newest row of each portal and day; days never meet across months, so months are read side by side. */
const VISIT_DAYS = `visit_days FINAL WHERE ${IN_SCOPE} AND ${IN_PERIOD}`;
const settings = { do_not_merge_across_partitions_select_final: 1 };

const visitsRow = z.object({ start_ms: z.int(), visits: z.int(), bounces: z.int(), visit_ms: z.int() });

export const visitsByDay = defineQuery({
  name: 'usage-visits-by-day',
  sql: `SELECT ${DAY_START_MS}, sum(arraySum(visits)) AS visits, sum(arraySum(bounces)) AS bounces, sum(arraySum(visit_ms)) AS visit_ms
  FROM ${VISIT_DAYS} GROUP BY day`,
  params: scopeParams,
  row: visitsRow,
  settings,
});

export const visitsByHour = defineQuery({
  name: 'usage-visits-by-hour',
  sql: `SELECT day_ms + (hour - 1) * 3600000 AS start_ms, visits, bounces, visit_ms
  FROM (
    SELECT ${DAY_START_MS.replace('start_ms', 'day_ms')},
      sumForEach(visits) AS all_visits, sumForEach(bounces) AS all_bounces, sumForEach(visit_ms) AS all_ms
    FROM ${VISIT_DAYS} GROUP BY day
  )
  ARRAY JOIN all_visits AS visits, all_bounces AS bounces, all_ms AS visit_ms, arrayEnumerate(all_visits) AS hour`,
  params: scopeParams,
  row: visitsRow,
  settings,
});

/** Visits by referrer, device, browser and system: the 50 most frequent of each. */
export const visitLists = defineQuery({
  name: 'usage-visit-lists',
  sql: `WITH sums AS (
    SELECT sumMap(referrers) AS referrer, sumMap(devices) AS device, sumMap(browsers) AS browser, sumMap(systems) AS system
    FROM ${VISIT_DAYS}
  )
  SELECT list, value, count FROM (
    SELECT 'referrer' AS list, tupleElement(arrayJoin(CAST(referrer, 'Array(Tuple(String, UInt64))')) AS item, 1) AS value, item.2 AS count FROM sums
    UNION ALL
    SELECT 'device' AS list, tupleElement(arrayJoin(CAST(device, 'Array(Tuple(String, UInt64))')) AS item, 1) AS value, item.2 AS count FROM sums
    UNION ALL
    SELECT 'browser' AS list, tupleElement(arrayJoin(CAST(browser, 'Array(Tuple(String, UInt64))')) AS item, 1) AS value, item.2 AS count FROM sums
    UNION ALL
    SELECT 'system' AS list, tupleElement(arrayJoin(CAST(system, 'Array(Tuple(String, UInt64))')) AS item, 1) AS value, item.2 AS count FROM sums
  )
  ORDER BY list, count DESC, value
  LIMIT 50 BY list`,
  params: scopeParams,
  row: z.object({ list: z.enum(['referrer', 'device', 'browser', 'system']), value: z.string(), count: z.int() }),
  settings,
});
