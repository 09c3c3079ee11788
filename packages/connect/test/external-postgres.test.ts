import path from 'node:path';
import { createRegistry, createSalts, openRegister, seedReferenceData } from '@emc/connect';
import { type ControlStore, migrate, openControlStore } from '@emc/control-store';
import { findPostgresPrograms, freshDirectory, startPostgresProgram } from '@emc/test-kit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { arrivalsOf } from './fresh-register.ts';

// A server of the operator's own, where this machine has the programs of one.
const programs = findPostgresPrograms();
const clock = (): number => Date.parse('2026-11-20T12:00:00+07:00');

describe.skipIf(programs === undefined)(`on PostgreSQL ${programs?.version} of the operator`, () => {
  let server: Awaited<ReturnType<typeof startPostgresProgram>>;
  let store: ControlStore;

  beforeAll(async () => {
    server = await startPostgresProgram();
    store = openControlStore(server.url);
  });
  afterAll(async () => {
    await store?.close();
    await server?.stop();
  });

  test('the tables, the register and the salts work as on the embedded one', async () => {
    await migrate(store.db);
    expect(await seedReferenceData(store.db)).toBe(83);
    const log = { info: () => {}, warn: () => {} };
    const arrivals = arrivalsOf(new Map(), new Map());
    const systems = { systemsOn: async () => [] };
    const register = openRegister(store.db);
    const registry = createRegistry({ register, clock, arrivals, systems, publicUrl: 'https://x', log });
    expect(await registry.listBodies({ asOf: '2024-01-18' })).toHaveLength(83);
    const unit = await registry.addUnit('H56', { nameVi: 'Sở' });
    const portal = { bodyCode: 'H56', unitId: unit.id, name: 'Cổng', kind: 'other' as const, url: 'https://a.vn' };
    const { siteId } = await registry.addPortal(portal);
    expect(await registry.changePortal(siteId, { bodyCode: 'H01' })).toMatchObject({ bodyCode: 'H01', unitId: null });
    using directory = freshDirectory();
    const names = ['a', 'b'];
    const salts = names.map((name) =>
      createSalts({ db: store.db, dir: path.join(directory.path, name), sharedAs: name, clock }),
    );
    await salts[0]!.refresh();
    await Promise.all(salts.map((one) => one.refresh()));
    for (const one of salts) one.stop();
    expect(salts[1]!.current()).toBe(salts[0]!.current());
  });
});
