import type { Day } from '@emc/contract';
import { z } from 'zod';
import { askAs } from '../client.ts';
import { defineQuery } from '../query.ts';
import type { Rollup, RollupColumn } from '../schema/rollup.ts';
import { ROLLUPS } from '../schema/rollups.ts';
import type { ClusterNode } from './nodes.ts';

/** Clocks of a store, which differ between replicas. */
export const CLOCKS = new Set(['touched_at']);

/** Rollups that are not the same on all replicas, by day. @param shard all of them hold the same hits */
export async function differingRollups(shard: readonly ClusterNode[]): Promise<Map<Day, Rollup[]>> {
  const differing = new Map<Day, Rollup[]>();
  // What holds one row a hit, of the last hours, is never summed up.
  for (const rollup of ROLLUPS.filter(({ measures }) => measures.length > 0)) {
    const digests = await Promise.all(
      shard.map(async (node) => {
        const rows = await node.reach(({ local }) => askAs(local, digestQuery(rollup), {}));
        return new Map(rows.map(({ on_day, digest }) => [on_day, digest]));
      }),
    );
    for (const day of new Set(digests.flatMap((digest) => [...digest.keys()]))) {
      if (new Set(digests.map((digest) => digest.get(day))).size > 1)
        differing.set(day, [...(differing.get(day) ?? []), rollup]);
    }
  }
  return differing;
}

/**
 * One number for each day of a rollup, the same however its rows are merged: sums are added up, states merged. Sums of
 * states are not taken over all portals' keys, which would read every state there is, but over the days of the last month.
 */
function digestQuery(rollup: Rollup) {
  const parts = rollup.measures.filter(({ name }) => !CLOCKS.has(name)).map(merged);
  const states = rollup.measures.some(isState);
  return defineQuery({
    name: `digest-of-${rollup.name}`,
    sql: `SELECT toString(day) AS on_day, toString(cityHash64(${parts.join(', ')})) AS digest
    FROM ${rollup.name} ${states ? 'WHERE day > today() - 31' : ''} GROUP BY day`,
    params: z.object({}),
    row: z.object({ on_day: z.string(), digest: z.string() }),
  });
}

export function merged({ name, type }: RollupColumn): string {
  const simple = /^SimpleAggregateFunction\((\w+),/.exec(type)?.[1];
  return simple === undefined ? `uniqExactMerge(${name})` : `${simple}(${name})`;
}

function isState({ type }: RollupColumn): boolean {
  return type.startsWith('AggregateFunction(');
}
