import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import { openSharedGate, sql } from '@emc/control-store';
import { eventually, freshStores, type FreshStores } from '@emc/test-kit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openEventStore, type Hit } from '../src/index.ts';
import type { LoadGate } from '../src/gate.ts';
import { batchOf, plainHit, rowsOf } from './fixtures.ts';

/**
 * Inserts and rebuilds of a day are kept apart by guards that stand behind each other: a gate within the process, one over
 * processes, and the wait for what a broken connection left running. Each is held by itself here, where another would
 * hide that it is gone.
 */
const DAY = '2026-09-14';
const DAY_MS = Date.UTC(2026, 8, 14, 3);
const ROWS = 11;

let stores: FreshStores;
beforeAll(async () => {
  stores = await freshStores();
});
afterAll(() => stores.close());

const hitsOf = (siteId: number): Hit[] => Array.from({ length: ROWS }, () => plainHit({ siteId, time_ms: DAY_MS }));
const inHits = async (siteId: number): Promise<number> =>
  Number((await rowsOf(stores.event, `SELECT count() AS n FROM hits WHERE site_id = ${siteId}`))[0]!['n']);
const inRollup = async (siteId: number): Promise<number> =>
  Number((await rowsOf(stores.event, `SELECT sum(hits) AS n FROM site_hours WHERE site_id = ${siteId}`))[0]!['n']);

/** Lets everything run that waits for nothing but its turn. */
async function turns(): Promise<void> {
  for (let time = 0; time < 20; time++) await turn();
}

/** A gate over processes that lets everything through when it is opened, and notes who came to it. */
function recordingGate() {
  const came: string[] = [];
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  const pass =
    (kind: string): LoadGate['alone'] =>
    async (work) => {
      came.push(kind);
      await opened;
      return work();
    };
  return { gate: { together: pass('insert'), alone: pass('rebuild') }, came, open: () => open() };
}

describe('the gate within a process', () => {
  test('keeps an insert waiting while a day is rebuilt', async () => {
    const { gate, came, open } = recordingGate();
    const store = openEventStore({ ...stores.eventOptions, gate });
    const rebuild = store.rebuildDay(DAY);
    await turns();
    const insert = store.insertHits(batchOf(1n, hitsOf(1)));
    await turns();
    expect(came).toEqual(['rebuild']);
    open();
    await Promise.all([rebuild, insert]);
    expect(came).toEqual(['rebuild', 'insert']);
    await store.close();
  });

  test('keeps a rebuild waiting while a block is inserted, and inserts that come later behind it', async () => {
    const { gate, came, open } = recordingGate();
    const store = openEventStore({ ...stores.eventOptions, gate });
    const work = [store.insertHits(batchOf(2n, hitsOf(2)))];
    await turns();
    work.push(store.rebuildDay(DAY));
    await turns();
    work.push(store.insertHits(batchOf(3n, hitsOf(2))));
    await turns();
    expect(came).toEqual(['insert']);
    open();
    await Promise.all(work);
    expect(came).toEqual(['insert', 'rebuild', 'insert']);
    expect([await inHits(2), await inRollup(2)]).toEqual([2 * ROWS, 2 * ROWS]);
    await store.close();
  });

  test('is there too where no other process writes', async () => {
    await using proxy = await holdingProxy(
      stores.eventOptions.url,
      'DELETE%20FROM%20site_hours|DELETE FROM site_hours',
    );
    const store = openEventStore({ ...stores.eventOptions, url: proxy.url });
    const rebuild = store.rebuildDay(DAY);
    // Between computing the day and putting it in its place: what is inserted now is in neither.
    await eventually(() => expect(proxy.held()).toBe(true));
    const insert = store.insertHits(batchOf(4n, hitsOf(4)));
    const arrived = stores.event.batchExists([4n]);
    expect(await arrived).toEqual(new Set());
    proxy.release();
    await Promise.all([rebuild, insert]);
    expect([await inHits(4), await inRollup(4)]).toEqual([ROWS, ROWS]);
    await store.close();
  });
});

