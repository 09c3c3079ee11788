import { DOSSIER_SCHEMA } from './dossiers.ts';
import { ROLLUPS } from './rollups.ts';
import {
  COUNTRY_DAYS_TABLE_SQL,
  DROPS_TABLE_SQL,
  HITS_TABLE_SQL,
  rollupTableSql,
  rollupViewSql,
  VISIT_DAYS_TABLE_SQL,
} from './tables.ts';

/** A step of the schema. Every statement is harmless when applied twice, because a step may stop halfway. */
export interface SchemaStep {
  version: number;
  statements: readonly string[];
}

/**
 * The schema, step by step. Version 1 is declared by the tables of today until the first release; from then on a change
 * is a new step here, and version 1 is written out as it was.
 */
export const SCHEMA_STEPS: readonly SchemaStep[] = [
  {
    version: 1,
    statements: [
      HITS_TABLE_SQL,
      ...ROLLUPS.map(rollupTableSql),
      ...ROLLUPS.map(rollupViewSql),
      VISIT_DAYS_TABLE_SQL,
      COUNTRY_DAYS_TABLE_SQL,
      DROPS_TABLE_SQL,
      ...DOSSIER_SCHEMA,
    ],
  },
];

export const SCHEMA_VERSION = Math.max(...SCHEMA_STEPS.map(({ version }) => version));
