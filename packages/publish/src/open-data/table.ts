import type { OpenDataTable, Period, PeriodQuery, Day } from '@emc/contract';
import type { Words } from '../negotiate.ts';
import type { Services } from '../route.ts';

type Cell = string | number | boolean | null;
export type Row = Record<string, Cell>;

/** What a table may be asked for; what is left out is what the API itself assumes. */
interface Asked extends PeriodQuery {
  asOf?: Day | undefined;
  set: string;
}

interface Column {
  type: OpenDataTable['columns'][number]['type'];
  /** Unit of a number; null where there is none. */
  unit: string | null;
  words: Words;
}

/** A table of the open data: the same answers as the pages show, flat. */
export interface Table {
  id: string;
  title: Words;
  description: Words;
  updated: Words;
  columns: Record<string, Column>;
  rows(
    services: Services,
    asked: Asked,
  ): Promise<{ asOf: string; period: Period | null; simulated: boolean; rows: Row[] }>;
}

const column =
  (type: Column['type'], unit: string | null) =>
  (vi: string, en: string): Column => ({ type, unit, words: { vi, en } });

/** Words for a column, by its type. */
export const text = column('text', null);
export const day = column('day', null);
export const instant = column('instant', null);
export const yes = column('boolean', null);
export const count = column('integer', 'count');
export const points = column('number', 'points');
export const share = column('number', '0..1');
export const place = column('integer', null);

export const EACH_CALL: Words = { vi: 'Tính tại thời điểm hỏi', en: 'Computed when it is asked for' };
