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

/** A row's map of visits, as (list, value, count). The column is named as the list, in the plural. */
function itemsOf(list: string): string {
  return `arrayMap(pair -> ('${list}', pair.1, pair.2), CAST(${list}s, 'Array(Tuple(String, UInt64))'))`;
}

/** Visits by referrer, device, browser and system: the 50 most frequent of each. */
export const visitLists = defineQuery({
  name: 'usage-visit-lists',
  // One reading: the items of each list are marked with its name, and all are summed up together, on disk where they are many.
  sql: `SELECT item.1 AS list, item.2 AS value, sum(item.3) AS count
  FROM (
    SELECT arrayJoin(arrayConcat(${['referrer', 'device', 'browser', 'system'].map(itemsOf).join(', ')})) AS item
    FROM ${VISIT_DAYS}
  )
  GROUP BY list, value
  ORDER BY list, count DESC, value
  LIMIT 50 BY list`,
  params: scopeParams,
  row: z.object({ list: z.enum(['referrer', 'device', 'browser', 'system']), value: z.string(), count: z.int() }),
  settings,
});
