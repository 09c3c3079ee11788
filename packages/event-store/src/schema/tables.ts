import { TIME_ZONE } from '@emc/contract';
import { HIT_COLUMNS } from '../hits-table.ts';
import type { Column } from '../hits-table.ts';
import { columnsOf, selectOf } from './rollup.ts';
import type { Rollup } from './rollup.ts';

/** Acknowledged means on disk, in the base table and in what is summed up from it. */
export const DURABLE = 'SETTINGS fsync_after_insert = 1, fsync_part_directory = 1';

/** What `hits` has besides the columns that the collector writes. */
const STORE_COLUMNS: readonly Column[] = [
  { name: 'batch_id', type: 'UInt64', comment: 'Block of the loader; is there at most once' },
];

const DAY: Column = {
  name: 'day',
  type: `Date MATERIALIZED toDate(time, '${TIME_ZONE}')`,
  comment: `Day in ${TIME_ZONE}; the month of it is the partition`,
};

const MAP_OF_VISITS = 'Map(String, UInt64)';
const BY_HOUR = 'Array(UInt64)';

const VISIT_DAYS: readonly Column[] = [
  { name: 'site_id', type: 'UInt32', comment: 'Portal' },
  { name: 'day', type: 'Date', comment: `Day in ${TIME_ZONE}` },
  {
    name: 'computed_at',
    type: "DateTime64(3, 'UTC')",
    comment: 'Clock of the store before the computation; the newest row holds',
  },
  {
    name: 'hits',
    type: 'UInt64',
    comment: 'Hits that it was computed from: current while equal to the sum of site_days.hits',
  },
  { name: 'visits', type: BY_HOUR, comment: '24 counts by local hour in which the visit began' },
  { name: 'bounces', type: BY_HOUR, comment: '24 counts of visits with exactly one page view' },
  { name: 'visit_ms', type: BY_HOUR, comment: '24 sums of the length of visits, milliseconds' },
  { name: 'referrers', type: MAP_OF_VISITS, comment: 'Visits by kind|value of the first referrer' },
  { name: 'devices', type: MAP_OF_VISITS, comment: 'Visits by device' },
  { name: 'browsers', type: MAP_OF_VISITS, comment: 'Visits by browser' },
  { name: 'systems', type: MAP_OF_VISITS, comment: 'Visits by operating system' },
];

const COUNTRY_DAYS: readonly Column[] = [
  { name: 'day', type: 'Date', comment: `Day in ${TIME_ZONE}` },
  {
    name: 'computed_at',
    type: "DateTime64(3, 'UTC')",
    comment: 'Clock of the store before the computation; the newest row holds',
  },
  {
    name: 'hits',
    type: 'UInt64',
    comment: 'Hits that it was computed from: current while equal to the sum of country_hour_visitors.hits',
  },
  { name: 'visitors', type: 'UInt64', comment: 'Visitors of the country: a person on two portals counts once' },
  { name: 'visitors_by_hour', type: BY_HOUR, comment: '24 counts by local hour' },
];

const DROPS: readonly Column[] = [
  { name: 'site_id', type: 'UInt32', comment: 'Portal that was named; it need not exist' },
  { name: 'minute', type: "DateTime('UTC')", comment: 'Beginning of the minute, UTC' },
  { name: 'reason', type: 'LowCardinality(String)', comment: 'Why it was not counted: DROP_REASONS' },
  { name: 'count', type: 'UInt64', comment: 'How many' },
  { name: 'sample_host', type: 'String', comment: 'Host of one of them' },
  { name: 'sample_path', type: 'String', comment: 'Path of one of them, without query string' },
  { name: 'batch_id', type: 'UInt64', comment: 'Block of the loader; is there at most once' },
];

export const HITS_TABLE_SQL = table(
  'hits',
  'Every counted hit, once',
  [...HIT_COLUMNS, ...STORE_COLUMNS, DAY],
  ['ENGINE = MergeTree PARTITION BY toYYYYMM(day) ORDER BY (site_id, time)', DURABLE],
  // Whether a block is there is asked after each unclean stop: without it, that reads the column of all hits ever.
  ['INDEX batches batch_id TYPE bloom_filter(0.01) GRANULARITY 1'],
);
export const DROPS_TABLE_SQL = table('drops', 'What was not counted, and why', DROPS, [
  'ENGINE = MergeTree PARTITION BY toYYYYMM(minute) ORDER BY (site_id, minute) TTL minute + INTERVAL 90 DAY',
  DURABLE,
]);
export const VISIT_DAYS_TABLE_SQL = table('visit_days', 'Visits by portal and day; recomputed from hits', VISIT_DAYS, [
  'ENGINE = ReplacingMergeTree(computed_at) PARTITION BY toYYYYMM(day) ORDER BY (site_id, day)',
]);
export const COUNTRY_DAYS_TABLE_SQL = table(
  'country_days',
  'Visitors of the country by day; recomputed',
  COUNTRY_DAYS,
  ['ENGINE = ReplacingMergeTree(computed_at) PARTITION BY toYear(day) ORDER BY day'],
);

export const VISIT_ROUNDS_TABLE_SQL = table(
  'visit_rounds',
  'How far visits and visitors of the country are, noted after rounds that computed all there was to compute. The newest row holds',
  [
    { name: 'only', type: 'UInt8', comment: 'Always 0' },
    {
      name: 'looked_at',
      type: "DateTime64(3, 'UTC')",
      comment: 'Clock of the store before the look for hits that the round began with',
    },
    {
      name: 'through',
      type: "DateTime64(3, 'UTC')",
      comment: 'Clock of the collectors: visits are computed from everything that was acknowledged before',
    },
  ],
  ['ENGINE = ReplacingMergeTree(looked_at) ORDER BY only'],
);

/** The table of a rollup. */
export function rollupTableSql(rollup: Rollup): string {
  const partitionBy = rollup.partitionBy ?? 'toYYYYMM(day)';
  return table(
    rollup.name,
    rollup.comment,
    columnsOf(rollup),
    [
      `ENGINE = ${rollup.engine ?? 'AggregatingMergeTree'}`,
      partitionBy === '' ? '' : `PARTITION BY ${partitionBy}`,
      `ORDER BY (${rollup.orderBy})`,
      rollup.tail ?? '',
      rollup.granularity === undefined ? DURABLE : `${DURABLE}, index_granularity = ${rollup.granularity}`,
    ],
    rollup.indexes,
  );
}

/** The materialised view that keeps a rollup up to date. */
export function rollupViewSql(rollup: Rollup): string {
  return `CREATE MATERIALIZED VIEW IF NOT EXISTS ${rollup.name}_from_hits TO ${rollup.name} AS ${selectOf(rollup)}`;
}

export function table(
  name: string,
  comment: string,
  columns: readonly Column[],
  tail: string[],
  indexes: readonly string[] = [],
): string {
  const lines = columns.map((column) => `  ${column.name} ${column.type} COMMENT ${quote(column.comment)}`);
  lines.push(...indexes.map((index) => `  ${index}`));
  const end = tail.filter((part) => part !== '').join('\n');
  return `CREATE TABLE IF NOT EXISTS ${name} (\n${lines.join(',\n')}\n) ${end}\nCOMMENT ${quote(comment)}`;
}

function quote(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
