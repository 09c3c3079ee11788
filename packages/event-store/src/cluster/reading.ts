import type { Settings } from '../client.ts';
import type { ClusterNode } from './nodes.ts';

/**
 * The replica of each shard that is asked first. A server chooses it by its number, the same for all shards: that at which the
 * fewest are to be avoided.
 * @param shards replicas in the order of the servers' configuration
 */
function bestNumber<Node>(shards: readonly (readonly Node[])[], avoided: (node: Node) => boolean): number {
  const cost = (number: number): number => shards.filter((shard) => avoided(atNumber(shard, number))).length;
  const numbers = [...Array(Math.max(...shards.map(({ length }) => length))).keys()];
  return numbers.reduce((least, number) => (cost(number) < cost(least) ? number : least));
}

/** As the server does, when a shard has fewer. */
function atNumber<Node>(shard: readonly Node[], number: number): Node {
  return shard[number % shard.length]!;
}

/**
 * Through when answers are whole, of what this process loads: the replica that is asked of a shard may have missed something
 * that others took which are away now. Where it is away itself, any other may be asked.
 */
export function wholeThrough<Node extends Pick<ClusterNode, 'away' | 'heldThrough_ms'>>(
  shards: readonly (readonly Node[])[],
  avoided: (node: Node) => boolean,
): number {
  const number = bestNumber(shards, avoided);
  const asked = shards.flatMap((shard) => {
    const first = atNumber(shard, number);
    return first.away ? shard.filter(({ away }) => !away) : [first];
  });
  return Math.min(...asked.map(({ heldThrough_ms }) => heldThrough_ms));
}

/** Settings with which the tables that reach over all nodes ask replicas that lack nothing; none at all where none is to be avoided. */
export function replicaSettings<Node extends Pick<ClusterNode, 'host'>>(
  shards: readonly (readonly Node[])[],
  avoided: (node: Node) => boolean,
): Settings {
  if (!shards.flat().some(avoided)) return {};
  return {
    load_balancing: 'first_or_random',
    load_balancing_first_offset: bestNumber(shards, avoided),
    // The node that is asked would answer for its shard itself; one that is slow would be overtaken by another.
    prefer_localhost_replica: 0,
    use_hedged_requests: 0,
    // A replica that failed a moment ago comes last otherwise, even after one that lacks something.
    distributed_replica_max_ignored_errors: 1000,
  };
}
