import { startPostgresChild } from '@emc/control-store';
import { startClickHouseChild } from '@emc/event-store';
import type { TestProject } from 'vitest/node';
import { freshDirectory } from './directory.ts';

/** Where the run's pair of embedded servers is; `freshStores()` makes a database in each for a test file. */
export interface TestServers {
  postgresUrl: string;
  clickhouseUrl: string;
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

/** One pair of embedded servers for a whole run: a server per test file would be most of its time. */
export default async function startServers(project: TestProject): Promise<() => Promise<void>> {
  const directory = freshDirectory();
  const [postgres, clickhouse] = await Promise.all([
    startPostgresChild({ dir: `${directory.path}/postgres`, password: PASSWORD, log: quiet }),
    startClickHouseChild({
      dir: `${directory.path}/clickhouse`,
      writerPassword: PASSWORD,
      readerPassword: PASSWORD,
      log: quiet,
    }),
  ]);
  project.provide('servers', {
    postgresUrl: postgres.url,
    clickhouseUrl: clickhouse.url,
    writer: clickhouse.writer,
    reader: clickhouse.reader,
  });
  return async () => {
    await Promise.all([postgres.stop(), clickhouse.stop()]);
    directory.remove();
  };
}
