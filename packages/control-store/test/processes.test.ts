import { setTimeout as sleep } from 'node:timers/promises';
import {
  type CollectorState,
  forgetProcess,
  leadInTurn,
  openSharedGate,
  readProcesses,
  reportProcess,
  reportStopped,
  sql,
} from '@emc/control-store';
import { eventually, type FreshStores, freshStores } from '@emc/test-kit';
import { afterAll, beforeAll, expect, test } from 'vitest';

let stores: FreshStores;
beforeAll(async () => (stores = await freshStores()));
afterAll(() => stores.close());

const log = { info: () => {}, warn: () => {} };
const waiting = (oldestUnloadedMs: number): CollectorState => ({
  loader: { oldestUnloadedMs, loadedThrough: '2026-11-22T08:00:00Z', failing: false, setAside: 0 },
  spool: { accepting: true, failing: false, usedBytes: oldestUnloadedMs, limitBytes: 1000 },
});
const report = (name: string, collector: CollectorState | null) => ({ id: name, name, roles: ['collect'], collector });
const states = async (): Promise<Record<string, string>> =>
  Object.fromEntries((await readProcesses(stores.control.db)).map(({ name, state }) => [name, state]));

test('a process runs while it says so, is missing when it falls silent, and runs again when it is back', async () => {
  const { db } = stores.control;
  await reportProcess(db, report('a', waiting(0)), true);
  expect(await states()).toEqual({ a: 'running' });
  await sql`update processes set seen_at = now() - interval '1 minute'`.execute(db);
  expect(await states()).toEqual({ a: 'missing' });
  await reportProcess(db, report('a', waiting(5)), false);
  const [seen] = await readProcesses(db);
  expect(seen).toMatchObject({ state: 'running', roles: ['collect'], collector: waiting(5) });
});

test('a process that spoke last before the clock of the store was set back an hour is missing until it speaks again', async () => {
  const { db } = stores.control;
  await reportProcess(db, report('a', waiting(0)), true);
  await sql`update processes set seen_at = now() + interval '1 hour'`.execute(db);
  expect(await states()).toEqual({ a: 'missing' });
  await reportProcess(db, report('a', waiting(0)), false);
  expect(await states()).toEqual({ a: 'running' });
});

test('one that stops with nothing to load is forgotten; one that leaves hits behind is kept until it is back or given up', async () => {
  const { db } = stores.control;
  for (const name of ['a', 'b']) await reportProcess(db, report(name, waiting(7)), true);
  await reportStopped(db, report('b', waiting(7)));
  await reportStopped(db, report('a', waiting(0)));
  expect(await states()).toEqual({ b: 'stopped' });
  await reportProcess(db, report('b', waiting(7)), true);
  expect(await forgetProcess(db, 'b')).toBe(false);
  await reportStopped(db, report('b', waiting(7)));
  expect(await forgetProcess(db, 'b')).toBe(true);
  expect(await states()).toEqual({});
});

test('of several that are gone the one that is named is forgotten, by its whole name, and no other', async () => {
  const { db } = stores.control;
  const names = ['machine:/a', 'machine:/a/b', 'MACHINE:/a', 'other:/a', '%'];
  for (const name of names) await reportProcess(db, report(name, waiting(7)), true);
  await sql`update processes set seen_at = now() - interval '1 minute'`.execute(db);
  await reportProcess(db, report('running:/a', waiting(7)), true);
  const left = async () => Object.keys(await states()).sort();
  expect(await forgetProcess(db, 'machine')).toBe(false);
  expect(await forgetProcess(db, 'running:/a')).toBe(false);
  expect(await left()).toEqual([...names, 'running:/a'].sort());
  expect(await forgetProcess(db, '%')).toBe(true);
  expect(await forgetProcess(db, 'machine:/a')).toBe(true);
  expect(await left()).toEqual(['MACHINE:/a', 'machine:/a/b', 'other:/a', 'running:/a'].sort());
  await sql`delete from processes`.execute(db);
});

test('one that stops with nothing to load is taken out alone', async () => {
  const { db } = stores.control;
  for (const name of ['a', 'b']) await reportProcess(db, report(name, waiting(0)), true);
  await reportStopped(db, report('a', waiting(0)));
  expect(await states()).toEqual({ b: 'running' });
  await reportStopped(db, report('b', waiting(0)));
});

test('through a gate many pass together and one alone, in whatever process they are', async () => {
  const gates = [1, 2, 3].map(() => openSharedGate(stores.controlUrl, 'gate'));
  let together = 0;
  let alone = 0;
  // Neither leaves before the other is in.
  const meet = async (): Promise<void> => {
    together += 1;
    await eventually(() => expect(together).toBe(2));
  };
  await Promise.all([gates[0]!.together(meet), gates[1]!.together(meet)]);
  together = 0;
  const pass = async (turn: number): Promise<void> => {
    const gate = gates[turn % 3]!;
    if (turn % 3 === 2) {
      await gate.alone(async () => {
        alone += 1;
        expect([together, alone]).toEqual([0, 1]);
        await sleep(2);
        alone -= 1;
      });
      return;
    }
    await gate.together(async () => {
      together += 1;
      expect(alone).toBe(0);
      await sleep(5);
      together -= 1;
    });
  };
  // One that wants to be alone at a time in a process: the lock is the connection's.
  const inTurn = async (first: number): Promise<void> => {
    for (let turn = first; turn < 24; turn += 3) await pass(turn);
  };
  await Promise.all([0, 1, 2].map(inTurn));
  await Promise.all(gates.map((gate) => gate.close()));
});

test('work that was kept apart no longer, because the connection with the lock broke, is refused', async () => {
  const gate = openSharedGate(stores.controlUrl, 'breaking gate');
  const cut = sql`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'emc lock' and datname = current_database()`;
  for (const way of ['together', 'alone'] as const) {
    const broken = gate[way](() => cut.execute(stores.control.db));
    await expect(broken).rejects.toMatchObject({ code: 'store-unavailable' });
    await eventually(async () => expect(await gate[way](() => Promise.resolve('again'))).toBe('again'));
  }
  await gate.close();
});

test('a gate whose store is away lets nobody through and says so', async () => {
  const gate = openSharedGate('postgres://emc@127.0.0.1:1/nowhere', 'gate');
  await expect(gate.together(() => Promise.resolve(1))).rejects.toMatchObject({ code: 'store-unavailable' });
  await gate.close();
});

test('one process leads at a time, and when it ends another does', async () => {
  const leading: string[] = [];
  const lead = (name: string) => {
    const stopping = new AbortController();
    const ended = leadInTurn({
      url: stores.controlUrl,
      name: 'work',
      start: () => leading.push(name),
      stop: () => Promise.resolve(void leading.splice(leading.indexOf(name), 1)),
      signal: stopping.signal,
      log,
    });
    return async (): Promise<void> => {
      stopping.abort();
      await ended;
    };
  };
  const stopFirst = lead('first');
  await eventually(() => expect(leading).toEqual(['first']));
  const stopSecond = lead('second');
  await sleep(300);
  expect(leading).toEqual(['first']);
  await stopFirst();
  await eventually(() => expect(leading).toEqual(['second']));
  // Its connection breaks: it stops, and leads again once it has a new one.
  const cut = sql`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'emc lock' and datname = current_database()`;
  await cut.execute(stores.control.db);
  await eventually(() => expect(leading).toEqual([]));
  await eventually(() => expect(leading).toEqual(['second']));
  await stopSecond();
  expect(leading).toEqual([]);
});
