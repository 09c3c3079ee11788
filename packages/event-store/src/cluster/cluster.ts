import type { ClickHouseClient } from '@clickhouse/client';
import { ClickHouseError } from '@clickhouse/client';
import { EmcError } from '@emc/contract';
import type { Day } from '@emc/contract';
import type { z } from 'zod';
import type { BlockTable } from '../batches.ts';
import { askAs, type Asking, connect, runAs, type Settings } from '../client.ts';
import { BadBatchError, storeError } from '../errors.ts';
import type { Params, Query, Statement } from '../query.ts';
import { type BlockName, presentOn, type Servers } from '../servers.ts';
import { catchUpShard } from './catch-up.ts';
import { type ClusterNode, type ClusterOptions, readTopology, type Topology } from './nodes.ts';
import { replicaSettings, wholeThrough } from './reading.ts';
import { applyNodeSchema } from './schema.ts';

/**
 * A cluster of shards, each of one or more replicas.
 *
 * A block is in one shard whole, in the shard that its batch id names, so that it can be looked for and is there or not.
 * It is sent to every replica of the shard by itself: a block has arrived when it is on the disk of one of them, and the
 * others are made equal when they are back ({@link catchUpShard}). A queue between servers would send a block again after
 * a crash without looking whether it is there. Where tables replicate themselves it is sent to one replica.
 *
 * What is computed (visits, visitors of the country) is written through the tables that reach over all nodes; a row's
 * key decides on its shard, and a row that arrives twice replaces itself.
 */
export function cluster(options: ClusterOptions): Servers {
  return new Cluster(options);
}

class Cluster implements Servers {
  readonly write: ClickHouseClient;
  readonly read: ClickHouseClient;
  readonly #options: ClusterOptions;
  #topology: Promise<Topology> | undefined;
  /** Blocks that somebody asked about: they may be on a node that was away when it was asked. */
  readonly #doubtful = new Set<string>();
  /** The nodes by shard, once we have asked for them; none where they replicate to each other. */
  #known: Topology['shards'] = [];
  /** Hosts that other processes know to lack something. */
  #avoided: ReadonlySet<string> = new Set();
  readonly #isAvoided = (node: ClusterNode): boolean => node.lacks || this.#avoided.has(node.host);

  constructor(options: ClusterOptions) {
    this.#options = options;
    const over = { distributed_product_mode: 'global' };
    this.write = connect(options, options.writer, options.database, over);
    this.read = connect(options, options.reader, options.database, over);
  }

