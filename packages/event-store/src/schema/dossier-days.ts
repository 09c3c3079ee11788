import { TIME_ZONE } from '@emc/contract';
import { DURABLE, table } from './tables.ts';

/** What the room `measure` computes from the states of dossiers. */
const TIME = "DateTime64(3, 'UTC')";
const YES = 'UInt8';

/**
 * What a dossier counts for, on the day of its receipt and on that of its end: a row is written when that changes, so a day
 * is counted again only when something counts in another way than before, and by reading what counts on it alone.
 * On disk before it is told how far the counts are: the next process takes that for granted.
 */
const DOSSIER_EVENTS_TABLE_SQL = table(
  'dossier_events',
  'Receipts and ends of dossiers, as resolved from their states. The newest row of a dossier, day and event holds',
  [
    { name: 'system_id', type: 'UInt32', comment: 'Procedure system' },
    { name: 'day', type: 'Date', comment: `Day in ${TIME_ZONE}` },
    { name: 'dossier', type: 'String', comment: 'As in dossiers' },
    { name: 'is_end', type: YES, comment: '0 receipt, 1 end, 2 something that cannot be' },
    { name: 'resolved_at', type: TIME, comment: 'Clock of the store before the dossier was resolved' },
    { name: 'counts', type: YES, comment: '0: it no longer happened on this day; the columns below are empty' },
    { name: 'procedure', type: 'LowCardinality(String)', comment: 'Procedure code' },
    { name: 'channel', type: 'UInt8', comment: 'How it was handed in, as in dossier_changes' },
    { name: 'from_home', type: YES, comment: 'Handed in online, the result not fetched at a desk' },
    { name: 'has_fee', type: YES, comment: 'A fee is to be paid' },
    { name: 'paid_online', type: YES, comment: 'It was paid online' },
    { name: 'in_time', type: 'Int8', comment: '1 on time, 0 late, -1 without due time' },
    { name: 'took_s', type: 'Int64', comment: 'From receipt to end, supplement time taken off; -1 = not known' },
    { name: 'flags', type: 'UInt16', comment: 'Bits of DOSSIER_CONTRADICTIONS, where is_end is 2' },
  ],
  [
    'ENGINE = ReplacingMergeTree(resolved_at) PARTITION BY toYYYYMM(day) ORDER BY (system_id, day, dossier, is_end)',
    `${DURABLE}, index_granularity = 1024`,
  ],
);

/** On which days something came to count in another way, and when: those whose counts are older are to be counted again. */
const DOSSIER_EVENT_DAYS_TABLE_SQL = table(
  'dossier_event_days',
  'When receipts and ends of a system and day last changed. The newest row holds',
  [
    { name: 'system_id', type: 'UInt32', comment: 'Procedure system' },
    { name: 'day', type: 'Date', comment: `Day in ${TIME_ZONE}` },
    { name: 'resolved_at', type: TIME, comment: 'Clock of the store before the dossiers were resolved' },
  ],
  ['ENGINE = ReplacingMergeTree(resolved_at) PARTITION BY toYYYYMM(day) ORDER BY (system_id, day)', DURABLE],
);

/** In the view with every insert, and again for what was being written when a server or a process ended. */
export function dossierEventDaysSelect(only?: string): string {
  const where = only === undefined ? '' : `WHERE ${only} `;
  return `SELECT system_id, day, max(resolved_at) AS resolved_at FROM dossier_events ${where}GROUP BY system_id, day`;
}

const DOSSIER_EVENT_DAYS_VIEW_SQL = `CREATE MATERIALIZED VIEW IF NOT EXISTS dossier_event_days_from_events TO dossier_event_days AS
${dossierEventDaysSelect()}`;

/** The receipts by dossier, to find others who told of the same. Codes of no official form name no dossier of the country. */
const DOSSIER_RECEIPTS_TABLE_SQL = table(
  'dossier_receipts',
  'Which systems told of a receipt of a dossier with an official code. The newest row of a dossier, system and day holds',
  [
    { name: 'dossier', type: 'String', comment: 'Official code' },
    { name: 'system_id', type: 'UInt32', comment: 'Procedure system' },
    { name: 'day', type: 'Date', comment: `Day in ${TIME_ZONE}` },
    { name: 'resolved_at', type: TIME, comment: 'Clock of the store before the dossier was resolved' },
    { name: 'counts', type: YES, comment: '0: it was no longer received on this day' },
  ],
  [
    'ENGINE = ReplacingMergeTree(resolved_at) ORDER BY (dossier, system_id, day)',
    `${DURABLE}, index_granularity = 1024`,
  ],
);

const DOSSIER_RECEIPTS_VIEW_SQL = `CREATE MATERIALIZED VIEW IF NOT EXISTS dossier_receipts_from_events TO dossier_receipts AS
SELECT dossier, system_id, day, resolved_at, counts FROM dossier_events WHERE is_end = 0 AND NOT startsWith(dossier, 'x-')`;

