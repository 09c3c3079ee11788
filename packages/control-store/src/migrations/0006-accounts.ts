import { type Kysely, sql } from 'kysely';

/** People who sign in, in the tables that the sign-in library expects, under names of ours; and the audit log. */
const STATEMENTS = `
create table people (
  id text primary key,
  email text not null unique check (email = lower(email)),
  name text not null,
  role text not null check (role in ('operator', 'body', 'committee')),
  body_code text references bodies,
  disabled boolean not null default false,
  must_change_password boolean not null default true,
  two_factor_enabled boolean not null default false,
  email_verified boolean not null default true,
  image text,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  check ((role = 'body') = (body_code is not null))
);
comment on table people is 'Accounts of officials; made by the operator, disabled, never deleted, so that the audit log can be read';
comment on column people.must_change_password is 'It has a password that the operator gave it';
comment on column people.two_factor_enabled is 'A second factor is set up; without it nothing but setting it up is allowed';
comment on column people.email_verified is 'Always true: the operator entered it';
comment on column people.image is 'Always null';

create table people_credentials (
  id text primary key,
  user_id text not null references people on delete cascade,
  account_id text not null,
  provider_id text not null,
  password text,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamptz,
  refresh_token_expires_at timestamptz,
  scope text,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  unique (provider_id, account_id)
);
create index on people_credentials (user_id);
comment on table people_credentials is 'How somebody proves who he is; provider credential = a password';
comment on column people_credentials.password is 'scrypt, with its salt';

create table people_sessions (
  id text primary key,
  user_id text not null references people on delete cascade,
  token text not null unique,
  expires_at timestamptz not null,
  ip_address text check (ip_address is null or ip_address = ''),
  user_agent text check (user_agent is null or user_agent = ''),
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index on people_sessions (user_id);
comment on table people_sessions is 'Who is signed in. Deleted at signing out, at a new password and when the account is disabled';
comment on column people_sessions.ip_address is 'Always empty: client addresses are not kept';

create table people_second_factors (
  id text primary key,
  user_id text not null references people on delete cascade,
  secret text not null,
  backup_codes text not null,
  verified boolean default true,
  failed_verification_count integer default 0,
  locked_until timestamptz
);
create unique index on people_second_factors (user_id);
comment on table people_second_factors is 'Secrets of one-time codes (RFC 6238) and backup codes, encrypted';

create table people_verifications (
  id text primary key,
  identifier text not null,
  value text not null,
  expires_at timestamptz not null,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index on people_verifications (identifier);
comment on table people_verifications is 'Sign-ins that wait for the second factor, a few minutes each';

create table sign_in_tries (
  key text primary key,
  count integer not null,
  ends_at timestamptz not null
);
comment on table sign_in_tries is 'How often signing in was tried within a window';
comment on column sign_in_tries.key is 'HMAC of the day and of the account or client address: neither can be read from it';

create table audit_entries (
  number bigint primary key check (number > 0),
  at timestamptz not null,
  actor text not null,
  role text not null,
  action text not null,
  target text not null,
  outcome text not null,
  detail text not null,
  previous_hash text not null,
  hash text not null
);
create index on audit_entries (actor, number desc);
comment on table audit_entries is 'Every write, each entry chained to the one before; only ever added to';
comment on column audit_entries.detail is 'JSON, kept as the text that was hashed';
comment on column audit_entries.hash is 'SHA-256 over all other columns in a fixed form; see audit-chain.ts';

create table audit_head (
  one boolean primary key default true check (one),
  number bigint not null,
  hash text not null
);
insert into audit_head (number, hash) values (0, repeat('0', 64));
comment on table audit_head is 'The last entry; whoever adds one locks this row first, so that entries are in one order over all processes';

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'the audit log is only ever added to';
end $$;
create trigger only_added before update or delete on audit_entries for each row execute function refuse_change();
create trigger never_emptied before truncate on audit_entries execute function refuse_change();
create trigger never_deleted before delete on audit_head for each row execute function refuse_change();
create trigger never_emptied before truncate on audit_head execute function refuse_change();
`;

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(STATEMENTS).execute(db);
}
