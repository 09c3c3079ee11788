import { createHash } from 'node:crypto';
import type { AuditEntry } from '@emc/contract';

/** What stands before the first entry. */
const GENESIS_HASH = '0'.repeat(64);

/** An entry as it is stored: `detail` is the JSON text that was hashed. */
export interface ChainedEntry extends Omit<AuditEntry, 'detail'> {
  detail: string;
}

/**
 * The hash of an entry: SHA-256, hex, of the JSON array of its fields in this order, the hash before it last. An array
 * of strings and one number has one written form only, so that nobody can move a boundary between two fields.
 */
export function hashOf(entry: Omit<ChainedEntry, 'hash'>): string {
  const { number, at, actor, role, action, target, outcome, detail, previousHash } = entry;
  const form = JSON.stringify([number, at, actor, role, action, target, outcome, detail, previousHash]);
  return createHash('sha256').update(form).digest('hex');
}

/** How far a reading of the chain has come. */
export interface ChainState {
  number: number;
  hash: string;
  /** Number of the first entry that does not fit; null = all so far fit. */
  firstBroken: number | null;
}

export const CHAIN_START: ChainState = { number: 0, hash: GENESIS_HASH, firstBroken: null };

/** Reads one entry more. A missing entry shows as the number that should have come; entries come in order of number. */
export function follow(state: ChainState, entry: ChainedEntry): ChainState {
  if (state.firstBroken !== null) return { ...state, number: entry.number, hash: entry.hash };
  const expected = state.number + 1;
  const fits = entry.number === expected && entry.previousHash === state.hash && entry.hash === hashOf(entry);
  return { number: entry.number, hash: entry.hash, firstBroken: fits ? null : Math.min(expected, entry.number) };
}

/**
 * Looks for noted heads while the chain is read: the chain itself cannot show that its end was cut off, or that it was
 * written anew from some entry on, by a writer who also set the head. The head of an empty log is in every log.
 */
export function lookFor(noted: Iterable<string>) {
  const missing = new Set(noted);
  missing.delete(GENESIS_HASH);
  let held = 0;
  return {
    pass({ number, hash }: Pick<ChainedEntry, 'number' | 'hash'>): void {
      if (missing.delete(hash)) held = number;
    },
    missing: (): string[] => [...missing],
    /** The first entry that no noted head that was found vouches for; null when all were found. */
    firstLost: (): number | null => (missing.size === 0 ? null : held + 1),
  };
}

/** Names of fields whose text is never kept. */
const SECRET = /password|secret|token|backupcode|^key$|^csv$/i;
/** Longer texts are files, not fields. */
const LONGEST = 2_000;

/** What the entry is about: who got an account, from where a system may send, where a portal is, since when. No free text. */
const AS_SENT = /^(?:email|url|allowedHosts|addresses|bodyCode|agencyCode|validFrom|validTo|liveOn|on|from|to|limit)$/;

/**
 * What was sent, without what must not be kept: secrets and files become their length and digest, free text is redacted.
 * @param hide takes what may be personal out of a text
 */
export function withoutSecrets(value: unknown, hide: (text: string) => string, name = ''): unknown {
  if (typeof value === 'string') {
    const isFile = name === 'csv' || value.length > LONGEST;
    if (isFile) return { length: value.length, sha256: createHash('sha256').update(value).digest('hex') };
    if (SECRET.test(name)) return '(not kept)';
    return AS_SENT.test(name) ? value : hide(value);
  }
  if (Array.isArray(value)) return value.map((one) => withoutSecrets(one, hide, name));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [hide(key), withoutSecrets(inner, hide, key)]));
}
