import { TIME_ZONE } from '@emc/contract';
import { table } from './tables.ts';

/** What the room `measure` computes from the states of dossiers. */
const TIME = "DateTime64(3, 'UTC')";

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
  'Counts of dossiers by system, day and procedure; recomputed from the states. The newest row of a system and day holds',
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

export const DOSSIER_DAYS_SCHEMA = [DOSSIER_DAYS_TABLE_SQL, DOSSIER_ROUNDS_TABLE_SQL];
