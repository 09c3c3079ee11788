import { createRegistry, createSalts, openRegister, seedReferenceData } from '@emc/connect';
import { type ControlStore, migrate, openControlStore, sql } from '@emc/control-store';
import { findPostgresPrograms, startPostgresProgram } from '@emc/test-kit';
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
    await sql`insert into daily_salts values ('2026-11-19', 'x')`.execute(store.db);
    const salts = createSalts({ db: store.db, clock });
    await salts.refresh();
    salts.stop();
    expect(await store.db.selectFrom('daily_salts').select('day').execute()).toEqual([{ day: '2026-11-20' }]);
  });
});
