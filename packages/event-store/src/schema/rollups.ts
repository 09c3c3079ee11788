import { column, count, DAY_COLUMN } from './rollup.ts';
import type { Rollup } from './rollup.ts';

const SITE = column('site_id', 'UInt32', 'Portal');
const HOUR = column('hour', "DateTime('UTC')", 'Beginning of the hour, UTC', "toDateTime(toStartOfHour(time), 'UTC')");
const NOT_A_PING = "kind != 'ping'";

const UNIQUE = 'AggregateFunction(uniqExact, UInt64)';
const VISITORS = column('visitors', UNIQUE, 'Visitors, as a state: merge, never add', 'uniqExactState(visitor)');

/** Every table that a materialised view fills from `hits`. Serves the figures, so that they never read `hits`. */
export const ROLLUPS: readonly Rollup[] = [
  {
    name: 'site_hours',
    comment: 'Counts by portal and hour',
    keys: [SITE, DAY_COLUMN, HOUR],
    measures: [
      count('hits', 'All hits, pings included', 'count()'),
      count('page_views', 'Page views', "countIf(kind = 'page_view')"),
      count('events', 'Events', "countIf(kind = 'event')"),
      count('downloads', 'Downloads', "countIf(kind = 'download')"),
      count('outlinks', 'Outgoing links followed', "countIf(kind = 'outlink')"),
      count('searches', 'Searches on the site', "countIf(kind = 'search')"),
      count('service_views', 'trackDVC state -1', "countIf(kind = 'service' AND service_state = -1)"),
      count('service_declarations', 'trackDVC state 0', "countIf(kind = 'service' AND service_state = 0)"),
      count('service_submissions', 'trackDVC state 1', "countIf(kind = 'service' AND service_state = 1)"),
    ],
    orderBy: 'site_id, day, hour',
  },
  {
    name: 'site_day_visitors',
    comment: 'Visitors by portal and day; a ping alone makes no visitor',
    keys: [SITE, DAY_COLUMN],
    measures: [VISITORS],
    where: NOT_A_PING,
    orderBy: 'site_id, day',
    granularity: 64,
  },
  {
    name: 'site_hour_visitors',
    comment: 'Visitors by portal and hour; a ping alone makes no visitor',
    keys: [SITE, DAY_COLUMN, HOUR],
    measures: [VISITORS],
    where: NOT_A_PING,
    orderBy: 'site_id, day, hour',
    granularity: 256,
  },
  {
    name: 'country_hour_visitors',
    comment: 'Visitors of the country by hour: a person on two portals counts once',
    keys: [DAY_COLUMN, HOUR],
    measures: [count('hits', 'Hits, pings not included: tells whether country_days is current', 'count()'), VISITORS],
    where: NOT_A_PING,
    orderBy: 'day, hour',
  },
  {
    name: 'site_pages',
    comment: 'Page views by page and day',
    keys: [SITE, DAY_COLUMN, column('host', 'LowCardinality(String)', 'Host'), column('path', 'String', 'Path')],
    measures: [
      count('page_views', 'Page views', 'count()'),
      column(
        'title',
        'SimpleAggregateFunction(max, String)',
        'One of its titles: the last in order',
        'max(hits.title)',
      ),
    ],
    where: "kind = 'page_view'",
    orderBy: 'site_id, day, host, path',
  },
  {
    name: 'site_events',
    comment: 'Events by portal and day',
    keys: [
      SITE,
      DAY_COLUMN,
      column('category', 'LowCardinality(String)', 'Event category', 'event_category'),
      column('action', 'LowCardinality(String)', 'Event action', 'event_action'),
      column('name', 'String', 'Event name', 'event_name'),
    ],
    measures: [
      count('events', 'How many', 'count()'),
      column('value', 'SimpleAggregateFunction(sum, Float64)', 'Sum of their values', 'sum(event_value)'),
    ],
    where: "kind = 'event'",
    orderBy: 'site_id, day, category, action, name',
  },
  {
    name: 'site_targets',
    comment: 'Files downloaded, links followed and keywords searched for, by portal and day',
    keys: [
      SITE,
      DAY_COLUMN,
      column('kind', 'LowCardinality(String)', 'download, outlink or search', 'toString(hits.kind)'),
      column('value', 'String', 'Address without query string, or keyword', 'target'),
    ],
    measures: [count('uses', 'How many', 'count()')],
    where: "hits.kind IN ('download', 'outlink', 'search')",
    orderBy: 'site_id, day, kind, value',
  },
  {
    name: 'site_services',
    comment: 'Public services (trackDVC) by portal and day',
    keys: [
      SITE,
      DAY_COLUMN,
      column('service_code', 'LowCardinality(String)', 'Public service, normalised code'),
      column('service_state', 'Int8', '-1 viewed, 0 declared, 1 dossier submitted'),
    ],
    measures: [count('uses', 'How many', 'count()')],
    where: "kind = 'service'",
    orderBy: 'site_id, day, service_code, service_state',
  },
  {
    name: 'site_days',
    comment: 'What arrived for a portal and day, and when: tells which days of visit_days must be computed again',
    keys: [DAY_COLUMN, SITE],
    measures: [
      count('hits', 'All hits, pings included', 'count()'),
      column('first_hit_at', "SimpleAggregateFunction(min, DateTime64(3, 'UTC'))", 'First hit, UTC', 'min(time)'),
      column('last_hit_at', "SimpleAggregateFunction(max, DateTime64(3, 'UTC'))", 'Last hit, UTC', 'max(time)'),
      column(
        'touched_at',
        "SimpleAggregateFunction(max, DateTime64(3, 'UTC'))",
        'Last insert, clock of the store',
        "max(now64(3, 'UTC'))",
      ),
    ],
    orderBy: 'day, site_id',
    indexes: ['INDEX touched touched_at TYPE minmax GRANULARITY 1'],
  },
  {
    name: 'recent_hits',
    comment: 'What came as it happened, for two hours, in order of time: what is happening now',
    keys: [
      DAY_COLUMN,
      column('time', "DateTime64(3, 'UTC')", 'When it happened, UTC'),
      SITE,
      column('visitor', 'UInt64', 'Salted hash'),
      column('kind', 'LowCardinality(String)', 'What it is', 'toString(hits.kind)'),
      column('host', 'LowCardinality(String)', 'Host'),
      column('path', 'String', 'Path'),
      column('title', 'String', 'Title'),
      column('device', 'LowCardinality(String)', 'desktop, phone, tablet, tv or other'),
      column('browser', 'LowCardinality(String)', 'Browser family'),
      column('inserted', "DateTime('UTC')", 'Clock of the store: when it may be forgotten', 'now()'),
    ],
    measures: [],
    // History that is brought in passes it by. Told from the hit alone: the clock of EMC need not be that of the store.
    where: 'time > received - INTERVAL 2 HOUR',
    orderBy: 'time, site_id',
    engine: 'MergeTree',
    partitionBy: '',
    tail: 'TTL inserted + INTERVAL 2 HOUR',
  },
];
