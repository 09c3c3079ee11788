import { type Kysely, sql } from 'kysely';

// The table daily_salts is dropped by the first collector that starts on this version, once it has taken today's salt over
// into its file; until then it is all that tells today's visitors apart.
const STATEMENTS = `
create table collector_salts (
  day date not null,
  process text not null,
  public_key bytea not null,
  holds text,
  sealed bytea,
  sealed_rank text,
  primary key (day, process)
);
comment on table collector_salts is 'Where collectors agree on the secret with which visitors are told apart on one local day. No secret is in it: only public keys, and what is sealed for them; the private keys are in the memory of the collectors. Deleted when the day is over.';
comment on column collector_salts.day is 'The local day (Asia/Ho_Chi_Minh) for which the salt holds';
comment on column collector_salts.process is 'Of the data directory of the collector, as in processes';
comment on column collector_salts.public_key is 'X25519 (SPKI, DER), made by the collector when it started';
comment on column collector_salts.holds is 'Rank of the salt that the collector uses: when it was made, and a random name; the earliest holds. Null = it waits for one';
comment on column collector_salts.sealed is 'A salt for this collector, readable with its private key alone; null = none';
comment on column collector_salts.sealed_rank is 'Rank of the salt in sealed';
`;

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(STATEMENTS).execute(db);
}
