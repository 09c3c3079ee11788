import { type Kysely, sql } from 'kysely';

const STATEMENTS = `
create table page_checks (
  id bigint primary key generated always as identity,
  site_id bigint not null references portals (site_id),
  at timestamptz not null,
  outcome text not null check (outcome in ('carries-code', 'wrong-site-id', 'no-code', 'not-html', 'http-error', 'unreachable', 'address-refused', 'too-slow')),
  status integer,
  site_ids text[] not null,
  facts jsonb not null
);
comment on table page_checks is 'Every look at a portal''s page for the monitoring code. What was found, never what the page says.';
comment on column page_checks.id is 'Number of the look';
comment on column page_checks.site_id is 'The portal whose page was fetched';
comment on column page_checks.at is 'When the fetch ended';
comment on column page_checks.outcome is 'carries-code, wrong-site-id, no-code, not-html, http-error, unreachable, address-refused or too-slow';
comment on column page_checks.status is 'HTTP status of the page; null = no answer';
comment on column page_checks.site_ids is 'Site ids found in the page, at most 10';
comment on column page_checks.facts is 'The few further facts from which the words are made: host that answered, number of redirects, collectors named in the code, tag managers, error code';
create index page_checks_newest on page_checks (site_id, at desc);

create table page_check_claims (
  site_id bigint primary key references portals (site_id),
  claimed_at timestamptz not null
);
comment on table page_check_claims is 'Who looks at a page takes it here first, so that over all processes a page is fetched once a day, and on demand once a minute';
comment on column page_check_claims.site_id is 'The portal';
comment on column page_check_claims.claimed_at is 'When the last look was begun';

create table campaigns (
  id integer primary key generated always as identity,
  name text not null,
  document text not null,
  limit_day date not null,
  body_codes text[],
  created_at timestamptz not null,
  created_by text not null
);
comment on table campaigns is 'Written time limits of the operator for completing the connection';
comment on column campaigns.id is 'Number given by the register';
comment on column campaigns.name is 'What the campaign is called';
comment on column campaigns.document is 'Number and date of the letter that sets the limit';
comment on column campaigns.limit_day is 'Last day for completing the connection';
comment on column campaigns.body_codes is 'Whom it concerns; null = every body that exists on the last day';
comment on column campaigns.created_at is 'When it was entered here';
comment on column campaigns.created_by is 'Account or key that entered it';

create table campaign_decisions (
  id bigint primary key generated always as identity,
  campaign_id integer not null references campaigns (id),
  body_code text not null references bodies (code),
  decision text not null check (decision in ('not-evaluated', 'evaluated')),
  reason text not null,
  state_at_limit text not null check (state_at_limit in ('connected', 'partly-connected', 'not-connected')),
  decided_by text not null,
  decided_at timestamptz not null
);
comment on table campaign_decisions is 'What a person decided on a proposal "not evaluated". Rows are added, never changed: the newest of a campaign and body holds, the others are its history.';
comment on column campaign_decisions.id is 'Rises with every decision';
comment on column campaign_decisions.campaign_id is 'The campaign';
comment on column campaign_decisions.body_code is 'The body';
comment on column campaign_decisions.decision is 'not-evaluated or evaluated';
comment on column campaign_decisions.reason is 'Why; published with the decision';
comment on column campaign_decisions.state_at_limit is 'How the body was connected on the last day, as the register had it when the decision was made';
comment on column campaign_decisions.decided_by is 'Account or key that decided';
comment on column campaign_decisions.decided_at is 'When';
create index campaign_decisions_newest on campaign_decisions (campaign_id, body_code, id desc);

create function refuse_decision_change() returns trigger language plpgsql as $$
begin
  raise exception 'decisions are added, never changed or deleted: their history must stay';
end $$;
create trigger never_changed before update or delete on campaign_decisions for each row execute function refuse_decision_change();
`;

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(STATEMENTS).execute(db);
}
