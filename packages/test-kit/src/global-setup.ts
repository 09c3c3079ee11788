import { startPostgresChild } from '@emc/control-store';
import { startClickHouseChild } from '@emc/event-store';
import type { TestProject } from 'vitest/node';
import { freshDirectory } from './directory.ts';
import { startClickHouseCluster } from './servers/clickhouse-cluster.ts';
import { startPostgresProgram } from './servers/postgres-program.ts';

/** Where the run's stores are; `freshStores()` makes a database in each for a test file. */
export interface TestServers {
  postgresUrl: string;
  clickhouseUrl: string;
  /** Name of the cluster that `clickhouseUrl` is a node of; undefined = one server. */
  cluster: string | undefined;
  writer: { user: string; password: string };
  reader: { user: string; password: string };
}

declare module 'vitest' {
  export interface ProvidedContext {
    servers: TestServers;
  }
}

const PASSWORD = 'only-for-this-test-run';
const quiet = { info: () => {}, warn: () => {}, error: () => {} };

/**
 * The stores of a whole run: servers for each test file would be most of its time. A pair of embedded ones, or with
 * TEST_SERVERS=outgrown what takes their place when one machine is too small: a PostgreSQL of the machine and a cluster.
 */
export default async function startServers(project: TestProject): Promise<() => Promise<void>> {
  const directory = freshDirectory();
  const start = process.env['TEST_SERVERS'] === 'outgrown' ? startOutgrown : startEmbedded;
  const { servers, stop } = await start(directory.path);
  project.provide('servers', servers);
  return async () => {
    await stop();
    directory.remove();
  };
}

interface Started {
  servers: TestServers;
  stop: () => Promise<void>;
}

async function startEmbedded(dir: string): Promise<Started> {
  const [postgres, clickhouse] = await Promise.all([
    startPostgresChild({ dir: `${dir}/postgres`, password: PASSWORD, log: quiet }),
    startClickHouseChild({
      dir: `${dir}/clickhouse`,
      writerPassword: PASSWORD,
      readerPassword: PASSWORD,
      log: quiet,
    }),
  ]);
  const { url: clickhouseUrl, writer, reader } = clickhouse;
  return {
    servers: { postgresUrl: postgres.url, clickhouseUrl, cluster: undefined, writer, reader },
    stop: async () => {
      await Promise.all([postgres.stop(), clickhouse.stop()]);
    },
  };
}

async function startOutgrown(dir: string): Promise<Started> {
  const postgres = await startPostgresProgram();
  const cluster = await startClickHouseCluster(`${dir}/clickhouse`).catch(async (error: unknown) => {
    await postgres.stop();
    throw error;
  });
  const { url: clickhouseUrl, name, writer, reader } = cluster;
  return {
    servers: { postgresUrl: postgres.url, clickhouseUrl, cluster: name, writer, reader },
    stop: async () => {
      await Promise.all([postgres.stop(), cluster.stop()]);
    },
  };
}
