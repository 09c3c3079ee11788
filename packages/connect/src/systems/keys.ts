import { createHash } from 'node:crypto';

/** So that who finds a key in a file or a log knows what it opens. */
const PREFIX = 'emc-system-';

/** The key of a system: the prefix and 32 random bytes in base64url, 54 characters. @param random 32 bytes */
export function systemKey(random: Uint8Array): string {
  if (random.length !== 32) throw new Error(`a key is made of 32 random bytes, not of ${random.length}`);
  return PREFIX + Buffer.from(random).toString('base64url');
}

/** What is kept of a key: SHA-256 of its text, hex. A key is random, so that nothing slower is needed. */
export function keyDigest(key: string): string {
  return createHash('sha256').update(key).digest('hex');
}
