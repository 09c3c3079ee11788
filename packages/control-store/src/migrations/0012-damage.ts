import { type Kysely, sql } from 'kysely';

const STATEMENTS = `
create table event_rows (
  table_name text not null,
  day date not null,
  rows bigint not null,
  primary key (table_name, day)
);
comment on table event_rows is 'How many rows of each day the event store held at most, of the tables of what arrived. A part of such a table that is gone leaves no trace in the event store itself.';
comment on column event_rows.table_name is 'hits or dossier_changes';
comment on column event_rows.day is 'Local day, as the table partitions by it';
comment on column event_rows.rows is 'Never goes down';

create table damage (
  scope text not null,
  table_name text not null,
  kind text not null,
  from_day date not null,
  to_day date not null,
  missing_rows bigint,
  since timestamptz not null default now(),
  accepted boolean not null default false,
  primary key (scope, table_name, kind, from_day)
);
comment on table damage is 'What of the event store is damaged, as it was last looked for. A row goes when a look of the same scope no longer finds it.';
comment on column damage.scope is 'The look that found it, such as "ledger" or "hits 2026-11-21"';
comment on column damage.table_name is 'Table of the event store';
comment on column damage.kind is 'rows-missing, differs or set-aside';
comment on column damage.from_day is 'First damaged day, local';
comment on column damage.to_day is 'Last damaged day, local';
comment on column damage.since is 'When it was first found; clock of this store';
comment on column damage.missing_rows is 'How many rows are known to be missing; null = not known';
comment on column damage.accepted is 'The operator knows that it cannot be repaired: health is no longer degraded by it; figures go on to name the days';
`;

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(STATEMENTS).execute(db);
}
