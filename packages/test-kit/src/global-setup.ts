import { mkdirSync, writeFileSync } from 'node:fs';
import { migrate, openControlStore, sql, startPostgresChild } from '@emc/control-store';
import { openEventStore, startClickHouseChild } from '@emc/event-store';
import type { TestProject } from 'vitest/node';
import { freshDirectory } from './directory.ts';
import { CONTROL_TEMPLATE, copyTree, offerPrepared } from './prepared.ts';
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
  const prepared = `${dir}/prepared`;
  mkdirSync(prepared);
  const [postgres, clickhouse] = await Promise.all([startPostgres(dir, prepared), startClickHouse(dir, prepared)]);
  const secrets = { postgres: PASSWORD, clickhouseWriter: PASSWORD, clickhouseReader: PASSWORD };
  writeFileSync(`${prepared}/secrets.json`, JSON.stringify(secrets), { mode: 0o600 });
  offerPrepared(prepared);
  const { url: clickhouseUrl, writer, reader } = clickhouse;
  return {
    servers: { postgresUrl: postgres.url, clickhouseUrl, cluster: undefined, writer, reader },
    stop: async () => {
      await Promise.all([postgres.stop(), clickhouse.stop()]);
    },
  };
}

/** The register of a first start lies in `prepared` afterwards; taken while the server is stopped. */
async function startPostgres(dir: string, prepared: string): ReturnType<typeof startPostgresChild> {
  const options = { dir: `${dir}/postgres`, password: PASSWORD, log: quiet };
  const first = await startPostgresChild(options);
  const store = openControlStore(first.url);
  await migrate(store.db);
  await store.close();
  await first.stop();
  copyTree(options.dir, `${prepared}/postgres`);
  const server = await startPostgresChild(options);
  await makeTemplate(server.url, 'postgres');
  return server;
}

/** The event store of a first start lies in `prepared` afterwards; nothing is written to it by then. */
async function startClickHouse(dir: string, prepared: string): ReturnType<typeof startClickHouseChild> {
  const place = `${dir}/clickhouse`;
  const server = await startClickHouseChild({
    dir: place,
    writerPassword: PASSWORD,
    readerPassword: PASSWORD,
    log: quiet,
  });
  const store = openEventStore({ ...server, database: 'emc' });
  await store.applySchema();
  mkdirSync(`${prepared}/clickhouse`, { mode: 0o700 });
  copyTree(`${place}/data`, `${prepared}/clickhouse/data`);
  await store.write.command({ query: 'DROP DATABASE emc SYNC' });
  await store.close();
  return server;
}

/**
 * The database of which `freshStores()` makes copies: with all tables, and where losing a server loses the run anyway,
 * without waiting for the disk at each commit.
 * @param of a database with all tables that nobody uses
 */
async function makeTemplate(url: string, of: string): Promise<void> {
  const store = openControlStore(url);
  await sql`CREATE DATABASE ${sql.id(CONTROL_TEMPLATE)} TEMPLATE ${sql.id(of)}`.execute(store.db);
  await sql`ALTER ROLE CURRENT_USER SET synchronous_commit = off`.execute(store.db);
  await store.close();
}

async function startOutgrown(dir: string): Promise<Started> {
  const postgres = await startPostgresProgram();
  const store = openControlStore(postgres.url);
  await migrate(store.db);
  await store.close();
  await makeTemplate(postgres.url, 'postgres');
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
