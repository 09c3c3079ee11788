import type { ColumnType, Generated } from 'kysely';

/** People who sign in, and the audit log. What the columns mean stands in migrations/0006-accounts.ts and 0013-audit-heads.ts. */
export interface AccountsTables {
  people: PeopleTable;
  people_credentials: CredentialsTable;
  people_sessions: SessionsTable;
  people_second_factors: SecondFactorsTable;
  people_verifications: VerificationsTable;
  sign_in_tries: { key: string; count: number; ends_at: Date };
  audit_entries: AuditEntriesTable;
  audit_head: { one: Generated<boolean>; number: number; hash: string };
  audit_heads: AuditHeadsTable;
}

interface PeopleTable {
  id: string;
  email: string;
  name: string;
  role: 'operator' | 'body' | 'committee';
  body_code: string | null;
  disabled: Generated<boolean>;
  must_change_password: Generated<boolean>;
  two_factor_enabled: Generated<boolean>;
  email_verified: Generated<boolean>;
  image: string | null;
  created_at: Date;
  updated_at: Date;
}

interface CredentialsTable {
  id: string;
  user_id: string;
  account_id: string;
  provider_id: string;
  password: string | null;
  created_at: Date;
  updated_at: Date;
}

interface SessionsTable {
  id: string;
  user_id: string;
  token: string;
  expires_at: Date;
}

interface SecondFactorsTable {
  id: string;
  user_id: string;
  secret: string;
  backup_codes: string;
}

interface VerificationsTable {
  id: string;
  identifier: string;
  value: string;
  expires_at: Date;
}

/** Rows are never updated. */
type Kept<T> = ColumnType<T, T, never>;

interface AuditEntriesTable {
  number: Kept<number>;
  at: Kept<Date>;
  actor: Kept<string>;
  role: Kept<string>;
  action: Kept<string>;
  target: Kept<string>;
  outcome: Kept<string>;
  detail: Kept<string>;
  previous_hash: Kept<string>;
  hash: Kept<string>;
}

interface AuditHeadsTable {
  /** YYYY-MM-DD */
  day: Kept<string>;
  noted_at: Kept<Date>;
  number: Kept<number>;
  hash: Kept<string>;
}
