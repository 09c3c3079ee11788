import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { EmcError } from '@emc/contract';
import { type ControlStore, createPing, openControlStore, sql } from '@emc/control-store';
import { type FreshStores, freshStores } from '@emc/test-kit';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';

let stores: FreshStores;
let store: ControlStore;
/** What the pings say of the server, which goes on answering. */
let answers = true;
beforeAll(async () => {
  stores = await freshStores();
  const refusal = new EmcError('store-unavailable', 'control store: it answers no ping');
  // One connection, so that whoever asks next has the one of before.
  store = openControlStore(stores.controlUrl, {
    poolSize: 1,
    heartbeat: {
      whileAnswering: (ask) => (answers ? ask(new AbortController().signal) : Promise.reject(refusal)),
    },
  });
});
afterAll(async () => {
  await store.close();
  await stores.close();
});

test('a transaction that the server is lost in between two statements is undone, and whoever asks next is not in it', async () => {
  const { db } = store;
  const cut = db.transaction().execute(async (trx) => {
    await trx.insertInto('settings').values({ key: 'of-the-cut-one', value: 'true' }).execute();
    answers = false;
    await trx.insertInto('settings').values({ key: 'never-asked', value: 'true' }).execute();
  });
  await expect(cut).rejects.toMatchObject({ code: 'store-unavailable' });
  answers = true;
  await db.insertInto('settings').values({ key: 'of-the-next', value: 'true' }).execute();
  // As another connection sees it.
  const { rows } = await sql<{ key: string }>`select key from settings where key like '%-%' order by key`.execute(
    stores.control.db,
  );
  expect(rows).toEqual([{ key: 'of-the-next' }]);
});

test('a ping whose connection has gone silent for ever finds the server by a new one', async () => {
  const behind = new URL(stores.controlUrl);
  const taken: Socket[] = [];
  const between = createServer((socket) => {
    const server = connect(Number(behind.port), behind.hostname);
    taken.push(
      socket.on('error', () => undefined),
      server.on('error', () => undefined),
    );
    socket.pipe(server).pipe(socket);
  });
  await once(between.listen(0, '127.0.0.1'), 'listening');
  const { port } = between.address() as AddressInfo;
  const { ping, close } = createPing(Object.assign(new URL(behind), { port }).href);
  const now = vi.spyOn(performance, 'now');
  await ping(new AbortController().signal);
  // As when the machine behind an address is gone: whatever is sent on the connection of before is answered by no one.
  for (const socket of taken.splice(0)) socket.unpipe().pause();
  now.mockReturnValue(performance.now() + 60_000);
  await ping(AbortSignal.timeout(10_000));
  expect(taken).toHaveLength(2);
  now.mockRestore();
  for (const socket of taken) socket.destroy();
  void close();
  between.close();
});
