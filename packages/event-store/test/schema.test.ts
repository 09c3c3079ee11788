import { freshStores } from '@emc/test-kit';
import type { FreshStores } from '@emc/test-kit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SCHEMA_VERSION, SchemaTooNewError } from '../src/index.ts';
import { batchOf, plainHit, rowsOf } from './fixtures.ts';

let stores: FreshStores;
beforeAll(async () => {
  stores = await freshStores();
});
afterAll(() => stores.close());

test('applying the schema again changes nothing and keeps what is there', async () => {
  await stores.event.insertHits(batchOf(1n, [plainHit()]));
  await stores.event.applySchema();
  expect(await rowsOf(stores.event, 'SELECT count() AS n FROM hits')).toEqual([{ n: '1' }]);
  const versions: unknown[] = [];
  await stores.event.onEachServer(async (server) => {
    const reply = await server.query({ query: 'SELECT version FROM schema_version', format: 'JSONEachRow' });
    versions.push(await reply.json());
  });
  for (const version of versions) expect(version).toHaveLength(SCHEMA_VERSION);
});

test('every column of every table says what it means', async () => {
  const silent = await rowsOf(
    stores.event,
    `SELECT table, name FROM system.columns WHERE database = currentDatabase() AND comment = '' AND table NOT LIKE '%\\_from\\_%'`,
  );
  expect(silent).toEqual([]);
});

test('the reading user cannot write, change the schema, or read files', async () => {
  const { read } = stores.event;
  for (const query of [
    'INSERT INTO schema_version (version) VALUES (9)',
    'DROP TABLE hits',
    'CREATE TABLE x (a UInt8) ENGINE = Memory',
    'SET readonly = 0',
  ]) {
    await expect(read.command({ query })).rejects.toThrow();
  }
  await expect(read.query({ query: "SELECT * FROM file('/etc/hostname', 'LineAsString')" })).rejects.toThrow(
    /privileges/,
  );
});

test('a schema newer than the program is refused, and named', async () => {
  const newer = SCHEMA_VERSION + 1;
  await stores.event.onEachServer(async (server) => {
    await server.command({ query: `INSERT INTO schema_version (version) VALUES (${newer})` });
  });
  await expect(stores.event.applySchema()).rejects.toThrow(SchemaTooNewError);
  await expect(stores.event.applySchema()).rejects.toThrow(String(newer));
});
