import { migrate, openControlStore, type ControlStore } from '@emc/control-store';
import { openEventStore, type EventStore } from '@emc/event-store';
import { sql } from 'kysely';
import { randomUUID } from 'node:crypto';
import { inject } from 'vitest';

export interface FreshStores {
  control: ControlStore;
  controlUrl: string;
  event: EventStore;
  close(): Promise<void>;
}

/** Both real stores with empty, current schemas, in databases of their own on the servers of this test run. */
export async function freshStores(): Promise<FreshStores> {
  const servers = inject('servers');
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  const control = await freshControl(servers.postgresUrl, name);
  const event = openEventStore({
    url: servers.clickhouseUrl,
    database: name,
    writer: servers.writer,
    reader: servers.reader,
  });
  await event.applySchema();
  return {
    control,
    controlUrl: databaseUrl(servers.postgresUrl, name),
    event,
    close: async () => {
      await event.write.command({ query: `DROP DATABASE ${name} SYNC` });
      await Promise.all([event.close(), control.close()]);
    },
  };
}

async function freshControl(serverUrl: string, name: string): Promise<ControlStore> {
  const server = openControlStore(serverUrl);
  await sql`CREATE DATABASE ${sql.id(name)}`.execute(server.db);
  await server.close();
  const store = openControlStore(databaseUrl(serverUrl, name));
  await migrate(store.db);
  return store;
}

function databaseUrl(serverUrl: string, name: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return url.href;
}
