import fc from 'fast-check';
import { expect, test } from 'vitest';
import { replicaSettings } from '../src/cluster/reading.ts';

interface Node {
  host: string;
  lacks: boolean;
}

/** Which replica of each shard a server then asks first, as its documentation says of `first_or_random`. */
function asked(shards: readonly (readonly Node[])[], settings: Record<string, string | number>): Node[] {
  const number = Number(settings['load_balancing_first_offset']);
  return shards.map((shard) => shard[number % shard.length]!);
}

const node = fc.record({ host: fc.string(), lacks: fc.boolean() });
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
