/**
 * A spool with its loader in a process of its own, that kills itself (SIGKILL) at a chosen step, or is killed from
 * outside. Arguments (JSON): see `Orders`. Prints the number of each row when it is acknowledged.
 */
import { writeSync } from 'node:fs';
import { openEventStore, type EventStoreOptions } from '@emc/event-store';
import { createLoader, Spool, type LoaderStore } from '../src/index.ts';
import { FRAME_TYPES } from '../src/spool/frames.ts';
import { dayNumberOf } from '@emc/contract';
import { hitRow } from './rows.ts';

export interface Orders {
  dir: string;
  store: EventStoreOptions;
  first: number;
  time_ms: number;
  /** Kills itself at the n-th call of a step of the store. */
  killAt: { step: 'before insert' | 'after insert' | 'before rebuild' | 'after rebuild'; call: number } | undefined;
}

const orders = JSON.parse(process.argv[2]!) as Orders;
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
  insertHits: async (batch) => {
    die('before insert');
    await store.insertHits(batch);
    die('after insert');
  },
  rebuildDay: async (day) => {
    die('before rebuild');
    await store.rebuildDay(day);
    die('after rebuild');
  },
};
const spool = await Spool.open({ dir: orders.dir, limit_bytes: 2 ** 30, clock: Date.now, log, segmentAge_ms: 15 });
const loader = createLoader({ spool, eventStore: deadly, clock: Date.now, log });
await loader.start();
let next = orders.first;
function appendOne(): void {
  const number = next++;
  const acknowledge = (): void => {
    writeSync(1, `${number}\n`);
    setTimeout(appendOne, 1);
  };
  const row = hitRow(number, orders.time_ms);
  if (
    !spool.append(FRAME_TYPES.hits, dayNumberOf(orders.time_ms), row, 1, {
      written: acknowledge,
      failed: () => process.exit(3),
    })
  )
    process.exit(4);
}
for (let i = 0; i < 16; i++) appendOne();
