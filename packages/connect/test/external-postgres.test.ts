import { execFileSync, spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { createRegistry, createSalts, openRegister, seedReferenceData } from '@emc/connect';
import { type ControlStore, migrate, openControlStore, sql } from '@emc/control-store';
import { freshDirectory } from '@emc/test-kit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { arrivalsOf } from './fresh-register.ts';

// A server of the operator's own, where this machine has the programs of one: Debian keeps them below this folder.
const BASE = '/usr/lib/postgresql';
const versions = existsSync(BASE) ? readdirSync(BASE).map(Number) : [];
const version = versions.filter((number) => number >= 15).sort((a, b) => a - b)[0];
const bin = `${BASE}/${version}/bin`;
const clock = (): number => Date.parse('2026-11-20T12:00:00+07:00');
const canRun = version !== undefined && existsSync(`${bin}/initdb`) && process.getuid?.() === 0;

describe.skipIf(!canRun)(`on PostgreSQL ${version} of the operator`, () => {
  const directory = freshDirectory();
  let server: ReturnType<typeof spawn>;
  let store: ControlStore;

  beforeAll(async () => {
    const [uid, gid] = ['-u', '-g'].map((flag) => Number(execFileSync('id', [flag, 'postgres'])));
    execFileSync('chown', ['postgres', directory.path]);
    const as = { uid, gid, cwd: '/' };
    execFileSync(`${bin}/initdb`, ['-D', `${directory.path}/d`, '-U', 'emc', '-A', 'trust', '-N', '-E', 'UTF8'], as);
    const port = await freePort();
    const settings = ['-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories=', '-c', 'fsync=off'];
    const args = ['-D', `${directory.path}/d`, '-p', String(port), ...settings];
    server = spawn(`${bin}/postgres`, args, { ...as, stdio: 'ignore' });
    store = openControlStore(`postgres://emc@127.0.0.1:${port}/postgres`);
    for (let tries = 0; tries < 200; tries++) {
      const up = await sql`select 1`.execute(store.db).then(
        () => true,
        () => false,
      );
      if (up) break;
      await sleep(50);
    }
  });
  afterAll(async () => {
    await store.close();
    const ended = new Promise((resolve) => server.once('exit', resolve));
    server.kill('SIGINT');
    await ended;
    directory.remove();
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

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
