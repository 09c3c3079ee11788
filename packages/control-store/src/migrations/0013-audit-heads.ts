import { type Kysely, sql } from 'kysely';

const STATEMENTS = `
create table audit_heads (
  day date primary key,
  noted_at timestamptz not null,
  number bigint not null,
  hash text not null
);
comment on table audit_heads is 'The last entry of the audit log as it was when each day began; published, and only ever added to';
comment on column audit_heads.day is 'Local day';
comment on column audit_heads.noted_at is 'When it was noted: in the first minutes of the day, or when the program was started on it';
comment on column audit_heads.number is 'Number of the last entry; 0 = the log was empty';
comment on column audit_heads.hash is 'Its hash';
create trigger only_added before update or delete on audit_heads for each row execute function refuse_change();
create trigger never_emptied before truncate on audit_heads execute function refuse_change();
`;

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(STATEMENTS).execute(db);
}
