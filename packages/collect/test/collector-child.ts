/**
 * A collector for dossiers with spool and loader in a process of its own, that kills itself (SIGKILL) at a chosen step of
 * loading, or is killed from outside. Arguments (JSON): see `CollectorOrders`. Prints its port.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { writeSync } from 'node:fs';
import { openEventStore, type EventStoreOptions } from '@emc/event-store';
import { createCollector, createLoader, Spool, type LoaderStore } from '../src/index.ts';
import { DOSSIERS } from './samples.ts';

export interface CollectorOrders {
  dir: string;
  store: EventStoreOptions;
  /** Kills itself at the n-th call of a step of the store. */
  killAt: { step: 'before insert' | 'after insert' | 'before repair' | 'after repair'; call: number } | undefined;
}

const orders = JSON.parse(process.argv[2]!) as CollectorOrders;
const log = {
  info: () => {},
  warn: () => {},
  error: (fields: object, message: string) => console.error(message, fields),
};
const store = openEventStore(orders.store);
let calls = 0;
const die = (step: string): void => {
  if (orders.killAt?.step === step && ++calls === orders.killAt.call) process.kill(process.pid, 'SIGKILL');
};
const deadly: LoaderStore = {
  ...store,
  insertDossierChanges: async (batch) => {
    die('before insert');
    await store.insertDossierChanges(batch);
    die('after insert');
  },
  repairDossiers: async (batchIds) => {
    die('before repair');
    await store.repairDossiers(batchIds);
    die('after repair');
  },
};
const clock = Date.now;
const spool = await Spool.open({ dir: orders.dir, limit_bytes: 2 ** 30, clock, log, segmentAge_ms: 15 });
const loader = createLoader({ spool, eventStore: deadly, clock, log });
await loader.start();
const nobody = { get: () => undefined };
const salt = { current: () => '' };
const collector = createCollector({ spool, sites: nobody, salt, clock, dossiers: DOSSIERS, log });
collector.start();
const server = createServer((request, response) => void collector.handle(request, response));
server.listen(0, '127.0.0.1', () => writeSync(1, `${(server.address() as AddressInfo).port}\n`));
