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
 * rewritten from some entry on, by a writer who also set the head. The head of an empty log is in every log.
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
