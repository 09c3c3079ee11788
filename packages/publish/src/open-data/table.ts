import type { Day, Missing, OpenDataTable, Period, PeriodQuery, WordsInBoth } from '@emc/contract';
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
  words: WordsInBoth;
}

/** The answer of a table. */
interface Rows {
  asOf: string;
  period: Period | null;
  simulated: boolean;
  /** What figures lack; left out where there are none. */
  missing?: Missing[];
  rows: Row[];
}

/** A table of the open data: the same answers as the pages show, flat. */
export interface Table {
  id: string;
  title: WordsInBoth;
  description: WordsInBoth;
  updated: WordsInBoth;
  columns: Record<string, Column>;
  rows(services: Services, asked: Asked): Promise<Rows>;
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

export const EACH_CALL: WordsInBoth = { vi: 'Tính tại thời điểm hỏi', en: 'Computed when it is asked for' };
