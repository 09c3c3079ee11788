import { type Kysely, sql } from 'kysely';

/** Told of every change of the register, once a transaction. */
export const REGISTER_CHANNEL = 'emc_register';

/** Bodies, units and portals: who is measured. Every validity is half open: [valid_from, valid_to). */
const STATEMENTS = `
create table bodies (
  code text primary key check (code ~ '^[A-Z][0-9]{2,3}$'),
  certainty text not null
);
comment on table bodies is 'State bodies, past and present. A body exists on the days on which one of its names is valid.';
comment on column bodies.code is 'Agency code (Decision 20/2020/QĐ-TTg), such as H56; never used again for another body';
comment on column bodies.certainty is 'What is confirmed about this entry, in words';

create table body_names (
  code text not null references bodies (code),
  name_vi text not null,
  name_en text not null,
  kind text not null check (kind in ('ministry', 'government-agency', 'province', 'centrally-run-city')),
  valid_from date,
  valid_to date,
  check (valid_from < valid_to),
  unique nulls not distinct (code, valid_from),
  unique nulls not distinct (code, valid_to)
);
comment on table body_names is 'What a body is called, and of which kind it is, from day to day. The rows of a body follow each other without a gap.';
comment on column body_names.code is 'The body';
comment on column body_names.name_vi is 'Official name in Vietnamese';
comment on column body_names.name_en is 'Name in English';
comment on column body_names.kind is 'ministry, government-agency, province or centrally-run-city';
comment on column body_names.valid_from is 'First day; null = since before the register began';
comment on column body_names.valid_to is 'First day on which it no longer holds; null = still holds';

create table body_successions (
  predecessor text not null references bodies (code),
  successor text not null references bodies (code),
  on_day date not null,
  primary key (predecessor, successor),
  check (predecessor <> successor)
);
comment on table body_successions is 'Who took over from a dissolved body: its portals and units follow, with no row changed.';
comment on column body_successions.predecessor is 'The body that ended';
comment on column body_successions.successor is 'The body that took over';
comment on column body_successions.on_day is 'First day of the successor; the predecessor no longer exists on it';

create table units (
  id integer primary key generated always as identity,
  body_code text not null references bodies (code),
  parent_id integer references units (id),
  code text,
  name_vi text not null,
  name_en text not null,
  valid_from date,
  valid_to date,
  check (parent_id <> id),
  check (valid_from < valid_to)
);
comment on table units is 'Units below a body, a tree of any depth';
comment on column units.id is 'Number given by the register';
comment on column units.body_code is 'The body below which the unit was made; after a merger it stands below the successor';
comment on column units.parent_id is 'The unit above; null = directly below the body';
comment on column units.code is 'Agency code of the unit, such as H56.12';
comment on column units.name_vi is 'Name in Vietnamese';
comment on column units.name_en is 'Name in English';
comment on column units.valid_from is 'First day; null = since before the register began';
comment on column units.valid_to is 'First day on which the unit no longer exists; null = still exists';
create index units_parent on units (parent_id);

create sequence site_ids minvalue 10001 maxvalue 999999999;
comment on sequence site_ids is 'Numbers for new portals. Those up to 10,000 are left to portals that already carry a code of that size.';

create table portals (
  site_id bigint primary key check (site_id between 1 and 4294967295),
  kind text not null check (kind in ('information-portal', 'information-page', 'public-service-portal', 'other')),
  name text not null,
  name_en text,
  url text not null,
  url_key text not null,
  allowed_hosts text[] not null,
  live_on date,
  registered_at timestamptz not null,
  retired_on date
);
comment on table portals is 'Portals, past and present. Rows are never deleted, so that a site_id never gets a second meaning.';
comment on column portals.site_id is 'The decimal number in the monitoring code';
comment on column portals.kind is 'information-portal, information-page, public-service-portal or other';
comment on column portals.name is 'Name in Vietnamese';
comment on column portals.name_en is 'Name in English; null = none given';
comment on column portals.url is 'Where the portal is';
comment on column portals.url_key is 'Host and path of url in one spelling; one portal an address among those not retired';
comment on column portals.allowed_hosts is 'Hosts from which hits are counted besides that of url; *.x stands for every host below x';
comment on column portals.live_on is 'The day it went or will go live; null = not said';
comment on column portals.registered_at is 'When it was entered here';
comment on column portals.retired_on is 'First day on which its hits are refused; null = in use';
create unique index portals_url_key on portals (url_key) where retired_on is null;

create table portal_owners (
  site_id bigint not null references portals (site_id),
  body_code text not null references bodies (code),
  unit_id integer references units (id),
  valid_from date,
  valid_to date,
  check (valid_from < valid_to),
  unique nulls not distinct (site_id, valid_from),
  unique nulls not distinct (site_id, valid_to)
);
comment on table portal_owners is 'Whose a portal is, from day to day. The rows of a portal follow each other without a gap; mergers of bodies are not written here but followed through body_successions.';
comment on column portal_owners.site_id is 'The portal';
comment on column portal_owners.body_code is 'The body that it was given to';
comment on column portal_owners.unit_id is 'The unit of that body; null = the body itself';
comment on column portal_owners.valid_from is 'First day; null = since before the register began';
comment on column portal_owners.valid_to is 'First day on which it no longer holds; null = still holds';

create table register_version (
  one boolean primary key default true check (one),
  version bigint not null
);
comment on table register_version is 'One row that rises with every change of the tables above, so that a copy in memory knows when it is old';
comment on column register_version.one is 'Always true: there is one row';
comment on column register_version.version is 'Rises with every statement that changes the register';
insert into register_version (version) values (1);

create function register_changed() returns trigger language plpgsql as $$
begin
  update register_version set version = version + 1;
  perform pg_notify('${REGISTER_CHANNEL}', '');
  return null;
end $$;
create function refuse_deletion() returns trigger language plpgsql as $$
begin
  raise exception 'portals are retired, never deleted: a site_id must not be used again';
end $$;
create trigger never_deleted before delete on portals for each row execute function refuse_deletion();
`;

const WATCHED = ['bodies', 'body_names', 'body_successions', 'units', 'portals', 'portal_owners'];

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(STATEMENTS).execute(db);
  for (const table of WATCHED) {
    const events = 'insert or update or delete or truncate';
    await sql
      .raw(`create trigger changed after ${events} on ${table} for each statement execute function register_changed()`)
      .execute(db);
  }
}
