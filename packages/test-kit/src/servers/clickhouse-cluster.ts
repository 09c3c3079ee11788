import { rmSync } from 'node:fs';
import { startClickHouseChild, type ClickHouseChild } from '@emc/event-store';
import { freePort } from './ports.ts';
import { type Relay, startRelay } from './relay.ts';

const CLUSTER = 'emc';
/** Addresses of their own for four servers, as if on four machines. Not 127.0.1.1, which every server takes for its own (Debian's). */
const SHARDS = [
  ['127.0.11.1', '127.0.11.2'],
  ['127.0.12.1', '127.0.12.2'],
] as const;
const PASSWORD = 'only-for-this-test-run';
const quiet = { info: () => {}, warn: () => {}, error: () => {} };

/** Two shards of two replicas each, of embedded servers: the form that a cluster of official servers takes. */
export interface TestCluster {
  name: string;
  /** Any node's address: the first replica of the first shard. */
  url: string;
  writer: { user: string; password: string };
  reader: { user: string; password: string };
  /** Hosts by shard. */
  shards: readonly (readonly string[])[];
  /** SIGKILL of the node; resolves when it is gone. */
  kill(host: string): Promise<void>;
  /** As `kill`, and its disk is gone too. */
  lose(host: string): Promise<void>;
  /** Starts a killed node again, on what it left. */
  bringBack(host: string): Promise<void>;
  stop(): Promise<void>;
}

/** Starts it. Needs a Linux machine: elsewhere there is one loopback address. */
export async function startClickHouseCluster(dir: string): Promise<TestCluster> {
  if (process.platform !== 'linux')
    throw new Error('A cluster of embedded servers needs the loopback network of Linux.');
  const [port, tcpPort, peersPort] = [await freePort(), await freePort(), await freePort()];
  const running = new Map<string, ClickHouseChild>();
  const relays = new Map<string, Relay>();
  const start = async (host: string): Promise<void> => {
    const node = { host, tcpPort, peersPort, cluster: CLUSTER, shards: SHARDS, secret: PASSWORD };
    const passwords = { writerPassword: PASSWORD, readerPassword: PASSWORD };
    const maxMemory_bytes = 2 * 1024 ** 3;
    running.set(
      host,
      await startClickHouseChild({ dir: `${dir}/${host}`, ...passwords, log: quiet, port, node, maxMemory_bytes }),
    );
    relays.set(host, await startRelay(host, { from: peersPort, to: tcpPort }));
  };
  await Promise.all(SHARDS.flat().map(start));
  const first = running.get(SHARDS[0][0])!;
  const kill = async (host: string): Promise<void> => {
    const child = running.get(host)!;
    const gone = new Promise<void>((resolve) => child.onExit(() => resolve()));
    process.kill(child.pid, 'SIGKILL');
    relays.get(host)!.close();
    await gone;
  };
  return {
    name: CLUSTER,
    url: first.url,
    writer: first.writer,
    reader: first.reader,
    shards: SHARDS,
    kill,
    lose: async (host) => {
      await kill(host);
      rmSync(`${dir}/${host}`, { recursive: true, force: true });
    },
    bringBack: start,
    stop: async () => {
      await Promise.all([...running.values()].map((child) => child.stop()));
      for (const relay of relays.values()) relay.close();
    },
  };
}
