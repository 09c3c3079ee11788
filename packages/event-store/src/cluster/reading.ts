import type { Settings } from '../client.ts';
import type { ClusterNode } from './nodes.ts';

/**
 * Settings with which the tables that reach over all nodes ask replicas that lack nothing. A server chooses the replica by its
 * number, the same for all shards: so one is named at which the fewest are to be avoided. None at all where none is.
 * @param shards replicas in the order of the servers' configuration
 */
export function replicaSettings<Node extends Pick<ClusterNode, 'host'>>(
  shards: readonly (readonly Node[])[],
  avoided: (node: Node) => boolean,
): Settings {
  if (!shards.flat().some(avoided)) return {};
  // As the server does, when a shard has fewer.
  const cost = (number: number): number => shards.filter((shard) => avoided(shard[number % shard.length]!)).length;
  const numbers = [...Array(Math.max(...shards.map(({ length }) => length))).keys()];
  const best = numbers.reduce((least, number) => (cost(number) < cost(least) ? number : least));
  return {
    load_balancing: 'first_or_random',
    load_balancing_first_offset: best,
    // The node that is asked would answer for its shard itself; one that is slow would be overtaken by another.
    prefer_localhost_replica: 0,
    use_hedged_requests: 0,
    // A replica that failed a moment ago comes last otherwise, even after one that lacks something.
    distributed_replica_max_ignored_errors: 1000,
  };
}
