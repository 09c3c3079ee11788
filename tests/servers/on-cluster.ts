import { openEventStore, type EventStore } from '@emc/event-store';
import {
  freshDirectory,
  sharedServers,
  startClickHouseCluster,
  startProgram,
  type Program,
  type TestCluster,
} from '@emc/test-kit';
import { expect } from 'vitest';

/** The real program on four servers of its own, two shards of two replicas, of which a test may kill any. */
export interface OnCluster extends AsyncDisposable {
  cluster: TestCluster;
  program: Program;
  /** The program's event store, opened beside it. */
  event: EventStore;
}

/** Starts them on stores that are empty. */
export async function startOnCluster(): Promise<OnCluster> {
  await using stack = new AsyncDisposableStack();
  const directory = freshDirectory();
  stack.defer(() => directory.remove());
  const cluster = await startClickHouseCluster(`${directory.path}/clickhouse`);
  stack.defer(() => cluster.stop());
  const address = new URL('/emc', cluster.url);
  address.username = cluster.writer.user;
  address.password = cluster.writer.password;
  const env = {
    ...(await sharedServers(directory.path)),
    EMC_CLICKHOUSE_URL: address.href,
    EMC_CLICKHOUSE_CLUSTER: cluster.name,
  };
  const program = await startProgram({ dataDir: `${directory.path}/data`, env });
  stack.defer(async () => {
    await program.stop();
  });
  const event = openEventStore({ ...cluster, database: 'emc', cluster: cluster.name });
  stack.defer(() => event.close());
  const all = stack.move();
  return { cluster, program, event, [Symbol.asyncDispose]: () => all.disposeAsync() };
}

/** What the servers hold, shard by shard, once all four answer and two and two hold the same; each row as one text, sorted. */
export async function heldByShard(event: EventStore, sql: string): Promise<string[][]> {
  const nodes: string[][] = [];
  await event.onEachServer(async (server) => {
    const reply = await server.query({ query: sql, format: 'JSONCompactEachRow' });
    nodes.push((await reply.json()).map((row) => JSON.stringify(row)).sort());
  });
  const held = nodes.map((rows) => rows.join('\n'));
  expect(held.map((one) => held.filter((other) => other === one).length)).toEqual([2, 2, 2, 2]);
  return [...new Map(nodes.map((rows, at) => [held[at], rows])).values()];
}

/** The paths of hits that the servers hold, each on one shard and once. */
export async function pathsHeldOnce(event: EventStore): Promise<Set<string>> {
  const all = (await heldByShard(event, 'SELECT path FROM hits')).flat().map((row) => (JSON.parse(row) as [string])[0]);
  const paths = new Set(all);
  expect(paths.size).toBe(all.length);
  return paths;
}
