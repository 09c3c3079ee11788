import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CHAIN_START, type ChainedEntry, follow, hashOf } from '../src/audit-chain.ts';
import { detailOf, LONGEST_DETAIL_bytes } from '../src/audit-detail.ts';

/** What is redacted is shown elsewhere. */
const AS_IT_IS = (text: string): string => text;
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
      expect(detailOf({ sent }, AS_IT_IS)).not.toContain('canary');
    }),
  );
});

test('an entry has at most 16 KiB, whatever is sent and however deep', () => {
  const deep = (levels: number): unknown => {
    let value: unknown = 'x';
    for (let level = 0; level < levels; level++) value = level % 2 === 0 ? [value] : { a: value };
    return value;
  };
  const sent = fc.oneof(
    fc.nat({ max: 20_000 }).map((levels) => ({ deep: deep(levels) })),
    fc.array(fc.string({ maxLength: 1_900 }), { maxLength: 200 }).map((hosts) => ({ hosts, name: 'Cổng' })),
    fc.dictionary(fc.string({ maxLength: 900 }), fc.string({ maxLength: 900 }), { maxKeys: 60 }),
  );
  fc.assert(
    fc.property(sent, (detail) => {
      const kept = detailOf(detail, AS_IT_IS);
      expect(Buffer.byteLength(kept)).toBeLessThanOrEqual(LONGEST_DETAIL_bytes);
      expect(typeof JSON.parse(kept)).toBe('object');
    }),
  );
});

test('of what is too long for an entry the short fields stay, and length and digest of the long ones', () => {
  const allowedHosts = Array.from({ length: 600 }, (_, index) => `trang-thong-tin-so-${index}.vi-du.gov.vn`);
  const kept = JSON.parse(detailOf({ name: 'Cổng', allowedHosts }, AS_IT_IS)) as Record<string, unknown>;
  expect(kept).toEqual({
    name: 'Cổng',
    allowedHosts: { length: JSON.stringify(allowedHosts).length, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
  });
  expect(detailOf({ allowedHosts: allowedHosts.slice(0, 100) }, AS_IT_IS)).toContain('trang-thong-tin-so-99');
});
