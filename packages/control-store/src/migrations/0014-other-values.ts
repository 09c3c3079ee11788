import { type Kysely, sql } from 'kysely';

const STATEMENTS = `
create table other_values (
  site_id bigint not null,
  day date not null,
  field text not null,
  collector text not null,
  hits bigint not null,
  sketch bytea not null,
  primary key (site_id, day, field, collector)
);
comment on table other_values is 'How much of a portal''s day was stored as "other", because it brought more different values than a day has places for';
comment on column other_values.site_id is 'Portal';
comment on column other_values.day is 'Local day on which the hits happened';
comment on column other_values.field is 'What was replaced: a name of BOUNDED_FIELDS; any = hits in which anything was';
comment on column other_values.collector is 'Id of the process that took the hits';
comment on column other_values.hits is 'Hits, by this collector';
comment on column other_values.sketch is 'Registers that estimate how many different values, 256 bytes; those of several collectors are merged by their maximum. Empty for any';
`;

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(STATEMENTS).execute(db);
}
