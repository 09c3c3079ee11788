import { randomBytes } from 'node:crypto';
import { type Database, type Kysely, readSetting } from '@emc/control-store';

const KEY = 'sign-in-secret';

/**
 * The secret with which sessions are signed and second factors encrypted: made at the first start, kept in the control
 * store, so that all processes that publish have the same one.
 */
export async function readSignInSecret(db: Kysely<Database>): Promise<string> {
  await db
    .insertInto('settings')
    .values({ key: KEY, value: JSON.stringify(randomBytes(32).toString('base64url')) })
    .onConflict((conflict) => conflict.column('key').doNothing())
    .execute();
  return String(await readSetting(db, KEY));
}
