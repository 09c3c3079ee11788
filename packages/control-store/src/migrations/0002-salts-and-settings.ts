import { type Kysely, sql } from 'kysely';

const STATEMENTS = `
create unlogged table daily_salts (
  day date primary key,
  salt bytea not null
);
comment on table daily_salts is 'The secret with which visitors are told apart on one local day, the same for all collectors. Unlogged, so that it is in no log, backup or standby; deleted when the day is over.';
comment on column daily_salts.day is 'The local day (Asia/Ho_Chi_Minh) for which it holds';
comment on column daily_salts.salt is '32 random bytes';

create table settings (
  key text primary key,
  value jsonb not null
);
comment on table settings is 'What the installation remembers about itself';
comment on column settings.key is 'Name, such as simulated';
comment on column settings.value is 'Any JSON value';
`;

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(STATEMENTS).execute(db);
}