/** A dossier is known by its system and code: told by two, it counts with both. Found here, so that somebody can reconcile them. */
const DOSSIERS_TOLD_TWICE_TABLE_SQL = table(
  'dossiers_told_twice',
  'Dossiers that another system counts as received too. The newest row of both systems and the dossier holds',
  [
    { name: 'system_id', type: 'UInt32', comment: 'Procedure system' },
    { name: 'other_id', type: 'UInt32', comment: 'The other that told of it' },
    { name: 'dossier', type: 'String', comment: 'Official code' },
    {
      name: 'day',
      type: 'Date',
      comment: 'On which the system counts it as received; 1970 = one of the two no longer does',
    },
    { name: 'resolved_at', type: TIME, comment: 'Clock of the store before the dossier was resolved' },
  ],
  ['ENGINE = ReplacingMergeTree(resolved_at) ORDER BY (system_id, other_id, dossier)', DURABLE],
);

/** Dossiers that say what cannot be, by system and day: few, so that every figure can name how many. */
const DOSSIER_CONTRADICTIONS_TABLE_SQL = table(
  'dossier_contradictions',
  'Dossiers of which something that was said cannot be. The newest row of a system, day and dossier holds',
  [
    { name: 'system_id', type: 'UInt32', comment: 'Procedure system' },
    { name: 'day', type: 'Date', comment: `Day of receipt in ${TIME_ZONE}; of the first arrival where not received` },
    { name: 'dossier', type: 'String', comment: 'As in dossiers' },
    { name: 'resolved_at', type: TIME, comment: 'Clock of the store before the dossier was resolved' },
    { name: 'flags', type: 'UInt16', comment: 'Bits of DOSSIER_CONTRADICTIONS; 0 = none any more' },
  ],
  ['ENGINE = ReplacingMergeTree(resolved_at) PARTITION BY toYYYYMM(day) ORDER BY (system_id, day, dossier)', DURABLE],
);

/** In the view with every insert, and again for what was being written when a server or a process ended. */
export function dossierContradictionsSelect(only?: string): string {
  const where = only === undefined ? '' : ` AND ${only}`;
  return `SELECT system_id, day, dossier, resolved_at, flags FROM dossier_events WHERE is_end = 2${where}`;
}

const DOSSIER_CONTRADICTIONS_VIEW_SQL = `CREATE MATERIALIZED VIEW IF NOT EXISTS dossier_contradictions_from_events TO dossier_contradictions AS
${dossierContradictionsSelect()}`;

/** What counts of dossiers a row of `dossier_days` holds: one array each, beside `procedures`. */
export const DOSSIER_DAY_COUNTS = [
  'received',
  'received_direct',
  'received_online',
  'received_post',
  'online_home',
  'with_fee',
  'paid_online',
  'finished',
  'on_time',
  'late',
  'without_due_time',
  'processing_s',
  'processing_known',
] as const;

const DOSSIER_DAYS_TABLE_SQL = table(
  'dossier_days',
  'Counts of dossiers by system, day and procedure; recomputed from the events. The newest row of a system and day holds',
  [
    { name: 'system_id', type: 'UInt32', comment: 'Procedure system' },
    { name: 'day', type: 'Date', comment: `Day in ${TIME_ZONE}` },
    { name: 'computed_at', type: TIME, comment: 'Clock of the store before the computation; the newest row holds' },
    {
      name: 'procedures',
      type: 'Array(LowCardinality(String))',
      comment: 'Procedure codes; the arrays below are parallel to it',
    },
    ...DOSSIER_DAY_COUNTS.map((name) => ({ name, type: 'Array(UInt64)', comment: `${name}, by procedure` })),
  ],
  ['ENGINE = ReplacingMergeTree(computed_at) PARTITION BY toYYYYMM(day) ORDER BY (system_id, day)'],
);

/**
 * How far the counts are. The arrays are parallel: a row of its own for each system would have to be taken back when it is
 * no longer behind.
 */
const DOSSIER_ROUNDS_TABLE_SQL = table(
  'dossier_rounds',
  'How far the counts of dossiers are, told after each round of computing them. The newest row holds',
  [
    { name: 'only', type: 'UInt8', comment: 'Always 0' },
    {
      name: 'looked_at',
      type: TIME,
      comment: 'Clock of the store before the look for changes that the round began with',
    },
    {
      name: 'through',
      type: TIME,
      comment: 'Clock of the collectors: what was acknowledged before is counted, but of systems that are behind',
    },
    {
      name: 'behind',
      type: 'Array(UInt32)',
      comment: 'Systems of which not everything is counted that the look found',
    },
    {
      name: 'behind_since',
      type: `Array(${TIME})`,
      comment: 'The first insert that is not counted, clock of the store',
    },
    {
      name: 'behind_through',
      type: `Array(${TIME})`,
      comment: 'What the system was acknowledged before is counted; 1970 = nothing is known to be',
    },
  ],
  ['ENGINE = ReplacingMergeTree(looked_at) ORDER BY only'],
);

export const DOSSIER_DAYS_SCHEMA = [
  DOSSIER_EVENTS_TABLE_SQL,
  DOSSIER_EVENT_DAYS_TABLE_SQL,
  DOSSIER_EVENT_DAYS_VIEW_SQL,
  DOSSIER_RECEIPTS_TABLE_SQL,
  DOSSIER_RECEIPTS_VIEW_SQL,
  DOSSIERS_TOLD_TWICE_TABLE_SQL,
  DOSSIER_CONTRADICTIONS_TABLE_SQL,
  DOSSIER_CONTRADICTIONS_VIEW_SQL,
  DOSSIER_DAYS_TABLE_SQL,
  DOSSIER_ROUNDS_TABLE_SQL,
];
