import { openControlStore, type ControlStore } from '@emc/control-store';
import { openEventStore, type EventStore, type EventStoreOptions } from '@emc/event-store';
import { sql } from 'kysely';
import { createHash, randomUUID } from 'node:crypto';
import { inject } from 'vitest';
import { CONTROL_TEMPLATE } from './prepared.ts';

export interface FreshStores {
  control: ControlStore;
  controlUrl: string;
  event: EventStore;
  /** With which another process opens the same event store. */
  eventOptions: EventStoreOptions;
  close(): Promise<void>;
}

/** Both real stores with empty, current schemas, in databases of their own on the servers of this test run. */
export async function freshStores(): Promise<FreshStores> {
  const servers = inject('servers');
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  const control = await freshControl(servers.postgresUrl, name);
  const eventOptions = {
    url: servers.clickhouseUrl,
    cluster: servers.cluster,
    database: name,
    writer: servers.writer,
    reader: servers.reader,
  };
  const event = openEventStore(eventOptions);
  await event.applySchema();
  return {
    control,
    controlUrl: databaseUrl(servers.postgresUrl, name),
    event,
    eventOptions,
    close: async () => {
      // The one that the connection names comes last.
      const databases = servers.cluster === undefined ? [name] : [name, `${name}_local`];
      await event.onEachServer(async (server) => {
        for (const database of databases) await server.command({ query: `DROP DATABASE ${database} SYNC` });
      });
      await Promise.all([event.close(), control.close()]);
    },
  };
}

/**
 * The settings with which a program uses the servers of this run instead of starting its own; none where the run has the
 * embedded ones. The same data directory always gets the same databases.
 */
export async function serverSettings(dataDir: string): Promise<Record<string, string>> {
  // Looked at first: the bench starts programs outside of any test run.
  return process.env['TEST_SERVERS'] === 'outgrown' ? sharedServers(dataDir) : {};
}

/** The settings with which several programs meet on the servers of this run. The same name always gets the same databases. */
export async function sharedServers(name: string): Promise<Record<string, string>> {
  const { cluster, postgresUrl, clickhouseUrl, writer } = inject('servers');
  const database = `program_${createHash('sha256').update(name).digest('hex').slice(0, 16)}`;
  await createDatabase(postgresUrl, database).catch((error: unknown) => {
    if (!String(error).includes('already exists')) throw error;
  });
  const clickhouse = new URL(`/${database}`, clickhouseUrl);
  clickhouse.username = writer.user;
  clickhouse.password = writer.password;
  return {
    EMC_POSTGRES_URL: databaseUrl(postgresUrl, database),
    EMC_CLICKHOUSE_URL: clickhouse.href,
    ...(cluster === undefined ? {} : { EMC_CLICKHOUSE_CLUSTER: cluster }),
  };
}

async function freshControl(serverUrl: string, name: string): Promise<ControlStore> {
  await createDatabase(serverUrl, name, CONTROL_TEMPLATE);
  return openControlStore(databaseUrl(serverUrl, name));
}

async function createDatabase(serverUrl: string, name: string, template = 'template1'): Promise<void> {
  const server = openControlStore(serverUrl);
  try {
    await sql`CREATE DATABASE ${sql.id(name)} TEMPLATE ${sql.id(template)}`.execute(server.db);
  } finally {
    await server.close();
  }
}

function databaseUrl(serverUrl: string, name: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return url.href;
}