describe.skipIf(process.env['TEST_SERVERS'] === 'outgrown')('an insert that goes on after its connection broke', () => {
  let batch = 100n;
  let siteId = 100;
  /** Every row of a block keeps the insert going for a quarter of a second before any of it can be seen. */
  const slow = 'ALTER TABLE hits ADD CONSTRAINT slow CHECK sleepEachRow(0.25) = 0';
  beforeAll(() => stores.event.write.command({ query: slow }));
  afterAll(() => stores.event.write.command({ query: 'ALTER TABLE hits DROP CONSTRAINT slow' }));

  const running = async (batchId: bigint): Promise<number> =>
    (await rowsOf(stores.event, `SELECT 1 FROM system.processes WHERE query_id LIKE '%-hits-${batchId}'`)).length;

  /** Begins an insert and breaks its connection while it runs. */
  async function abandoned(): Promise<{ batchId: bigint; siteId: number }> {
    const [batchId, site] = [++batch, ++siteId];
    await using proxy = await holdingProxy(stores.eventOptions.url, 'never');
    const store = openEventStore({ ...stores.eventOptions, url: proxy.url });
    const insert = store.insertHits(batchOf(batchId, hitsOf(site)));
    insert.catch(() => undefined);
    await eventually(async () => expect(await running(batchId)).toBe(1));
    proxy.cut();
    await expect(insert).rejects.toThrow();
    expect(await running(batchId)).toBe(1);
    await store.close();
    return { batchId, siteId: site };
  }

  test('is waited for before it is said whether the block is there', async () => {
    const { batchId } = await abandoned();
    expect(await stores.event.batchExists([batchId])).toEqual(new Set([batchId]));
  });

  test('is not begun a second time', async () => {
    const { batchId, siteId: site } = await abandoned();
    await expect(stores.event.insertHits(batchOf(batchId, hitsOf(site)))).rejects.toThrow();
    await eventually(async () => expect(await running(batchId)).toBe(0));
    expect([await inHits(site), await inRollup(site)]).toEqual([ROWS, ROWS]);
  });

  /** Rebuilds the day, and holds its first write back to look whether the insert still runs then. */
  async function rebuildAfter(batchId: bigint, gate?: LoadGate): Promise<void> {
    await using proxy = await holdingProxy(stores.eventOptions.url, '_rebuilt');
    const store = openEventStore({ ...stores.eventOptions, url: proxy.url, gate });
    const rebuild = store.rebuildDay(DAY);
    await eventually(() => expect(proxy.held()).toBe(true));
    expect(await running(batchId)).toBe(0);
    proxy.release();
    await rebuild;
    await store.close();
  }

  test('is waited for before a day is rebuilt', async () => {
    const { batchId, siteId: site } = await abandoned();
    await rebuildAfter(batchId);
    expect([await inHits(site), await inRollup(site)]).toEqual([ROWS, ROWS]);
  });

  test('is waited for by the rebuild of another process, when the lock that kept the two apart was lost', async () => {
    const [batchId, site] = [++batch, ++siteId];
    const [gate, other] = [openSharedGate(stores.controlUrl, 'guards'), openSharedGate(stores.controlUrl, 'guards')];
    const store = openEventStore({ ...stores.eventOptions, gate });
    const insert = store.insertHits(batchOf(batchId, hitsOf(site)));
    insert.catch(() => undefined);
    await eventually(async () => expect(await running(batchId)).toBe(1));
    await sql`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'emc lock' and datname = current_database()`.execute(
      stores.control.db,
    );
    await rebuildAfter(batchId, other);
    expect([await inHits(site), await inRollup(site)]).toEqual([ROWS, ROWS]);
    // Nothing kept it apart to its end: the loader must look what became of it.
    await expect(insert).rejects.toMatchObject({ code: 'store-unavailable' });
    await Promise.all([gate, other, store].map((one) => one.close()));
  });
});

/**
 * A TCP proxy that holds the connection back which carries what the pattern names, and can cut all connections.
 */
async function holdingProxy(targetUrl: string, pattern: string) {
  const target = new URL(targetUrl);
  const named = new RegExp(pattern);
  const sockets = new Set<Socket>();
  let held: (() => void) | undefined;
  const server = createServer((client) => {
    const upstream = connect(Number(target.port), target.hostname);
    const cut = (): void => {
      client.destroy();
      upstream.destroy();
    };
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', cut);
      socket.on('close', cut);
    }
    client.on('data', (bytes: Buffer) => {
      if (held === undefined && named.test(bytes.toString('latin1'))) held = () => void upstream.write(bytes);
      else upstream.write(bytes);
    });
    upstream.on('data', (bytes) => client.write(bytes));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const cut = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    held: () => held !== undefined,
    release: () => held?.(),
    cut,
    [Symbol.asyncDispose]: async () => {
      cut();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
