import { UTC_OFFSET_MS } from '@emc/contract';
import { defineQuery } from '@emc/event-store';
import { z } from 'zod';
import { IN_PERIOD, IN_SCOPE, scopeParams } from './scope.ts';

const COUNTS = `sum(page_views) AS pageViews, sum(events) AS events, sum(downloads) AS downloads, sum(outlinks) AS outlinks,
    sum(searches) AS searches, sum(service_views) AS serviceViews, sum(service_submissions) AS serviceSubmissions`;

const countsRow = z.object({
  start_ms: z.int().describe('Beginning of the day or hour'),
  pageViews: z.int(),
  events: z.int(),
  downloads: z.int(),
  outlinks: z.int(),
  searches: z.int(),
  serviceViews: z.int(),
  serviceSubmissions: z.int(),
});

/** Local midnight of `day` as Unix milliseconds. */
export const DAY_START_MS = `toUnixTimestamp(toDateTime(day, 'UTC')) * 1000 - ${UTC_OFFSET_MS} AS start_ms`;

export const countsByDay = defineQuery({
  name: 'usage-counts-by-day',
  sql: `SELECT ${DAY_START_MS}, ${COUNTS} FROM site_hours WHERE ${IN_SCOPE} AND ${IN_PERIOD} GROUP BY day`,
  params: scopeParams,
  row: countsRow,
});

export const countsByHour = defineQuery({
  name: 'usage-counts-by-hour',
  sql: `SELECT toUnixTimestamp(hour) * 1000 AS start_ms, ${COUNTS}
  FROM site_hours WHERE ${IN_SCOPE} AND ${IN_PERIOD} GROUP BY hour`,
  params: scopeParams,
  row: countsRow,
});
