import { type Kysely, sql } from 'kysely';

/** Told of every change of the procedure-handling systems, once a transaction. */
export const SYSTEMS_CHANNEL = 'emc_systems';

const STATEMENTS = `
create table systems (
  id integer primary key generated always as identity,
  body_code text not null references bodies (code),
  name text not null,
  agency_code text,
  site_id bigint check (site_id between 1 and 4294967295),
  addresses text[] not null,
  key_digest text not null unique check (key_digest ~ '^[0-9a-f]{64}$'),
  registered_at timestamptz not null,
  retired_on date
);
comment on table systems is 'Systems that handle administrative procedures and send dossier changes. Rows are never deleted, so that an id never gets a second meaning.';
comment on column systems.id is 'Number given by the register';
comment on column systems.body_code is 'The body for which it was registered; mergers are followed through body_successions';
comment on column systems.name is 'What it is called';
comment on column systems.agency_code is 'madonvi of its envelopes, in the form of Decision 20/2020/QĐ-TTg; null = not checked';
comment on column systems.site_id is 'siteId that it sends in TrackingMCDT; null = it does not use that feed';
comment on column systems.addresses is 'Addresses and networks (CIDR) from which TrackingMCDT is taken';
comment on column systems.key_digest is 'SHA-256 of its key, hex; the key itself is kept nowhere';
comment on column systems.registered_at is 'When it was entered here';
comment on column systems.retired_on is 'First day on which nothing is taken from it; null = in use';
create unique index systems_site_id on systems (site_id) where retired_on is null;

create function systems_changed() returns trigger language plpgsql as $$
begin
  perform pg_notify('${SYSTEMS_CHANNEL}', '');
  return null;
end $$;
create trigger changed after insert or update on systems for each statement execute function systems_changed();

create function refuse_system_deletion() returns trigger language plpgsql as $$
begin
  raise exception 'systems are retired, never deleted: an id must not be used again';
end $$;
create trigger never_deleted before delete on systems for each row execute function refuse_system_deletion();
`;

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(STATEMENTS).execute(db);
}