  async applySchema(): Promise<string[]> {
    const { nodes, shards, replicated } = await this.#nodes();
    const applied = await Promise.allSettled(
      nodes.map((node) => node.reach(() => applyNodeSchema(this.#options, node, replicated))),
    );
    // A node that is away is brought up to date when it is back; any other trouble is one.
    for (const [index, outcome] of applied.entries()) {
      if (outcome.status === 'fulfilled') continue;
      const shard = shards.find((replicas) => replicas.includes(nodes[index]!))!;
      const other = shard.some((node) => applied[nodes.indexOf(node)]!.status === 'fulfilled');
      if (!other || !isAway(outcome.reason)) throw outcome.reason;
    }
    return [...new Set(applied.flatMap((outcome) => (outcome.status === 'fulfilled' ? outcome.value : [])))];
  }

  async insert(block: BlockName, send: (client: ClickHouseClient) => Promise<void>): Promise<void> {
    const { shards, replicated } = await this.#nodes();
    const shard = shards[Number(block.batchId % BigInt(shards.length))]!;
    const doubtful = this.#doubtful.has(nameOf(block));
    const put = (node: ClusterNode): Promise<void> =>
      node.reach(async () => {
        if (doubtful && (await this.#isOn(node, block))) return;
        await send(node.local);
      });
    if (replicated) return firstOf(shard, put);
    const outcomes = await Promise.allSettled(shard.map(put));
    const failed = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as unknown] : []));
    if (failed.length === shard.length) throw failed.find((error) => error instanceof BadBatchError) ?? failed[0];
    for (const [index, outcome] of outcomes.entries()) if (outcome.status === 'rejected') shard[index]!.miss();
    this.#doubtful.delete(nameOf(block));
  }

  async #isOn(node: ClusterNode, { table, batchId }: BlockName): Promise<boolean> {
    const found = await presentOn(node.local, this.#options.database, table, [batchId]);
    return found.has(batchId);
  }

  async present(table: BlockTable, batchIds: readonly bigint[]): Promise<Set<bigint>> {
    for (const batchId of batchIds) this.#doubtful.add(nameOf({ table, batchId }));
    const held = await this.#each((node) => presentOn(node.local, this.#options.database, table, batchIds));
    const found = new Set(held.flatMap(({ value }) => [...value]));
    const { shards } = await this.#nodes();
    for (const batchId of found) {
      this.#doubtful.delete(nameOf({ table, batchId }));
      const lacking = held.filter(({ node, value }) => onShardOf(shards, node, batchId) && !value.has(batchId));
      for (const { node } of lacking) node.miss();
    }
    return found;
  }

  async ask<P extends Params, R extends z.ZodType>(
    query: Query<P, R>,
    params: z.input<P>,
    asking?: Asking,
  ): Promise<z.output<R>[]> {
    const settings = await this.#settings();
    return this.#anywhere((node) => askAs(node.read, query, params, settings, asking));
  }

  /** One of each shard is enough; which of them do not answer is remembered. */
  async ping(): Promise<void> {
    const { shards } = await this.#nodes();
    const answers = await Promise.all(shards.map((shard) => Promise.all(shard.map((node) => node.answers()))));
    const silent = shards.find((_shard, index) => !answers[index]!.includes(true));
    if (silent !== undefined) throw new Error(`none of ${hosts(silent)} answers`);
  }

  async askEach<P extends Params, R extends z.ZodType>(query: Query<P, R>, params: z.input<P>): Promise<z.output<R>[]> {
    const answers = await this.#each((node) => askAs(node.local, query, params));
    return answers.flatMap(({ value }) => value);
  }

  async run<P extends Params>(statement: Statement<P>, params: z.input<P>): Promise<void> {
    const settings = await this.#settings();
    await this.#anywhere(async (node) => {
      await runAs(node.write, statement, params, settings);
      const table = /^\s*INSERT INTO (\w+)/i.exec(statement.sql)?.[1];
      if (table === undefined) return;
      // Readable when it resolves; what waits for a replica that is away stays in the queue.
      await node.write.command({ query: `SYSTEM FLUSH DISTRIBUTED ${table}` }).catch(() => undefined);
    });
  }

  async each(work: (client: ClickHouseClient) => Promise<void>, days: readonly Day[] = []): Promise<void> {
    const { nodes, shards, replicated } = await this.#nodes();
    if (replicated) {
      await Promise.all(shards.map((shard) => firstOf(shard, (node) => work(node.local))));
      return;
    }
    const done = await this.#each((node) => work(node.local));
    for (const node of nodes.filter((candidate) => !done.some((reached) => reached.node === candidate))) {
      node.miss();
      for (const day of days) node.missedDays.add(day);
    }
  }

