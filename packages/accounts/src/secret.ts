import { type Database, type Kysely, readSecret } from '@emc/control-store';

/**
 * The secret with which sessions are signed and second factors encrypted: made at the first start, kept in the control
 * store, so that all processes that publish have the same one.
 */
export async function readSignInSecret(db: Kysely<Database>): Promise<string> {
  return (await readSecret(db, 'sign-in-secret')).toString('base64url');
}
