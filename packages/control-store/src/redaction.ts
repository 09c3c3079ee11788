import type { KeyedRedaction } from '@emc/contract';
import type { Kysely } from 'kysely';
import { redactionOf } from './keyed-redaction.ts';
import { readSecret } from './settings.ts';
import type { Database } from './tables.ts';

/**
 * The redaction of this installation. Its secret is made at the first start and lies beside the others in the control store, so that
 * every collector gives the same page the same name, for ever.
 */
export async function readRedaction(db: Kysely<Database>): Promise<KeyedRedaction> {
  return redactionOf(await readSecret(db, 'redaction-secret'));
}
