import { DistinctSketch } from '@emc/contract';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { IntTable } from '../src/bound/int-table.ts';
import { KeyedHash } from '../src/bound/keyed-hash.ts';
import { groupOf, networkOf, NetworkShare } from '../src/bound/network.ts';

/** 00 01 02 …, two bytes a unit. */
function bytes(count: number): string {
  return Array.from({ length: count / 2 }, (_, at) => String.fromCharCode((2 * at) | ((2 * at + 1) << 8))).join('');
}

test('the hash is HalfSipHash-2-4 of the text', () => {
  const hash = new KeyedHash(Uint8Array.from({ length: 8 }, (_, at) => at));
  const found = [0, 2, 4].map((length) => {
    const result = Buffer.alloc(4);
    result.writeUInt32LE(hash.of(bytes(length)));
    return result.toString('hex');
  });
  // `vectors_hsip32` of the reference implementation, entries 0, 2 and 4.
  expect(found).toEqual(['a9359f5b', 'fa62a603', '2a6e4689']);
});

test('a table holds what a map holds, whatever was put in and in whatever order', () => {
  const key = fc.integer({ min: 1, max: 0xffff_ffff });
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.oneof(key, fc.integer({ min: 1, max: 40 })), key), { maxLength: 300 }), (puts) => {
      const table = new IntTable();
      const map = new Map<number, number>();
      for (const [at, value] of puts) {
        table.set(at, value);
        map.set(at, value);
      }
      const odd = (value: number): number => (value % 2 === 1 ? value : 0);
      expect(table.size).toBe(map.size);
      for (const [at, value] of map) expect(table.get(at)).toBe(value);
      table.change(odd);
      for (const [at, value] of map) expect(table.get(at)).toBe(odd(value));
      expect(table.size).toBe([...map.values()].filter((value) => value % 2 === 1).length);
    }),
  );
});

test.each([
  ['spread', 0x9e37_79b1],
  ['next to each other', 1],
])('a table of many holds what a map holds, in parts of a bounded size, where keys are %s', (_how, step) => {
  const table = new IntTable();
  const map = new Map<number, number>();
  for (let at = 1; at <= 100_000; at++) {
    const key = Math.imul(at, step) >>> 0 || 1;
    table.set(key, at);
    map.set(key, at);
  }
  const rest = (value: number): number => (value % 3 === 0 ? 0 : value * 2);
  table.change(rest);
  const leaves = (of: IntTable): IntTable[] => (of.parts.length === 1 ? [of] : of.parts.flatMap(leaves));
  expect(Math.max(...leaves(table).map(({ size_bytes }) => size_bytes))).toBeLessThan(600_000);
  const wrong = [...map].filter(([key, value]) => table.get(key) !== rest(value));
  let seen = 0;
  table.each((key, value) => (seen += Number(value === rest(map.get(key)!))));
  const kept = [...map.values()].filter((value) => rest(value) !== 0).length;
  expect([wrong, table.size, seen]).toEqual([[], kept, kept]);
});

test('a network is a /24 of IPv4 or a /48 of IPv6, however the address is written', () => {
  expect(['203.0.113.7', '203.0.113.200', '203.0.114.7'].map(networkOf)).toEqual([
    '203.0.113',
    '203.0.113',
    '203.0.114',
  ]);
  expect(
    ['2001:db8:1::5', '2001:0DB8:0001:2:3:4:5:6', '2001:db8::1', '::1', '1::', '1:2::3:4:5:6:7'].map(networkOf),
  ).toEqual(['2001:db8:1', '2001:db8:1', '2001:db8:0', '0:0:0', '1:0:0', '1:2:0']);
  const hash = new KeyedHash(Buffer.from('a key of the tests'));
  expect(groupOf(hash, '203.0.113.7')).toBe(groupOf(hash, '203.0.113.200'));
  expect(groupOf(hash, 'not an address')).toBeLessThan(4096);
});

test('one network carries all hits only where it did so in nearly all hours of a day, at least six', () => {
  const share = new NetworkShare();
  const hour = (at: number, counts: Record<number, number>): void => {
    for (const [group, hits] of Object.entries(counts)) {
      for (let hit = 0; hit < hits; hit++) share.count(Number(group), at);
    }
  };
  for (let at = 1000; at < 1006; at++) hour(at, { 7: 95, 1: 2, 2: 3 });
  // The sixth hour still goes on.
  expect(share.isCarriedBy(7)).toBe(false);
  hour(1006, { 1: 1 });
  expect([share.isCarriedBy(7), share.isCarriedBy(1)]).toEqual([true, false]);

  const kept = new NetworkShare();
  kept.restore(share.kept());
  expect(kept.isCarriedBy(7)).toBe(true);

  const flooded = new NetworkShare();
  for (let at = 2000; at < 2020; at++) for (let hit = 0; hit < 40; hit++) flooded.count(hit % 8, at);
  for (let hit = 0; hit < 100_000; hit++) flooded.count(5, 2020);
  for (let at = 2021; at < 2024; at++) for (let hit = 0; hit < 100_000; hit++) flooded.count(5, at);
  expect(flooded.isCarriedBy(5)).toBe(false);
});

test('different values are estimated within 15 %, and those of two collectors are not counted twice', () => {
  const hash = new KeyedHash(Buffer.from('a key of the tests'));
  for (const count of [1, 10, 300, 5_000, 100_000]) {
    const [one, other] = [new DistinctSketch(), new DistinctSketch()];
    for (let at = 0; at < count; at++) {
      one.add(hash.of(`value ${at}`));
      if (at % 2 === 0) other.add(hash.of(`value ${at}`));
    }
    one.merge(other.registers);
    expect(one.estimate()).toBeGreaterThan(count * 0.85 - 1);
    expect(one.estimate()).toBeLessThan(count * 1.15 + 1);
  }
});
