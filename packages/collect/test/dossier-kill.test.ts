import { spawn } from 'node:child_process';
import { Agent, request } from 'node:http';
import { fileURLToPath } from 'node:url';
import type { EventStoreOptions } from '@emc/event-store';
import {
  dossierStates,
  freshDirectory,
  freshStores,
  readDossierChanges,
  readDossierStates,
  type FreshStores,
} from '@emc/test-kit';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { createLoader, Spool } from '../src/index.ts';
import type { CollectorOrders } from './collector-child.ts';
import { KEY } from './samples.ts';
import { loggedLines } from './support.ts';

let stores: FreshStores;
let options: EventStoreOptions;
beforeAll(async () => {
  stores = await freshStores();
  const servers = inject('servers');
  options = {
    url: servers.clickhouseUrl,
    database: stores.event.database,
    writer: servers.writer,
    reader: servers.reader,
  };
});
afterAll(() => stores.close());

const CONNECTIONS = 16;
const SECOND_MS = 1000;
const FIRST_MS = Date.UTC(2024, 0, 8);
/** Dossiers are few, so that each has changes by all feeds, in all rounds and blocks. */
const DOSSIERS_SENT = 700;
const codeOf = (number: number): string => `H56-240108-${String(number % DOSSIERS_SENT).padStart(5, '0')}`;
/** Tells a change from all others: the procedure's code, or the instant of a step. */
const procedureOf = (number: number): string => `1.${String(number).padStart(6, '0')}`;
const instantOf = (number: number): string =>
  new Date(FIRST_MS + number * SECOND_MS).toISOString().replace(/\D/g, '').slice(0, 14);

/** The request with changes from `number` on: its path, its body and how many changes it holds. */
function requestOf(number: number): { path: string; body: string; count: number } {
  const mixed = Math.imul(number, 2_654_435_761) >>> 16;
  const count = 1 + (mixed % 12);
  const feed = Math.floor(mixed / 12) % 3;
  const each = (make: (one: number) => object): object[] => Array.from({ length: count }, (_, at) => make(number + at));
  const envelope = { session: KEY, madonvi: 'H56', isUpdating: 'False' };
  if (feed === 0)
    return {
      path: '/TrackingMCDT',
      body: `siteId=5&codeProfile=${codeOf(number)}&codeTTHC=${procedureOf(number)}&status=${number % 5}`,
      count: 1,
    };
  if (feed === 1) {
    const step = (one: number) => ({ MaHoSo: codeOf(one), ThoiDiemXuLy: instantOf(one), TrangThai: 1 + (one % 10) });
    return { path: '/CapNhatTienDoHoSoMC', body: JSON.stringify({ ...envelope, data: each(step) }), count };
  }
  const dossier = (one: number) => ({
    MaHoSo: codeOf(one),
    MaTTHC: procedureOf(one),
    KenhThucHien: String(1 + (one % 3)),
    NgayTiepNhan: instantOf(one % 5000),
    TrangThaiHoSo: String(1 + (one % 10)),
    HinhThuc: String(one % 2),
  });
  return { path: '/DongBoHoSoMC', body: JSON.stringify({ ...envelope, data: each(dossier) }), count };
}

function send(agent: Agent, port: string, path: string, body: string): Promise<boolean> {
  return new Promise((resolve) => {
    const sent = request({ agent, port, host: '127.0.0.1', path, method: 'POST' }, (answer) => {
      let text = '';
      answer.setEncoding('utf8');
      answer.on('data', (chunk: string) => (text += chunk));
      answer.on('end', () => resolve(answer.statusCode === 204 || text.includes('"error_code":"0"')));
      answer.on('error', () => resolve(false));
    });
    sent.on('error', () => resolve(false));
    sent.end(body);
  });
}

/** Runs a collector and sends to it until it is dead; gives the numbers of the changes that were acknowledged. */
async function runChild(orders: CollectorOrders, first: number, killAfter: number): Promise<number[]> {
  const entry = fileURLToPath(new URL('collector-child.ts', import.meta.url));
  const child = spawn(process.execPath, [entry, JSON.stringify(orders)], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise<string | null>((resolve) => child.on('exit', (_code, signal) => resolve(signal)));
  const port = await Promise.race([
    new Promise<string>((resolve) => child.stdout.once('data', (chunk: Buffer) => resolve(chunk.toString().trim()))),
    ended.then(() => ''),
  ]);
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  const acknowledged: number[] = [];
  let next = first;
  const worker = async (): Promise<void> => {
    while (child.exitCode === null && child.signalCode === null) {
      const number = next;
      const { path, body, count } = requestOf(number);
      next += count;
      if (await send(agent, port, path, body)) for (let at = 0; at < count; at++) acknowledged.push(number + at);
      if (acknowledged.length >= killAfter) child.kill('SIGKILL');
    }
  };
  if (port !== '') await Promise.all(Array.from({ length: CONNECTIONS }, worker));
  agent.destroy();
  expect(await ended).toBe('SIGKILL');
  return acknowledged;
}

test('however often a collector is killed, every acknowledged change of a dossier is there once and its state is that of all of them', async () => {
  using place = freshDirectory();
  const kills: [CollectorOrders['killAt'], number][] = [
    [undefined, 700],
    [{ step: 'after insert', call: 2 }, Infinity],
    // Begins with a doubtful block that is there, so with a repair.
    [{ step: 'before repair', call: 1 }, Infinity],
    [{ step: 'after repair', call: 1 }, Infinity],
    [{ step: 'before insert', call: 1 }, Infinity],
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
  const numbers = changes.map((change) =>
    change.feed === 'progress'
      ? (change.version_ms - FIRST_MS + 7 * 3_600_000) / SECOND_MS
      : Number(change.procedure.slice(2)),
  );
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
}, 180_000);
