import { createHmac } from 'node:crypto';
import { createRedaction, type Redaction } from '@emc/contract';
import type { Kysely } from 'kysely';
import { readSecret } from './settings.ts';
import type { Database } from './tables.ts';

/**
 * The redaction of this installation. Its secret is made at the first start and lies beside the others in the control store, so that
 * every collector gives the same page the same name, for ever.
 */
export async function readRedaction(db: Kysely<Database>): Promise<Redaction> {
  const secret = await readSecret(db, 'redaction-secret');
  return createRedaction((text) => createHmac('sha256', secret).update(text).digest().readBigUInt64BE());
}
