import { TIME_ZONE } from '@emc/contract';
import { DOSSIER_COLUMNS, STATUSES_IN_ORDER } from '../dossiers/dossier-change.ts';
import type { Column } from '../hits-table.ts';
import { DOSSIER_DAYS_SCHEMA } from './dossier-days.ts';
import { DURABLE, table } from './tables.ts';

/**
 * Dossiers: every accepted change, the state of every dossier, and counts by system and day.
 *
 * The state is a function of the *set* of changes: each column is a maximum, a minimum or a union, so that order, repetition
 * and lateness never alter it, and a block that was inserted twice, or of which a part is inserted again after a crash, does no
 * harm. A dossier's counts are recomputed from its state (see the room `measure`), like visits from hits.
 */
const TIME = "DateTime64(3, 'UTC')";
/** Stands for "never" where the earliest of several times is kept. */
const NEVER = `toDateTime64('2299-01-01 00:00:00', 3, 'UTC')`;
const RANK = `toUInt8(indexOf([${STATUSES_IN_ORDER.join(', ')}], toInt32(status)))`;

const DOSSIER_CHANGES_TABLE_SQL = table(
  'dossier_changes',
  'Every accepted change of a dossier, once; nothing about applicants',
  [
    ...DOSSIER_COLUMNS,
    { name: 'batch_id', type: 'UInt64', comment: 'Block of the loader; is there at most once' },
    {
      name: 'day',
      type: `Date MATERIALIZED toDate(received, '${TIME_ZONE}')`,
      comment: `Day of receipt in ${TIME_ZONE}`,
    },
  ],
  ['ENGINE = MergeTree PARTITION BY toYYYYMM(day) ORDER BY (system_id, received)', DURABLE],
  ['INDEX batches batch_id TYPE bloom_filter(0.01) GRANULARITY 1'],
);

/**
 * The fields of a synchronised record, in the order in which two records of the same version are compared: the one further on
 * holds, of those with the same status one that its sender calls an update (`isUpdating`), so that a correction which names
 * no newer instant is one. Arrival never decides: a record that is repeated after its correction must not undo it.
 */
const SNAPSHOT = [
  ['version', TIME],
  ['rank', 'UInt8'],
  ['status', 'UInt8'],
  ['updating', 'UInt8'],
  ['submitted', TIME],
  ['received_by_desk', TIME],
  ['due', TIME],
  ['processed', TIME],
  ['returned', TIME],
  ['refused', TIME],
  ['supplement_s', 'UInt32'],
  ['supplements', 'UInt8'],
  ['channel', 'UInt8'],
  ['delivery', 'UInt8'],
  ['has_fee', 'UInt8'],
  ['paid_online', 'UInt8'],
  ['from_national_portal', 'UInt8'],
  ['applicant_kind', 'UInt8'],
  ['components', 'UInt16'],
  ['digitised', 'UInt16'],
  ['reused', 'UInt16'],
  ['databases', 'UInt16'],
  ['procedure', 'String'],
  ['unit', 'String'],
] as const;

/** What TrackingMCDT said, the furthest status first. */
const TRACKED = [
  ['rank', 'UInt8'],
  ['status', 'UInt8'],
  ['channel', 'UInt8'],
  ['declared_level', 'UInt8'],
  ['delivery', 'UInt8'],
  ['has_fee', 'UInt8'],
  ['paid_online', 'UInt8'],
  ['from_national_portal', 'UInt8'],
  ['procedure', 'String'],
] as const;

type Fields = readonly (readonly [string, string])[];
const tupleType = (fields: Fields): string => `Tuple(${fields.map(([name, type]) => `${name} ${type}`).join(', ')})`;
const tupleOf = (fields: Fields): string =>
  `CAST(tuple(${fields.map(([name]) => (name === 'rank' ? RANK : name)).join(', ')}), '${tupleType(fields).replaceAll("'", "\\'")}')`;

interface StateColumn extends Column {
  from: string;
}

const largest = (name: string, type: string, from: string, comment: string): StateColumn => ({
  name,
  type: `SimpleAggregateFunction(max, ${type})`,
  comment,
  from,
});
const earliest = (name: string, from: string, comment: string): StateColumn => ({
  name,
  type: `SimpleAggregateFunction(min, ${TIME})`,
  comment: `${comment}; 2299 = never`,
  from,
});
const when = (condition: string, time: string): string => `min(if(${condition}, ${time}, ${NEVER}))`;

const DAYS_NAMED = `arrayFilter(t -> t > toDateTime64(0, 3, 'UTC'), [received, coded, version, submitted, received_by_desk, processed, returned, refused])`;

