import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { dayNumberOf } from '@emc/contract';
import { freshDirectory, freshStores } from '@emc/test-kit';
import { expect, test } from 'vitest';
import type { FileCall, SyncOrders } from './syncs-child.ts';

/**
 * kill -9 keeps the page cache, so no drill with it turns red when a sync is removed. These tests look at what was asked of the
 * operating system, in its order.
 */
const TIME_MS = Date.UTC(2026, 10, 22, 2, 0);

/** Runs a collector's life in a process whose calls on files are written down. */
async function record(orders: SyncOrders): Promise<FileCall[]> {
  const child = spawn(
    process.execPath,
    [fileURLToPath(new URL('syncs-child.ts', import.meta.url)), JSON.stringify(orders)],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
  expect(await new Promise((resolve) => child.on('close', resolve))).toBe(0);
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as FileCall);
}

const O_DSYNC = 0o10000;

/** Where calls come in a record, each behind the one before; the rest of it in the message when one does not. */
function expectInOrder(calls: readonly FileCall[], steps: readonly [string, (call: FileCall) => boolean][]): void {
  let at = 0;
  for (const [step, is] of steps) {
    const found = calls.findIndex((call, index) => index >= at && is(call));
    expect(found, `${step} in ${JSON.stringify(calls.slice(at).map(({ call, file }) => `${call} ${file}`))}`).not.toBe(
      -1,
    );
    at = found + 1;
  }
}

const is =
  (call: string, file: RegExp | string) =>
  (one: FileCall): boolean =>
    one.call === call && (typeof file === 'string' ? one.file === file : file.test(one.file));

test('a row is answered after a write to a file opened for synchronous data, whose name was made durable before', async () => {
  using place = freshDirectory();
  const calls = await record({
    dir: place.path,
    store: undefined,
    first: 0,
    time_ms: TIME_MS,
    day: dayNumberOf(TIME_MS),
  });
  const opened = calls.find(is('open', /\.open$/))!;
  // As Linux keeps it for the descriptor, not as it was asked for.
  expect(opened.flags! & O_DSYNC, 'O_DSYNC').toBe(O_DSYNC);
  expectInOrder(calls, [
    ['segment is made', is('open', /\.open$/)],
    ['its header is written', is('writev', /\.open$/)],
    ['its name is durable', is('sync', '.')],
    ['the row is written', is('writev', /\.open$/)],
    ['it is answered', is('answer', '0')],
    ['the trailer is written', is('writev', /\.open$/)],
    ['it is sealed', is('rename', /\.sealed$/)],
  ]);
  const answered = calls.findIndex(is('answer', '0'));
  expect(calls.slice(answered).some(is('writev', /\.open$/))).toBe(true);
});

test('a plan is durable in both files of the journal before anything of it is sent, and a segment goes after that is in both', async () => {
  using place = freshDirectory();
  await using stores = await freshStoresHeld();
  const orders = { dir: place.path, store: stores.options, first: 0, time_ms: TIME_MS, day: dayNumberOf(TIME_MS) };
  const calls = await record(orders);
  for (const name of ['journal', 'copy-of-journal'])
    expectInOrder(calls, [
      [`${name} is begun`, is('open', `${name}.new`)],
      ['durable', is('datasync', `${name}.new`)],
      ['in its place', is('rename', name)],
      ['its name durable', is('sync', '.')],
      ['the plan', is('appendFile', `${name}.new`)],
      ['durable', is('datasync', `${name}.new`)],
      ['the block is sent', is('insert', 'hits')],
      ['the end', is('appendFile', `${name}.new`)],
      ['durable', is('datasync', `${name}.new`)],
      ['the segment goes', is('unlink', /\.sealed$/)],
    ]);
});

test('what recovery cuts off and renames is durable before the spool takes anything', async () => {
  using place = freshDirectory();
  const orders = { dir: place.path, store: undefined, first: 0, time_ms: TIME_MS, day: dayNumberOf(TIME_MS) };
  const left = await record({ ...orders, leaveTorn: true });
  expect(left.some(is('rename', /\.sealed$/))).toBe(false);
  expectInOrder(await record({ ...orders, first: 1 }), [
    ['the tail is cut off', is('truncate', /1\.open$/)],
    ['durable', is('sync', /1\.open$/)],
    ['sealed', is('rename', /1\.sealed$/)],
    ['its name durable', is('sync', '.')],
    ['the next row is answered', is('answer', '1')],
  ]);
});

test('what is set aside is durable before the journal says so', async () => {
  using place = freshDirectory();
  await using stores = await freshStoresHeld();
  const orders = { dir: place.path, store: stores.options, first: 0, time_ms: TIME_MS, day: dayNumberOf(TIME_MS) };
  const calls = await record({ ...orders, nonsense: true });
  expectInOrder(calls, [
    ['the block is sent', is('insert', 'hits')],
    ['its rows are written', is('writeFile', /^quarantine\/.*\.sealed$/)],
    ['durable', is('sync', /^quarantine\/.*\.sealed$/)],
    ['the note', is('writeFile', /^quarantine\/.*\.why$/)],
    ['durable', is('sync', /^quarantine\/.*\.why$/)],
    ['their names durable', is('sync', 'quarantine')],
    ['the journal says so', is('appendFile', 'journal.new')],
  ]);
});

test('every table of acknowledged rows, their rollups and their states syncs what is inserted, and its name', async () => {
  await using stores = await freshStoresHeld();
  const { event } = stores.stores;
  const reply = await event.write.query({
    query: `SELECT name, create_table_query AS made FROM system.tables WHERE database = '${event.database}' AND engine LIKE '%MergeTree'`,
    format: 'JSONEachRow',
  });
  const tables = await reply.json<{ name: string; made: string }>();
  expect(tables.length).toBeGreaterThan(15);
  const lax = tables.filter(({ made }) => !made.includes('fsync_after_insert = 1'));
  expect(lax.map(({ name }) => name).sort()).toEqual(COMPUTED_AGAIN);
  const noDirectory = tables.filter(
    ({ name, made }) => !COMPUTED_AGAIN.includes(name) && !made.includes('fsync_part_directory = 1'),
  );
  expect(noDirectory.map(({ name }) => name)).toEqual(['schema_version']);
});

/** Results of rounds: not one is of rows that were acknowledged, and a round makes them again. */
const COMPUTED_AGAIN = ['country_days', 'dossier_days', 'dossier_rounds', 'visit_days', 'visit_rounds'];

async function freshStoresHeld() {
  const stores = await freshStores();
  return { stores, options: stores.eventOptions, [Symbol.asyncDispose]: () => stores.close() };
}
