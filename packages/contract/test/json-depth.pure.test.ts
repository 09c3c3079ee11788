import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isDeeperThan, isValueDeeperThan } from '../src/json-depth.ts';

test('a text and what it says are equally deep, whatever signs stand in its strings', () => {
  fc.assert(
    fc.property(
      fc.jsonValue({ maxDepth: 6, stringUnit: fc.constantFrom('[', ']', '{', '}', '"', '\\', 'ế') }),
      (value) => {
        const json = JSON.stringify(value);
        for (let most = 0; most < 8; most++) expect(isDeeperThan(most, json)).toBe(isValueDeeperThan(most, value));
      },
    ),
  );
});

test('what is as deep as a text of 64 KiB can be is known to be too deep', () => {
  for (const [opening, closing] of [
    ['[', ']'],
    ['{"a":', '}'],
  ] as const) {
    const json = `${opening.repeat(10_000)}1${closing.repeat(10_000)}`;
    for (const most of [20, 9_999]) expect(isDeeperThan(most, json)).toBe(true);
    expect(isDeeperThan(10_000, json)).toBe(false);
    expect(isValueDeeperThan(20, JSON.parse(json))).toBe(true);
  }
});
