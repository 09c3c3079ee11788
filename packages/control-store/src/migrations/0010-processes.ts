import { type Kysely, sql } from 'kysely';

const STATEMENTS = `
create table processes (
  id text primary key,
  name text not null,
  roles text[] not null,
  started_at timestamptz not null,
  seen_at timestamptz not null,
  stopped_at timestamptz,
  collector jsonb
);
comment on table processes is 'The processes of EMC that share this store: each says every second that it lives and, where it collects, how far its hits are loaded. One that stopped with nothing left to load is taken out; one that is still here and silent may hold hits that no figure contains.';
comment on column processes.id is 'Of the data directory, and so of the spool in it: the same after every restart';
comment on column processes.name is 'For people: machine and data directory';
comment on column processes.roles is 'collect, publish, work';
comment on column processes.started_at is 'Clock of this store';
comment on column processes.seen_at is 'When it last said that it lives; clock of this store';
comment on column processes.stopped_at is 'When it stopped in order with hits left to load; null = it runs, or it died';
comment on column processes.collector is 'Loader and spool as GET /api/v1/health shows them; null = it does not collect';
`;

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(STATEMENTS).execute(db);
}
