/**
 * A spool, with a loader when there is a store, that takes one row and ends. Every call on files is printed with what came of it
 * before: a line of JSON each. Argument: SyncOrders as JSON.
 */
import { readFileSync, writeSync } from 'node:fs';
import promises from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import path from 'node:path';
import type { EventStoreOptions } from '@emc/event-store';

export interface SyncOrders {
  dir: string;
  store: EventStoreOptions | undefined;
  first: number;
  time_ms: number;
  day: number;
  /** Ends as a process does that is killed in the middle of a write. */
  leaveTorn?: boolean;
  /** The row is none. */
  nonsense?: boolean;
}

/** A call that has come to its end. */
export interface FileCall {
  call: string;
  /** Below the spool's directory; `.` is itself. What `answer` and `insert` are about. */
  file: string;
  /** Of an open file, as Linux keeps them. */
  flags?: number;
}

const orders = JSON.parse(process.argv[2]!) as SyncOrders;

function print(call: FileCall): void {
  writeSync(1, `${JSON.stringify(call)}\n`);
}

function shown(file: string): string {
  return path.relative(orders.dir, file) || '.';
}

type AnyCall = (...args: unknown[]) => Promise<unknown>;
const plain = promises as unknown as Record<string, AnyCall>;
for (const call of ['rename', 'unlink', 'truncate']) {
  const original = plain[call]!;
  plain[call] = async (...args) => {
    const result = await original(...args);
    print({ call, file: shown(String(args.at(call === 'rename' ? 1 : 0))) });
    return result;
  };
}
const open = plain['open']!;
plain['open'] = async (...args) => {
  const handle = (await open(...args)) as promises.FileHandle;
  const file = shown(String(args[0]));
  const flags = Number.parseInt(/flags:\s*(\d+)/.exec(readFileSync(`/proc/self/fdinfo/${handle.fd}`, 'utf8'))![1]!, 8);
  print({ call: 'open', file, flags });
  const calls = handle as unknown as Record<string, AnyCall>;
  for (const call of ['writev', 'writeFile', 'appendFile', 'sync', 'datasync']) {
    const original = calls[call]!.bind(handle);
    calls[call] = async (...rest) => {
      const result = await original(...rest);
      print({ call, file });
      return result;
    };
  }
  return handle;
};
syncBuiltinESMExports();

const { openEventStore } = await import('@emc/event-store');
const { createLoader, Spool } = await import('../src/index.ts');
const { FRAME_TYPES } = await import('../src/spool/frames.ts');
const { hitRow } = await import('./rows.ts');

const quiet = { info: () => {}, warn: () => {}, error: () => {} };
const age_ms = orders.leaveTorn === true ? 60_000 : 20;
const spool = await Spool.open({
  dir: orders.dir,
  limit_bytes: 2 ** 20,
  clock: Date.now,
  log: quiet,
  segmentAge_ms: age_ms,
});
const row = orders.nonsense === true ? Buffer.from('no row') : hitRow(orders.first, orders.time_ms);
await new Promise<void>((resolve, reject) => {
  const written = (): void => {
    print({ call: 'answer', file: String(orders.first) });
    resolve();
  };
  if (!spool.append(FRAME_TYPES.hits, orders.day, row, 1, { written, failed: reject })) reject(new Error('full'));
});
if (orders.leaveTorn === true) {
  const { appendFileSync } = await import('node:fs');
  appendFileSync(path.join(orders.dir, '00000000000000000001.open'), 'EMCF and no more');
  process.exit(0);
}
if (orders.store === undefined) {
  await spool.close();
  process.exit(0);
}
const eventStore = openEventStore(orders.store);
const loader = createLoader({
  spool,
  eventStore: {
    ...eventStore,
    insertHits: (batch) => {
      print({ call: 'insert', file: 'hits' });
      return eventStore.insertHits(batch);
    },
  },
  clock: Date.now,
  log: quiet,
});
await loader.start();
await loader.drain();
await loader.stop();
await spool.close();
await eventStore.close();
