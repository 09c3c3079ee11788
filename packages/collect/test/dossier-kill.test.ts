import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { EventStoreOptions } from '@emc/event-store';
import {
  DOSSIERS_SENT,
  dossierStates,
  freshDirectory,
  freshStores,
  numberOfChange,
  readDossierChanges,
  readDossierStates,
  sendDossiers,
  type FreshStores,
} from '@emc/test-kit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createLoader, Spool } from '../src/index.ts';
import type { DeadlyOrders } from './deadly.ts';
import { KEY } from './samples.ts';
import { loggedLines } from './support.ts';

let stores: FreshStores;
let options: EventStoreOptions;
beforeAll(async () => {
  stores = await freshStores();
  options = stores.eventOptions;
});
afterAll(() => stores.close());

/** Runs a collector and sends to it until it is dead; gives the numbers of the changes that were acknowledged. */
async function runChild(orders: DeadlyOrders, first: number, killAfter: number): Promise<number[]> {
  const entry = fileURLToPath(new URL('collector-child.ts', import.meta.url));
  const child = spawn(process.execPath, [entry, JSON.stringify(orders)], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise<string | null>((resolve) => child.on('exit', (_code, signal) => resolve(signal)));
  const port = await Promise.race([
    new Promise<string>((resolve) => child.stdout.once('data', (chunk: Buffer) => resolve(chunk.toString().trim()))),
    ended.then(() => ''),
  ]);
  const sender = { port: Number(port), key: KEY, siteId: 5 };
  const acknowledged = await sendDossiers(sender, first, (count) => {
    if (count >= killAfter) child.kill('SIGKILL');
    return port === '' || child.exitCode !== null || child.signalCode !== null;
  });
  expect(await ended).toBe('SIGKILL');
  return acknowledged;
}

test('however often a collector is killed, every acknowledged change of a dossier is there once and its state is that of all of them', async () => {
  using place = freshDirectory();
  const kills: [DeadlyOrders['killAt'], number][] = [
    [undefined, 700],
    [{ step: 'after insertDossierChanges', call: 2 }, Infinity],
    // Begins with a doubtful block that is there, so with a repair.
    [{ step: 'before repairDossiers', call: 1 }, Infinity],
    [{ step: 'after repairDossiers', call: 1 }, Infinity],
    [{ step: 'before insertDossierChanges', call: 1 }, Infinity],
    [undefined, 1500],
    [undefined, 2300],
  ];
  const acknowledged: number[] = [];
  for (const [round, [killAt, killAfter]] of kills.entries()) {
    const orders = { dir: place.path, store: options, killAt };
    acknowledged.push(...(await runChild(orders, round * 60_000, killAfter)));
  }
  expect(acknowledged.length).toBeGreaterThan(4000);
  const log = loggedLines();
  const spool = await Spool.open({ dir: place.path, limit_bytes: 2 ** 30, clock: Date.now, log });
  const loader = createLoader({ spool, eventStore: stores.event, clock: Date.now, log });
  await loader.start();
  await loader.drain();
  await loader.stop();
  await spool.close();

  const changes = await readDossierChanges(stores.event.write);
  const numbers = changes.map(numberOfChange);
  // One whose acknowledgement was cut off by the kill may be there, once.
  expect(new Set(numbers).size).toBe(numbers.length);
  const there = new Set(numbers);
  expect(acknowledged.filter((number) => !there.has(number))).toEqual([]);
  for (const feed of ['tracking', 'synchronisation', 'progress'])
    expect(changes.filter((change) => change.feed === feed).length, feed).toBeGreaterThan(200);

  const states = await readDossierStates(stores.event.write);
  expect(states.length).toBe(DOSSIERS_SENT);
  expect(states).toEqual(dossierStates(changes));
  const days =
    'SELECT system_id, day, max(last_change_at) = (SELECT max(received) FROM dossier_changes) AS last FROM system_days GROUP BY ALL';
  const reply = await stores.event.write.query({ query: `${days} ORDER BY day DESC LIMIT 1`, format: 'JSONEachRow' });
  expect(await reply.json()).toMatchObject([{ system_id: 11, last: 1 }]);
});
