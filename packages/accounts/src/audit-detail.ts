import { createHash } from 'node:crypto';

/** Names of fields whose text is never kept. */
const SECRET = /password|secret|token|backupcode|^key$|^csv$/i;
/** Longer texts are files, not fields. */
export const LONGEST_TEXT = 2_000;
/** What the entry is about: who got an account, from where a system may send, where a portal is, since when. No free text. */
const AS_SENT = /^(?:email|url|allowedHosts|addresses|bodyCode|agencyCode|validFrom|validTo|liveOn|on|from|to|limit)$/;
/** No body that a route takes is deeper; what is was not looked at by its schema. */
const DEEPEST = 8;
/** Of an entry's details as JSON: a portal with a hundred hosts has less than half. */
export const LONGEST_DETAIL_bytes = 16 * 1024;

/**
 * What was sent, as the log keeps it: JSON of at most {@link LONGEST_DETAIL_bytes}. The log is for ever, so no one may
 * write into it without bound. Of what is too long, field by field, length and digest are kept: they show later
 * whether it was this.
 * @param hide takes what may be personal out of a text
 */
export function detailOf(sent: Readonly<Record<string, unknown>>, hide: Hide): string {
  const kept = withoutSecrets(sent, hide) as Record<string, unknown>;
  const text = JSON.stringify(kept);
  if (Buffer.byteLength(text) <= LONGEST_DETAIL_bytes) return text;
  const sizes = Object.entries(kept).map(([name, value]) => ({ name, text: JSON.stringify(value) ?? '' }));
  for (const { name, text: field } of sizes.toSorted((a, b) => b.text.length - a.text.length)) {
    kept[name] = digestOf(field);
    const shorter = JSON.stringify(kept);
    if (Buffer.byteLength(shorter) <= LONGEST_DETAIL_bytes) return shorter;
  }
  return JSON.stringify(digestOf(text));
}

type Hide = (text: string) => string;

/** What was sent, without what must not be kept: secrets, files and what is too deep for a field; free text is redacted. */
function withoutSecrets(value: unknown, hide: Hide, name = '', depth = 0): unknown {
  if (typeof value === 'string') {
    if (name === 'csv' || value.length > LONGEST_TEXT) return digestOf(value);
    if (SECRET.test(name)) return '(not kept)';
    return AS_SENT.test(name) ? value : hide(value);
  }
  if (typeof value !== 'object' || value === null) return value;
  if (depth === DEEPEST) return '(too deep)';
  if (Array.isArray(value)) return value.map((one) => withoutSecrets(one, hide, name, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [hide(key), withoutSecrets(inner, hide, key, depth + 1)]),
  );
}

function digestOf(text: string): { length: number; sha256: string } {
  return { length: text.length, sha256: createHash('sha256').update(text).digest('hex') };
}
