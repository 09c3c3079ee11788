import { DOSSIER_SCHEMA } from './dossiers.ts';
import { ROLLUPS } from './rollups.ts';
import {
  COUNTRY_DAYS_TABLE_SQL,
  DROPS_TABLE_SQL,
  HITS_TABLE_SQL,
  rollupTableSql,
  rollupViewSql,
  VISIT_DAYS_TABLE_SQL,
  VISIT_ROUNDS_TABLE_SQL,
} from './tables.ts';

/** The tables and views that the code of today writes and reads. The steps must lead to them: a test compares. */
export const DECLARED_SCHEMA: readonly string[] = [
  HITS_TABLE_SQL,
  ...ROLLUPS.map(rollupTableSql),
  ...ROLLUPS.map(rollupViewSql),
  VISIT_DAYS_TABLE_SQL,
  COUNTRY_DAYS_TABLE_SQL,
  DROPS_TABLE_SQL,
  ...DOSSIER_SCHEMA,
  VISIT_ROUNDS_TABLE_SQL,
];
