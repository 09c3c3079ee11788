import { type CollectorState, readProcesses, reportProcess, sql } from '@emc/control-store';
import { freshDirectory, freshStores, type FreshStores, runCommand } from '@emc/test-kit';
import { afterAll, beforeAll, expect, test } from 'vitest';

// `emc forget`: a collector is given up whose machine is gone. Of several that are gone, the one that is named.

let stores: FreshStores;
const directory = freshDirectory();
beforeAll(async () => (stores = await freshStores()));
afterAll(async () => {
  await stores.close();
  directory.remove();
});

const collector: CollectorState = {
  loader: { oldestUnloadedMs: 7, loadedThrough: '2026-11-22T08:00:00Z', failing: false, setAside: 0 },
  spool: { accepting: true, failing: false, usedBytes: 7, limitBytes: 1000 },
};
const forget = (name: string, env: Record<string, string> = { EMC_POSTGRES_URL: stores.controlUrl }) =>
  runCommand({ dataDir: directory.path, url: 'http://127.0.0.1:1' }, ['forget', name], env);
const names = async () => (await readProcesses(stores.control.db)).map(({ name }) => name).sort();

test('of two collectors that are gone just the named one is forgotten, and one that runs is refused', async () => {
  const { db } = stores.control;
  for (const name of ['gone-1:/data', 'gone-2:/data'])
    await reportProcess(db, { id: name, name, roles: ['collect'], collector }, true);
  await sql`update processes set seen_at = now() - interval '1 minute'`.execute(db);
  await reportProcess(db, { id: 'runs', name: 'runs:/data', roles: ['collect'], collector }, true);

  const done = await forget('gone-1:/data');
  expect([done.code, done.err]).toEqual([0, '']);
  expect(done.out).toContain('gone-1:/data is forgotten');
  expect(await names()).toEqual(['gone-2:/data', 'runs:/data']);
  for (const name of ['runs:/data', 'gone', 'gone-1:/data']) {
    const refused = await forget(name);
    expect([refused.code, refused.out]).toEqual([1, '']);
    expect(refused.err).toContain(name);
  }
  expect(await names()).toEqual(['gone-2:/data', 'runs:/data']);
});

test('without the store that the processes share it is refused by the name of the setting', async () => {
  const refused = await forget('gone-2:/data', { EMC_POSTGRES_URL: '' });
  expect(refused.code).toBe(1);
  expect(refused.err).toContain('EMC_POSTGRES_URL');
});
