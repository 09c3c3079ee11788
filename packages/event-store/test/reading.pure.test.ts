import fc from 'fast-check';
import { expect, test } from 'vitest';
import { replicaSettings, wholeThrough } from '../src/cluster/reading.ts';

interface Node {
  host: string;
  lacks: boolean;
  away: boolean;
  heldThrough_ms: number;
}

/** Which replica of each shard a server then asks first, as its documentation says of `first_or_random`. */
function asked(shards: readonly (readonly Node[])[], settings: Record<string, string | number>): Node[] {
  const number = Number(settings['load_balancing_first_offset']);
  return shards.map((shard) => shard[number % shard.length]!);
}

const node = fc.record({ host: fc.string(), lacks: fc.boolean(), away: fc.boolean(), heldThrough_ms: fc.nat() });
const cluster = fc.array(fc.array(node, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 4 });

test('of the replicas with one number those are asked of which the fewest lack something', () => {
  fc.assert(
    fc.property(cluster, (shards) => {
      const settings = replicaSettings(shards, ({ lacks }) => lacks);
      if (!shards.flat().some(({ lacks }) => lacks)) {
        expect(settings).toEqual({});
        return;
      }
      const lacking = asked(shards, settings).filter(({ lacks }) => lacks).length;
      for (const number of [0, 1, 2]) {
        const others = asked(shards, { load_balancing_first_offset: number });
        expect(lacking).toBeLessThanOrEqual(others.filter(({ lacks }) => lacks).length);
      }
    }),
  );
});

test('answers are never said to be whole through later than what any replica holds that may be asked', () => {
  fc.assert(
    fc.property(cluster, (shards) => {
      const through = wholeThrough(shards, ({ lacks }) => lacks);
      const settings = replicaSettings(shards, ({ lacks }) => lacks);
      const first = asked(shards, { load_balancing_first_offset: 0, ...settings });
      const mayBeAsked = shards.flatMap((shard, at) =>
        first[at]!.away ? shard.filter(({ away }) => !away) : [first[at]!],
      );
      for (const { heldThrough_ms } of mayBeAsked) expect(through).toBeLessThanOrEqual(heldThrough_ms);
      // Nor needlessly earlier.
      if (mayBeAsked.length > 0) expect(mayBeAsked.map(({ heldThrough_ms }) => heldThrough_ms)).toContain(through);
    }),
  );
});
