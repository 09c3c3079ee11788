import { TIME_ZONE } from '@emc/contract';
import type { Column } from '../hits-table.ts';

/** A column of a rollup: besides name, type and comment, the expression that makes it from `hits`. */
export interface RollupColumn extends Column {
  from: string;
}

/**
 * A table that `hits` is summed up into, declared once. The same SELECT fills it as a materialised view with every
 * insert and again when a day is rebuilt, so that the two cannot disagree.
 */
export interface Rollup {
  name: string;
  comment: string;
  /** Columns to group by, besides `day`; empty `measures` = one row a hit, not grouped. */
  keys: RollupColumn[];
  measures: RollupColumn[];
  /** Which hits count; all when left out. */
  where?: string;
  /** ORDER BY of the table: names of keys and `day`. */
  orderBy: string;
  /** Rows between two marks of the primary key; small where a row holds a state of many kilobytes. */
  granularity?: number;
  /** Data skipping indexes, as SQL. */
  indexes?: readonly string[];
  /** Engine and what follows ORDER BY, when not the usual of a rollup. */
  engine?: string;
  partitionBy?: string;
  tail?: string;
}

export function column(name: string, type: string, comment: string, from: string = name): RollupColumn {
  return { name, type, comment, from };
}

export const DAY_COLUMN: RollupColumn = column('day', 'Date', `Day in ${TIME_ZONE}`);

/** A count that adds up over rows. */
export function count(name: string, comment: string, from: string): RollupColumn {
  return { name, type: 'SimpleAggregateFunction(sum, UInt64)', comment, from };
}

/** All columns in order, the day included. */
export function columnsOf(rollup: Rollup): RollupColumn[] {
  return [...rollup.keys, ...rollup.measures];
}

/** The SELECT that makes a rollup's rows from `hits`; `only` narrows the hits (the rebuild of a day). */
export function selectOf(rollup: Rollup, only?: string): string {
  const where = [rollup.where, only]
    .filter((condition) => condition !== undefined)
    .map((condition) => `(${condition})`);
  const select = columnsOf(rollup).map(({ name, from }) => (name === from ? name : `${from} AS ${name}`));
  const grouped = rollup.measures.length > 0;
  return [
    `SELECT ${select.join(', ')}`,
    'FROM hits',
    where.length > 0 ? `WHERE ${where.join(' AND ')}` : '',
    grouped ? `GROUP BY ${rollup.keys.map(({ name }) => name).join(', ')}` : '',
  ].join(' ');
}
