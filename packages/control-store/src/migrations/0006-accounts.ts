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
comment on table sign_in_tries is 'How often signing in was tried within a window, and which one-time codes were used';
comment on column sign_in_tries.key is 'HMAC of what is counted, such as an account or a client address: it cannot be read from it';

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

comment on column people.id is 'Given by the sign-in library';
comment on column people.email is 'With which they sign in; lower case';
comment on column people.name is 'Full name';
comment on column people.role is 'operator, body or committee';
comment on column people.body_code is 'The body of the role body; null for the others';
comment on column people.disabled is 'May not sign in';
comment on column people.created_at is 'When the operator made it';
comment on column people.updated_at is 'Last change';
comment on column people_credentials.id is 'Given by the sign-in library';
comment on column people_credentials.user_id is 'The account';
comment on column people_credentials.account_id is 'The same again, as the library wants it';
comment on column people_credentials.provider_id is 'credential = e-mail address and password';
comment on column people_credentials.access_token is 'Always null: no other provider';
comment on column people_credentials.refresh_token is 'Always null';
comment on column people_credentials.id_token is 'Always null';
comment on column people_credentials.access_token_expires_at is 'Always null';
comment on column people_credentials.refresh_token_expires_at is 'Always null';
comment on column people_credentials.scope is 'Always null';
comment on column people_credentials.created_at is 'When it was made';
comment on column people_credentials.updated_at is 'Last change of the password';
comment on column people_sessions.id is 'Given by the sign-in library';
comment on column people_sessions.user_id is 'Who is signed in';
comment on column people_sessions.token is 'What the signed cookie carries';
comment on column people_sessions.expires_at is 'When it ends by itself';
comment on column people_sessions.user_agent is 'Always empty';
comment on column people_sessions.created_at is 'When they signed in';
comment on column people_sessions.updated_at is 'Last change';
comment on column people_second_factors.id is 'Given by the sign-in library';
comment on column people_second_factors.user_id is 'The account';
comment on column people_second_factors.secret is 'Secret of the one-time codes, encrypted';
comment on column people_second_factors.backup_codes is 'Backup codes that are left, encrypted';
comment on column people_second_factors.verified is 'A code was entered once, so that it is known to work';
comment on column people_second_factors.failed_verification_count is 'Wrong codes in a row';
comment on column people_second_factors.locked_until is 'No code is taken before; null = it is not locked';
comment on column people_verifications.id is 'Given by the sign-in library';
comment on column people_verifications.identifier is 'What waits';
comment on column people_verifications.value is 'What it waits with';
comment on column people_verifications.expires_at is 'When it is forgotten';
comment on column people_verifications.created_at is 'When it was made';
comment on column people_verifications.updated_at is 'Last change';
comment on column sign_in_tries.count is 'Tries within the window';
comment on column sign_in_tries.ends_at is 'When the window ends';
comment on column audit_entries.number is 'From 1, without gaps';
comment on column audit_entries.at is 'When';
comment on column audit_entries.actor is 'E-mail address, operator-key or nobody';
comment on column audit_entries.role is 'Role of the actor; empty = none';
comment on column audit_entries.action is 'operationId of the route, or the path of signing in';
comment on column audit_entries.target is 'Path of the request';
comment on column audit_entries.outcome is 'begun, done, or the code of the refusal';
comment on column audit_entries.previous_hash is 'Hash of the entry before';
comment on column audit_head.one is 'There is one row';
comment on column audit_head.number is 'Number of the last entry; 0 = none';
comment on column audit_head.hash is 'Its hash';

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
