import type { ClickHouseClient } from '@clickhouse/client';
import { ClickHouseError } from '@clickhouse/client';
import type { Day } from '@emc/contract';
import { EmcError } from '@emc/contract';
import { z } from 'zod';
import { askAs, connect } from '../client.ts';
import { storeError } from '../errors.ts';
import { defineQuery } from '../query.ts';
import type { ServersOptions } from '../servers.ts';

export interface ClusterOptions extends ServersOptions {
  /** Name in the servers' configuration. */
  cluster: string;
}

/** The database with each node's own part, beside the one whose tables reach over all nodes. */
export function localDatabase(database: string): string {
  return `${database}_local`;
}

/**
 * Questions over all nodes: a subquery is asked once and its answer handed to all, and nothing is computed shard by shard
 * where it must be computed over all of them. What is written goes into a queue on disk for each replica.
 */
const OVER_ALL = {
  distributed_product_mode: 'global',
  parallel_distributed_insert_select: 0,
  distributed_foreground_insert: 0,
  connect_timeout_with_failover_ms: 1000,
};

/** One server of the cluster. */
export class ClusterNode {
  readonly host: string;
  readonly shard: number;
  /** Its own part, as the writer. */
  readonly local: ClickHouseClient;
  readonly write: ClickHouseClient;
  readonly read: ClickHouseClient;
  /** It may lack what others of its shard have: it was away, or we have just begun and do not know. */
  behind = true;
  /** It certainly does: it was seen to be away, or did not take something. */
  lacks = false;
  /** Days whose rollups were to be made anew while it was away. */
  readonly missedDays = new Set<Day>();
  /** Of what this process loads it holds all that was acknowledged before this instant; 0 = nobody knows. */
  heldThrough_ms = 0;
  /** Others of its shard took something that it did not. */
  #missed = false;
  #away = false;
  #probed_ms = Number.NEGATIVE_INFINITY;
  readonly #url: string;

  constructor(options: ClusterOptions, { host, shard }: { host: string; shard: number }) {
    const url = new URL(options.url);
    url.hostname = host.includes(':') ? `[${host}]` : host;
    this.host = host;
    this.shard = shard;
    this.#url = url.origin;
    const at = { url: url.origin, maxConnections: options.maxConnections };
    this.local = connect(at, options.writer, localDatabase(options.database));
    this.write = connect(at, options.writer, options.database, OVER_ALL);
    this.read = connect(at, options.reader, options.database, OVER_ALL);
  }

  get url(): string {
    return this.#url;
  }

  /** It did not answer when it was last asked for anything. */
  get away(): boolean {
    return this.#away;
  }

  /** Notes that it lacks something. */
  lack(): void {
    this.behind = true;
    this.lacks = true;
  }

  /** Notes that others of its shard hold something that it does not. */
  miss(): void {
    this.lack();
    this.#missed = true;
  }

  /** Notes through when all that was acknowledged is loaded: unless it missed something, it holds it too. */
  hold(loadedThrough_ms: number): void {
    if (!this.#missed) this.heldThrough_ms = loadedThrough_ms;
  }

  /** Notes that it holds what others of its shard hold. */
  complete(): void {
    this.behind = false;
    this.lacks = false;
    this.#missed = false;
    this.missedDays.clear();
  }

  /** Does some work on the node. @throws EmcError store-unavailable at once while it is known to be away */
  async reach<T>(work: (node: ClusterNode) => Promise<T>): Promise<T> {
    if (this.#away && !(await this.#isBack())) throw new NodeAway(this.host);
    try {
      return await work(this);
    } catch (error) {
      if (isConnectionLost(error)) this.#away = true;
      throw error;
    }
  }

  /** Whether it answers at this moment; asks for nothing that could be missing. */
  async answers(): Promise<boolean> {
    try {
      const answer = await fetch(`${this.#url}/ping`, { signal: AbortSignal.timeout(PROBE_PATIENCE_MS) });
      this.#away = !answer.ok;
    } catch {
      this.#away = true;
    }
    return !this.#away;
  }

  /** Looked at twice a second at most, and by a look that costs nothing: an insert that hangs would hold up the others. */
  async #isBack(): Promise<boolean> {
    if (performance.now() - this.#probed_ms < PROBE_EVERY_MS) return false;
    this.#probed_ms = performance.now();
    return this.answers();
  }

  async close(): Promise<void> {
    await Promise.all([this.local.close(), this.write.close(), this.read.close()]);
  }
}

const PROBE_EVERY_MS = 500;
const PROBE_PATIENCE_MS = 2000;

class NodeAway extends EmcError {
  constructor(host: string) {
    super('store-unavailable', `event store: ${host} is away`);
  }
}

/** True when the server did not answer at all: what was sent may or may not have been done. */
function isConnectionLost(error: unknown): boolean {
  if (error instanceof ClickHouseError) return false;
  const said = storeError(error);
  return said instanceof EmcError && said.code === 'store-unavailable' && !(said.cause instanceof ClickHouseError);
}

const topologyQuery = defineQuery({
  name: 'cluster',
  sql: `SELECT shard_num AS shard, host_name AS host, internal_replication AS replicated
  FROM system.clusters WHERE cluster = {cluster:String} ORDER BY shard_num, replica_num`,
  params: z.object({ cluster: z.string() }),
  row: z.object({ shard: z.int(), host: z.string(), replicated: z.int().transform((value) => value === 1) }),
});

export interface Topology {
  nodes: readonly ClusterNode[];
  /** By shard, in the order of the configuration. */
  shards: readonly (readonly ClusterNode[])[];
  /** Tables replicate themselves (ReplicatedMergeTree): a block is sent to one replica of its shard, not to each. */
  replicated: boolean;
}

/** Asks the first that answers of the servers that we were told of for the others. @throws Error when it knows no such cluster */
export async function readTopology(options: ClusterOptions): Promise<Topology> {
  const urls = [options.url, ...(options.otherUrls ?? [])];
  for (const url of urls.slice(0, -1)) {
    try {
      return await topologyAt(url, options);
    } catch (error) {
      if (!isConnectionLost(error)) throw error;
    }
  }
  return topologyAt(urls.at(-1)!, options);
}

async function topologyAt(url: string, options: ClusterOptions): Promise<Topology> {
  const entry = connect({ ...options, url }, options.writer);
  try {
    const rows = await askAs(entry, topologyQuery, { cluster: options.cluster });
    if (rows.length === 0)
      throw new TypeError(
        `the event store knows no cluster "${options.cluster}": see remote_servers in its configuration`,
      );
    const nodes = rows.map((row) => new ClusterNode(options, row));
    const shards = [...new Set(rows.map(({ shard }) => shard))].map((shard) =>
      nodes.filter((node) => node.shard === shard),
    );
    return { nodes, shards, replicated: rows.some(({ replicated }) => replicated) };
  } finally {
    await entry.close();
  }
}
