import { type Kysely, sql } from 'kysely';

/**
 * The catalogue of procedures: what each body handles, from day to day. Every validity is half open: [valid_from, valid_to).
 * Mergers of bodies are not written here but followed through body_successions, as with portals.
 */
const STATEMENTS = `
create table procedures (
  id integer primary key generated always as identity,
  body_code text not null references bodies (code),
  code text not null check (code ~ '^[0-9]\\.[0-9]{6}$'),
  unique (body_code, code)
);
comment on table procedures is 'Administrative procedures, one row a body and procedure. It is handled on the days on which one of its versions is valid.';
comment on column procedures.id is 'Number given by the catalogue';
comment on column procedures.body_code is 'The body in whose name it was entered';
comment on column procedures.code is 'National code, such as 1.000123';

create table procedure_versions (
  id bigint primary key generated always as identity,
  procedure_id integer not null references procedures (id),
  local_code text,
  name_vi text not null check (name_vi !~ '^[=+@\\t\\r-]'),
  name_en text check (name_en !~ '^[=+@\\t\\r-]'),
  field_code text check (field_code !~ '^[=+@\\t\\r-]'),
  field_vi text not null check (field_vi !~ '^[=+@\\t\\r-]'),
  level text not null check (level in ('full', 'partial', 'information')),
  services jsonb not null,
  has_fee boolean not null,
  online_payment boolean not null,
  statutory_days numeric(6, 2) check (statutory_days >= 0),
  valid_from date,
  valid_to date,
  check (valid_from < valid_to),
  unique nulls not distinct (procedure_id, valid_from),
  unique nulls not distinct (procedure_id, valid_to)
);
comment on table procedure_versions is 'What is known of a procedure, from day to day. A change makes a new row, so that the past stays as it was. Texts never begin like a formula of a spreadsheet.';
comment on column procedure_versions.id is 'Number of the version';
comment on column procedure_versions.procedure_id is 'The procedure';
comment on column procedure_versions.local_code is 'The form with the agency, such as 1.010708.000.00.00.H56, as announced; null = the national form was announced';
comment on column procedure_versions.name_vi is 'Name in Vietnamese';
comment on column procedure_versions.name_en is 'Name in English; null = none given';
comment on column procedure_versions.field_code is 'Code of the field; null = none given';
comment on column procedure_versions.field_vi is 'The field, such as Hộ tịch';
comment on column procedure_versions.level is 'full, partial or information: the highest level of its services';
comment on column procedure_versions.services is 'Public services: [{number, nameVi, level}] by number; empty = the procedure is its only service';
comment on column procedure_versions.has_fee is 'A fee or charge is to be paid';
comment on column procedure_versions.online_payment is 'It can be paid online';
comment on column procedure_versions.statutory_days is 'Working days within which it is to be handled; null = not stated';
comment on column procedure_versions.valid_from is 'First day; null = since before the catalogue began';
comment on column procedure_versions.valid_to is 'First day on which it no longer holds; null = still holds';

create table catalogue_version (
  one boolean primary key default true check (one),
  version bigint not null
);
comment on table catalogue_version is 'One row that rises with every change of the two tables above, so that a copy in memory knows when it is old';
comment on column catalogue_version.one is 'Always true: there is one row';
comment on column catalogue_version.version is 'Rises with every statement that changes the catalogue';
insert into catalogue_version (version) values (1);

create function catalogue_changed() returns trigger language plpgsql as $$
begin
  update catalogue_version set version = version + 1;
  return null;
end $$;
`;

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(STATEMENTS).execute(db);
  for (const table of ['procedures', 'procedure_versions']) {
    const events = 'insert or update or delete or truncate';
    await sql
      .raw(`create trigger changed after ${events} on ${table} for each statement execute function catalogue_changed()`)
      .execute(db);
  }
}
