import type { Day, Procedure, ProcedureLevel } from '@emc/contract';
import type { ColumnType, Generated } from 'kysely';

/** The catalogue of procedures; what each column means stands in migrations/0003-procedures.ts. */
export interface ProceduresTables {
  procedures: { id: Generated<number>; body_code: string; code: string };
  procedure_versions: ProcedureVersionsTable;
  catalogue_version: { one: boolean; version: number };
}

interface ProcedureVersionsTable {
  id: Generated<number>;
  procedure_id: number;
  local_code: string | null;
  name_vi: string;
  name_en: string | null;
  field_code: string | null;
  field_vi: string;
  level: ProcedureLevel;
  services: ColumnType<Procedure['services'], string, string>;
  has_fee: boolean;
  online_payment: boolean;
  /** The driver gives `numeric` as text. */
  statutory_days: ColumnType<string | null, number | null, number | null>;
  valid_from: Day | null;
  valid_to: Day | null;
}
