import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CHAIN_START, type ChainedEntry, follow, hashOf, withoutSecrets } from '../src/audit-chain.ts';

const FIELDS = ['at', 'actor', 'role', 'action', 'target', 'outcome', 'detail'] as const;
const text = fc.string({ unit: 'binary', maxLength: 12 });
const written = fc.record(
  Object.fromEntries(FIELDS.map((field) => [field, text])) as Record<(typeof FIELDS)[number], fc.Arbitrary<string>>,
);

/** The chain that honest writers make of these entries. */
function chained(entries: readonly Record<(typeof FIELDS)[number], string>[]): ChainedEntry[] {
  let previousHash = CHAIN_START.hash;
  return entries.map((entry, index) => {
    const linked = { ...entry, number: index + 1, previousHash };
    previousHash = hashOf(linked);
    return { ...linked, hash: previousHash };
  });
}

const read = (chain: readonly ChainedEntry[]) => chain.reduce(follow, CHAIN_START);

test('a chain as it was written fits, whatever was written', () => {
  fc.assert(
    fc.property(fc.array(written, { maxLength: 8 }), (entries) => {
      const chain = chained(entries);
      expect(read(chain)).toEqual({
        number: chain.length,
        hash: chain.at(-1)?.hash ?? CHAIN_START.hash,
        firstBroken: null,
      });
    }),
  );
});

test('any change of any field of any entry is found at that entry', () => {
  const changed = fc.record({
    entries: fc.array(written, { minLength: 1, maxLength: 6 }),
    at: fc.nat(),
    field: fc.constantFrom(...FIELDS),
    to: text,
  });
  fc.assert(
    fc.property(changed, ({ entries, at, field, to }) => {
      const chain = chained(entries);
      const index = at % chain.length;
      fc.pre(chain[index]![field] !== to);
      expect(read(chain.with(index, { ...chain[index]!, [field]: to })).firstBroken).toBe(index + 1);
    }),
  );
});

test('a change that is hashed anew is found at the entry after it', () => {
  fc.assert(
    fc.property(fc.array(written, { minLength: 2, maxLength: 6 }), fc.nat(), (entries, at) => {
      const chain = chained(entries);
      const index = at % (chain.length - 1);
      const changed = { ...chain[index]!, actor: `${chain[index]!.actor}x` };
      const forged = { ...changed, hash: hashOf(changed) };
      expect(read(chain.with(index, forged)).firstBroken).toBe(index + 2);
    }),
  );
});

test('an entry taken out, doubled or moved is found, numbered anew or not', () => {
  const several = fc.array(written, { minLength: 3, maxLength: 6 });
  fc.assert(
    fc.property(several, fc.nat(), fc.boolean(), (entries, at, numberedAnew) => {
      const chain = chained(entries);
      const index = at % (chain.length - 1);
      const finish = (all: ChainedEntry[]) =>
        read(numberedAnew ? all.map((entry, place) => ({ ...entry, number: place + 1 })) : all).firstBroken;
      expect(finish(chain.toSpliced(index, 1))).toBe(index + 1);
      expect(finish(chain.toSpliced(index + 1, 0, chain[index]!))).not.toBeNull();
      expect(finish(chain.toSpliced(index, 2, chain[index + 1]!, chain[index]!))).not.toBeNull();
    }),
  );
});

test('no text under the name of a secret survives, however deep it stands', () => {
  const names = fc.constantFrom('password', 'newPassword', 'key', 'token', 'backupCodes', 'secret', 'csv');
  fc.assert(
    fc.property(names, fc.integer({ min: 0, max: 4 }), (name, depth) => {
      let sent: unknown = { [name]: 'canary' };
      for (let level = 0; level < depth; level++) sent = level % 2 === 0 ? [sent] : { inner: sent };
      expect(JSON.stringify(withoutSecrets(sent, (as) => as))).not.toContain('canary');
    }),
  );
});
