import { createHash } from 'node:crypto';

/** A short fingerprint of the content, without quotation marks. */
export function fingerprint(content: Buffer | string): string {
  return createHash('sha256').update(content).digest('base64url').slice(0, 22);
}

/**
 * Does `If-None-Match` name this content? Compared weakly (RFC 9110, 13.1.2): whichever encoding of it the client
 * holds, it holds the content.
 * @param tag the fingerprint, without quotation marks and without the suffix of an encoding
 */
export function isHeld(ifNoneMatch: string | undefined, tag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  if (ifNoneMatch.trim() === '*') return true;
  return ifNoneMatch.split(',').some(
    (held) =>
      held
        .trim()
        .replace(/^W\//, '')
        .replaceAll('"', '')
        .replace(/-(br|gzip)$/, '') === tag,
  );
}
