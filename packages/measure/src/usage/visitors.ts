import { defineQuery } from '@emc/event-store';
import { z } from 'zod';
import { DAY_START_MS } from './counts.ts';
import { IN_PERIOD, IN_SCOPE, scopeParams } from './scope.ts';

const visitorsRow = z.object({ start_ms: z.int(), visitors: z.int() });

/** Visitors of some portals together: a person on two of them counts once a day. */
export const visitorsByDay = defineQuery({
  name: 'usage-visitors-by-day',
  sql: `SELECT ${DAY_START_MS}, uniqExactMerge(visitors) AS visitors
  FROM site_day_visitors WHERE ${IN_SCOPE} AND ${IN_PERIOD} GROUP BY day`,
  params: scopeParams,
  row: visitorsRow,
});

export const visitorsByHour = defineQuery({
  name: 'usage-visitors-by-hour',
  sql: `SELECT toUnixTimestamp(hour) * 1000 AS start_ms, uniqExactMerge(visitors) AS visitors
  FROM site_hour_visitors WHERE ${IN_SCOPE} AND ${IN_PERIOD} GROUP BY hour`,
  params: scopeParams,
  row: visitorsRow,
});

const countryParams = z.object({ from: z.string(), to: z.string() });

/** Visitors of the country, as finished numbers. */
export const countryVisitorsByDay = defineQuery({
  name: 'usage-country-visitors-by-day',
  sql: `SELECT ${DAY_START_MS}, visitors FROM country_days FINAL WHERE ${IN_PERIOD}`,
  params: countryParams,
  row: visitorsRow,
});

export const countryVisitorsByHour = defineQuery({
  name: 'usage-country-visitors-by-hour',
  sql: `SELECT start_ms + (hour - 1) * 3600000 AS start_ms, visitors
  FROM (SELECT ${DAY_START_MS}, visitors_by_hour FROM country_days FINAL WHERE ${IN_PERIOD})
  ARRAY JOIN visitors_by_hour AS visitors, arrayEnumerate(visitors_by_hour) AS hour
  WHERE visitors > 0`,
  params: countryParams,
  row: visitorsRow,
});