export const DOSSIER_STATE_COLUMNS: readonly StateColumn[] = [
  { name: 'system_id', type: 'UInt32', comment: 'Procedure system', from: 'system_id' },
  { name: 'dossier', type: 'String', comment: 'Official code, or a keyed digest of another', from: 'dossier' },
  largest(
    'snapshot',
    tupleType(SNAPSHOT),
    `maxIf(${tupleOf(SNAPSHOT)}, feed = 'synchronisation')`,
    'Newest synchronised record; version 1970 = none',
  ),
  largest(
    'tracked',
    tupleType(TRACKED),
    `maxIf(${tupleOf(TRACKED)}, feed = 'tracking')`,
    'Furthest record of TrackingMCDT; rank 0 = none',
  ),
  largest(
    'progress',
    'Tuple(version ' + TIME + ', rank UInt8, status UInt8)',
    `maxIf(CAST(tuple(version, ${RANK}, status), 'Tuple(version DateTime64(3, \\'UTC\\'), rank UInt8, status UInt8)'), feed = 'progress')`,
    'Newest step of progress; version 1970 = none',
  ),
  largest('coded_day', TIME, 'max(coded)', 'Begin of the day that the code names; 1970 = none'),
  earliest('first_heard', 'min(received)', 'When any change of it first arrived'),
  earliest(
    'tracked_received',
    when("feed = 'tracking' AND status != 0", 'received'),
    'When TrackingMCDT first told of it',
  ),
  earliest(
    'tracked_returned',
    when("feed = 'tracking' AND status = 10", 'received'),
    'When TrackingMCDT first told of its result',
  ),
  earliest(
    'progress_processed',
    when("feed = 'progress' AND status = 9", 'version'),
    'When progress first told that it was processed',
  ),
  earliest(
    'progress_returned',
    when("feed = 'progress' AND status = 10", 'version'),
    'When progress first told that it was returned',
  ),
  earliest(
    'progress_stopped',
    when("feed = 'progress' AND status IN (3, 7, 8)", 'version'),
    'When progress first told that it was refused, withdrawn or stopped',
  ),
  {
    name: 'days',
    type: 'SimpleAggregateFunction(groupUniqArrayArray, Array(Date))',
    comment: `Every day in ${TIME_ZONE} that any of its changes names or arrived on: it is counted on no other`,
    from: `groupUniqArrayArray(arrayMap(t -> toDate(t, '${TIME_ZONE}'), ${DAYS_NAMED}))`,
  },
  largest('touched_at', TIME, "max(now64(3, 'UTC'))", 'Last insert, clock of the store'),
];

const DOSSIERS_TABLE_SQL = table(
  'dossiers',
  'State of every dossier; a function of the set of its changes',
  DOSSIER_STATE_COLUMNS,
  // A computation looks up the few dossiers of a day: small granules, or it would read a system's dossiers whole.
  ['ENGINE = AggregatingMergeTree ORDER BY (system_id, dossier)', `${DURABLE}, index_granularity = 1024`],
  ['INDEX touched touched_at TYPE minmax GRANULARITY 1'],
);

/** Makes states from changes: in the view with every insert, and again for blocks of unknown outcome. */
export function dossierStatesSelect(only?: string): string {
  const columns = DOSSIER_STATE_COLUMNS.map(({ name, from }) => (name === from ? name : `${from} AS ${name}`)).join(
    ', ',
  );
  return `SELECT ${columns} FROM dossier_changes ${only === undefined ? '' : `WHERE ${only} `}GROUP BY system_id, dossier`;
}

const DOSSIERS_VIEW_SQL = `CREATE MATERIALIZED VIEW IF NOT EXISTS dossiers_from_changes TO dossiers AS ${dossierStatesSelect()}`;

/** When a system was heard, by day of receipt: for its state. A maximum, so a block counted twice does no harm. */
const SYSTEM_DAYS_TABLE_SQL = table(
  'system_days',
  'When something last arrived from a system, by day',
  [
    { name: 'system_id', type: 'UInt32', comment: 'Procedure system' },
    { name: 'day', type: 'Date', comment: `Day of receipt in ${TIME_ZONE}` },
    { name: 'last_change_at', type: `SimpleAggregateFunction(max, ${TIME})`, comment: 'Last change of the day, UTC' },
    { name: 'touched_at', type: `SimpleAggregateFunction(max, ${TIME})`, comment: 'Last insert, clock of the store' },
  ],
  ['ENGINE = AggregatingMergeTree PARTITION BY toYYYYMM(day) ORDER BY (system_id, day)', DURABLE],
);

export function systemDaysSelect(only?: string): string {
  const where = only === undefined ? '' : `WHERE ${only} `;
  return `SELECT system_id, day, max(received) AS last_change_at, max(now64(3, 'UTC')) AS touched_at FROM dossier_changes ${where}GROUP BY system_id, day`;
}

const SYSTEM_DAYS_VIEW_SQL = `CREATE MATERIALIZED VIEW IF NOT EXISTS system_days_from_changes TO system_days AS ${systemDaysSelect()}`;

/** Changes that were not taken, and why: by system (0 = none could be told), minute and reason. */
const DOSSIER_DROPS_TABLE_SQL = table(
  'dossier_drops',
  'Dossier changes that were not taken, and why',
  [
    { name: 'system_id', type: 'UInt32', comment: 'Procedure system; 0 = unknown' },
    { name: 'minute', type: "DateTime('UTC')", comment: 'Beginning of the minute, UTC' },
    { name: 'reason', type: 'LowCardinality(String)', comment: 'DOSSIER_DROP_REASONS' },
    { name: 'count', type: 'UInt64', comment: 'How many' },
    { name: 'batch_id', type: 'UInt64', comment: 'Block of the loader; is there at most once' },
  ],
  [
    'ENGINE = MergeTree PARTITION BY toYYYYMM(minute) ORDER BY (system_id, minute) TTL minute + INTERVAL 90 DAY',
    DURABLE,
  ],
);

export const DOSSIER_SCHEMA = [
  DOSSIER_CHANGES_TABLE_SQL,
  DOSSIERS_TABLE_SQL,
  SYSTEM_DAYS_TABLE_SQL,
  DOSSIERS_VIEW_SQL,
  SYSTEM_DAYS_VIEW_SQL,
  ...DOSSIER_DAYS_SCHEMA,
  DOSSIER_DROPS_TABLE_SQL,
];