  async catchUp(alone: <T>(work: () => Promise<T>) => Promise<T>): Promise<string[]> {
    const { nodes, shards, replicated } = await this.#nodes();
    if (replicated) return [];
    // Also of a node to which nothing happened to be sent while it was away: it may have lost its disk.
    await Promise.all(nodes.map(async (node) => (await node.answers()) || node.lack()));
    for (const shard of shards) {
      const prepare = async (node: ClusterNode) => void (await applyNodeSchema(this.#options, node, replicated));
      if (shard.some((node) => node.behind))
        await catchUpShard(shard, { database: this.#options.database, alone, prepare });
    }
    return nodes.filter((node) => node.behind).map(({ host }) => host);
  }

  lacking(): string[] {
    return this.#known
      .flat()
      .filter((node) => node.lacks)
      .map(({ host }) => host);
  }

  avoid(avoided: readonly string[]): void {
    this.#avoided = new Set(avoided);
  }

  wholeThrough(loadedThrough_ms: number): number {
    for (const node of this.#known.flat()) node.hold(loadedThrough_ms);
    if (this.#known.length === 0) return loadedThrough_ms;
    return Math.min(loadedThrough_ms, wholeThrough(this.#known, this.#isAvoided));
  }

  /** Settings with which a question over all nodes is answered by replicas that lack nothing. */
  async #settings(): Promise<Settings> {
    const { shards, replicated } = await this.#nodes();
    return replicated ? {} : replicaSettings(shards, this.#isAvoided);
  }

  async close(): Promise<void> {
    const nodes = (await this.#topology?.catch(() => undefined))?.nodes ?? [];
    await Promise.all([this.write.close(), this.read.close(), ...nodes.map((node) => node.close())]);
  }

  #nodes(): Promise<Topology> {
    this.#topology ??= readTopology(this.#options).then(
      (topology) => {
        this.#known = topology.replicated ? [] : topology.shards;
        return topology;
      },
      (error: unknown) => {
        this.#topology = undefined;
        throw error;
      },
    );
    return this.#topology;
  }

  /** On any node that answers, those that lack nothing first. */
  async #anywhere<T>(work: (node: ClusterNode) => Promise<T>): Promise<T> {
    const { nodes } = await this.#nodes();
    return firstOf(
      [...nodes].sort((a, b) => Number(a.behind) - Number(b.behind)),
      work,
    );
  }

  /** On every node that answers. @throws EmcError store-unavailable when none of a shard does */
  async #each<T>(work: (node: ClusterNode) => Promise<T>): Promise<{ node: ClusterNode; value: T }[]> {
    const { nodes, shards } = await this.#nodes();
    const outcomes = await Promise.allSettled(nodes.map((node) => node.reach(work)));
    const reached = outcomes.flatMap((outcome, index) =>
      outcome.status === 'fulfilled' ? [{ node: nodes[index]!, value: outcome.value }] : [],
    );
    for (const outcome of outcomes) if (outcome.status === 'rejected' && !isAway(outcome.reason)) throw outcome.reason;
    const silent = shards.find((shard) => !reached.some(({ node }) => shard.includes(node)));
    if (silent !== undefined) throw new EmcError('store-unavailable', `event store: all of ${hosts(silent)} are away`);
    return reached;
  }
}

function nameOf({ table, batchId }: BlockName): string {
  return `${table} ${batchId}`;
}

function onShardOf(shards: Topology['shards'], node: ClusterNode, batchId: bigint): boolean {
  return shards[Number(batchId % BigInt(shards.length))]!.includes(node);
}

function hosts(nodes: readonly ClusterNode[]): string {
  return nodes.map(({ host }) => host).join(', ');
}

/** Tries the nodes in order until one is there. */
async function firstOf<T>(nodes: readonly ClusterNode[], work: (node: ClusterNode) => Promise<T>): Promise<T> {
  let last: unknown;
  for (const node of nodes) {
    try {
      return await node.reach(work);
    } catch (error) {
      if (!isAway(error)) throw error;
      last = error;
    }
  }
  throw last;
}

/** Codes of ClickHouse for a database and a table that are not there. */
const LOST_CODES = new Set(['60', '81']);

/** It does not answer, or it came back with an empty disk: either way the others of its shard must do. */
function isAway(error: unknown): boolean {
  if (error instanceof ClickHouseError && LOST_CODES.has(error.code)) return true;
  const said = storeError(error);
  return said instanceof EmcError && said.code === 'store-unavailable';
}
