import fc from 'fast-check';
import { expect, test } from 'vitest';
import { partsOf, planGroups } from '../src/dossiers/counting.ts';

test('each system is in one group, small ones before great ones, and no group of several has more dossiers than are resolved at once', () => {
  const systems = fc.array(fc.record({ dossiers: fc.oneof(fc.nat(50), fc.nat(5_000_000)) }), { maxLength: 50 });
  fc.assert(
    fc.property(systems, (touched) => {
      const groups = planGroups(touched);
      expect(new Set(groups.flat())).toEqual(new Set(touched));
      expect(groups.flat()).toHaveLength(touched.length);
      const sizes = groups.flat().map(({ dossiers }) => dossiers);
      expect(sizes).toEqual(sizes.toSorted((a, b) => a - b));
      for (const group of groups.filter(({ length }) => length > 1)) {
        expect(group.reduce((sum, { dossiers }) => sum + dossiers, 0)).toBeLessThanOrEqual(100_000);
      }
    }),
  );
});

test('the parts of a system begin before every code, rise, and each has about as many dossiers as are resolved at once', () => {
  const codes = Array.from({ length: 1000 }, (_, index) => `H56-${String(index).padStart(4, '0')}`);
  const parts = partsOf(codes, 5_000_000);
  expect(parts[0]).toBe('');
  expect(parts).toEqual(parts.toSorted());
  expect(parts).toHaveLength(50);
  expect(partsOf(codes, 90_000)).toEqual(['']);
  expect(partsOf([], 5_000_000)).toEqual(['']);
  // Of one code many times over no part is empty or twice.
  expect(partsOf(Array<string>(1000).fill('H56-0001'), 5_000_000)).toEqual(['', 'H56-0001']);
});
