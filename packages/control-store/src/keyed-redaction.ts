import { createHmac } from 'node:crypto';
import { createRedaction, type KeyedRedaction } from '@emc/contract';

/** The redaction of the installation whose secret it is: the same in every process and thread. */
export function redactionOf(secret: Buffer): KeyedRedaction {
  return {
    ...createRedaction((text) => createHmac('sha256', secret).update(text).digest().readBigUInt64BE()),
    secret,
  };
}
