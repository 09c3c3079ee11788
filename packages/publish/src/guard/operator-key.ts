import { createHash, timingSafeEqual } from 'node:crypto';
import { EmcError } from '@emc/contract';

const DETAIL = 'Authorization: Bearer <operator key>';

function digest(key: string): Buffer {
  return createHash('sha256').update(key).digest();
}

/**
 * Makes the check of the operator key. It compares digests in constant time, so that neither length nor content of the
 * key shows in how long the answer takes; the key itself is not kept.
 * @param onWrong called for each wrong key
 * @returns a function: true = the key was sent; false = no key at all; throws EmcError `operator-key-wrong`
 */
export function operatorKeyCheck(
  operatorKey: string,
  onWrong: () => void,
): (authorization: string | undefined) => boolean {
  if (operatorKey.length < 16) throw new Error('The operator key is shorter than 16 characters: it could be guessed');
  const expected = digest(operatorKey);
  return (authorization) => {
    const presented = /^Bearer +([^\s]+) *$/i.exec(authorization ?? '')?.[1];
    if (presented === undefined) return false;
    if (!timingSafeEqual(digest(presented), expected)) {
      onWrong();
      throw new EmcError('operator-key-wrong', DETAIL);
    }
    return true;
  };
}
