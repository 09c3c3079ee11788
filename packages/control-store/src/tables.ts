import type { BoundedFieldName, DamageKind, Day, HealthReport } from '@emc/contract';
import type { ColumnType, Generated } from 'kysely';
import type { AccountsTables } from './tables-accounts.ts';
import type { ProceduresTables } from './tables-procedures.ts';
import type { SystemsTables } from './tables-systems.ts';
import type { ConnectionTables } from './tables-connection.ts';

/** The tables as TypeScript sees them. What they mean stands in the migrations, beside each column. */
export interface Database extends ProceduresTables, SystemsTables, AccountsTables, ConnectionTables {
  bodies: BodiesTable;
  body_names: BodyNamesTable;
  body_successions: BodySuccessionsTable;
  units: UnitsTable;
  portals: PortalsTable;
  portal_owners: PortalOwnersTable;
  register_version: { one: boolean; version: number };
  collector_salts: CollectorSaltsTable;
  settings: { key: string; value: ColumnType<unknown, string, string> };
  processes: ProcessesTable;
  event_rows: { table_name: string; day: Day; rows: number };
  damage: DamageTable;
  other_values: OtherValuesTable;
}

interface BodiesTable {
  code: string;
  certainty: string;
}

interface BodyNamesTable {
  code: string;
  name_vi: string;
  name_en: string;
  kind: string;
  valid_from: Day | null;
  valid_to: Day | null;
}

interface BodySuccessionsTable {
  predecessor: string;
  successor: string;
  on_day: Day;
}

interface UnitsTable {
  id: Generated<number>;
  body_code: string;
  parent_id: number | null;
  code: string | null;
  name_vi: string;
  name_en: string;
  valid_from: Day | null;
  valid_to: Day | null;
}

interface PortalsTable {
  site_id: number;
  kind: string;
  name: string;
  name_en: string | null;
  url: string;
  url_key: string;
  allowed_hosts: string[];
  live_on: Day | null;
  registered_at: Date;
  retired_on: Day | null;
}

interface PortalOwnersTable {
  site_id: number;
  body_code: string;
  unit_id: number | null;
  valid_from: Day | null;
  valid_to: Day | null;
}

interface CollectorSaltsTable {
  day: Day;
  process: string;
  public_key: Buffer;
  holds: string | null;
  sealed: Buffer | null;
  sealed_rank: string | null;
}

/** How far a collector's hits are loaded, and how its spool does. */
export type CollectorState = Pick<HealthReport, 'loader' | 'spool'> & {
  /** Servers of the event store that lack what others hold, as it knows. */
  serversLacking?: string[];
};

interface DamageTable {
  scope: string;
  table_name: string;
  kind: DamageKind;
  from_day: Day;
  to_day: Day;
  missing_rows: number | null;
  since: Generated<Date>;
  accepted: Generated<boolean>;
}

interface OtherValuesTable {
  site_id: number;
  day: Day;
  field: BoundedFieldName | 'any';
  collector: string;
  hits: number;
  sketch: Buffer;
}

interface ProcessesTable {
  id: string;
  name: string;
  roles: string[];
  started_at: Date;
  seen_at: Date;
  stopped_at: Date | null;
  collector: ColumnType<CollectorState | null, string | null, string | null>;
}
