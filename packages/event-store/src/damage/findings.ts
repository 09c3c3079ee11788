import { addDays } from '@emc/contract';
import type { Damage, Day } from '@emc/contract';
import { ROLLUPS } from '../schema/rollups.ts';

export type Finding = Omit<Damage, 'since' | 'accepted'>;

/** What was looked at, and what was found there: takes the place of what was found there before. */
export type Findings = Map<string, Finding[]>;

/** Rows of what arrived, by local day, as they were at most: a part that is gone leaves no trace in the store itself. */
export interface Ledger {
  read(): Promise<{ table: string; day: Day; rows: number }[]>;
  /** Keeps the larger of what it holds and what is given. */
  note(rows: readonly { table: string; day: Day; rows: number }[]): Promise<void>;
}

/** Tables of what arrived, which nothing can be computed from again. */
export const RAW_TABLES = ['hits', 'dossier_changes'] as const;

const USAGE = new Set(['hits', 'visit_days', ...ROLLUPS.map(({ name }) => name)]);

/** Whether figures about usage are made from a table; figures about dossiers are made from the others. */
export function isOfUsage(table: string): boolean {
  return USAGE.has(table);
}

/** Tables that are compared with what arrived: a part of theirs that lies aside is damage only when they differ. */
export const COMPARED_TABLES = new Set([
  ...RAW_TABLES,
  ...ROLLUPS.map(({ name }) => name),
  'visit_days',
  'dossiers',
  'system_days',
  'dossier_events',
  'dossier_days',
  'dossier_receipts',
  'dossier_contradictions',
  'dossier_event_days',
]);

export function rowsMissing(table: string, day: Day, missingRows: number): Finding {
  return { table, kind: 'rows-missing', from: day, to: day, missingRows };
}

export function differs(table: string, day: Day): Finding {
  return { table, kind: 'differs', from: day, to: day, missingRows: null };
}

/** Tables that are soon written anew by themselves. */
export const PASSING_TABLES = new Set([
  'country_days',
  'recent_hits',
  'dossier_rounds',
  'visit_rounds',
  'schema_version',
]);

/** Tables of which nothing else says what they held: that they were lost is known only when it is seen. */
export function isUncompared(table: string): boolean {
  return table === 'dossiers_told_twice' || COUNTS_OF_REFUSALS.has(table);
}

/** What was refused is in no figure of a period. */
export const COUNTS_OF_REFUSALS: ReadonlySet<string> = new Set(['drops', 'dossier_drops']);

/** All that a table held is gone; what can be computed again only differs. */
export function lostWhole(table: string): Finding {
  const kind = COUNTS_OF_REFUSALS.has(table) ? 'rows-missing' : 'differs';
  return { table, kind, from: FIRST_DAY, to: LAST_DAY, missingRows: null };
}

const FIRST_DAY = '1970-01-01';
const LAST_DAY = '2149-06-06';

/** The days of a partition: a month, a year, or all that the store's calendar knows. */
export function daysOfPartition(partition: string): { from: Day; to: Day } {
  const month = /^(\d{4})(\d{2})$/.exec(partition);
  if (month !== null) {
    const from = `${month[1]}-${month[2]}-01`;
    const next = month[2] === '12' ? `${Number(month[1]) + 1}-01-01` : nextMonth(month[1]!, month[2]!);
    return { from, to: addDays(next, -1) };
  }
  if (/^\d{4}$/.test(partition)) return { from: `${partition}-01-01`, to: `${partition}-12-31` };
  return { from: FIRST_DAY, to: LAST_DAY };
}

function nextMonth(year: string, month: string): Day {
  return `${year}-${String(Number(month) + 1).padStart(2, '0')}-01`;
}

/** `202611` of a day, as ClickHouse numbers months. */
export function monthOf(day: Day): number {
  return Number(day.slice(0, 4) + day.slice(5, 7));
}
