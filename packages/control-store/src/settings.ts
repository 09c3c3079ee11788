import { randomBytes } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { Database } from './tables.ts';

/** What the installation remembers under `key`; undefined = nothing. */
export async function readSetting(db: Kysely<Database>, key: string): Promise<unknown> {
  const row = await db.selectFrom('settings').select('value').where('key', '=', key).executeTakeFirst();
  return row?.value;
}

/** Remembers any JSON value under `key`, such as `simulated: true`. */
export async function writeSetting(db: Kysely<Database>, key: string, value: unknown): Promise<void> {
  const json = JSON.stringify(value);
  await db
    .insertInto('settings')
    .values({ key, value: json })
    .onConflict((conflict) => conflict.column('key').doUpdateSet({ value: json }))
    .execute();
}

/**
 * A secret of 32 random bytes that is made when it is first asked for and kept: the same for every process on this store,
 * for ever.
 */
export async function readSecret(db: Kysely<Database>, key: string): Promise<Buffer> {
  await db
    .insertInto('settings')
    .values({ key, value: JSON.stringify(randomBytes(32).toString('base64url')) })
    .onConflict((conflict) => conflict.column('key').doNothing())
    .execute();
  return Buffer.from(String(await readSetting(db, key)), 'base64url');
}
