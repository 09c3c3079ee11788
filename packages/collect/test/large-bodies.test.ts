import { connect } from 'node:net';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { DossierJob } from '../src/large/jobs.ts';
import { LargeBodies } from '../src/large/large-bodies.ts';
import { KEY, OTHER_KEY, PAGE, RETIRED_KEY } from './samples.ts';
import { loggedLines, startCollector, type RunningCollector } from './support.ts';

const NOW_MS = Date.UTC(2024, 0, 18, 2, 0);
const SMALL_BYTES = 64 * 1024;

let collector: RunningCollector;
let recording = true;
beforeEach(async () => {
  recording = true;
  collector = await startCollector({ clock: () => NOW_MS, recording: () => recording });
});
afterEach(async () => {
  vi.restoreAllMocks();
  await collector.stop();
});

/** Sends just these bytes and gives the head of what is answered, though the request never ends. */
function answerTo(bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(collector.url).port), '127.0.0.1');
    let answer = '';
    socket.on('data', (data) => {
      answer += data.toString();
      if (!answer.includes('\r\n\r\n')) return;
      resolve(answer);
      socket.destroy();
    });
    socket.on('error', reject);
    socket.write(bytes);
  });
}

const head = (path: string, ...lines: string[]): string =>
  [`POST ${path} HTTP/1.1`, 'Host: x', ...lines, '', ''].join('\r\n');

test.each([
  { path: '/mapi/g', what: 'a wrong key', line: 'Authorization: Bearer guess', reason: 'wrong-key' },
  {
    path: '/DongBoHoSoMC',
    what: 'a retired key',
    line: `Authorization: Bearer ${RETIRED_KEY}`,
    reason: 'retired-system',
  },
  { path: '/TrackingMCDT', what: 'a wrong key', line: 'Authorization: Bearer guess', reason: 'wrong-key' },
  { path: '/mapi/g', what: 'a packed body', line: 'Content-Encoding: gzip', reason: 'bad-shape' },
  { path: '/mapi/g', what: 'a body of 11 MB', line: 'X: y', reason: 'body-too-large', length: 11_000_000 },
])('$what to $path is refused before anything of the body has come', async ({ path, line, reason, length }) => {
  const answer = await answerTo(head(path, line, `Content-Length: ${length ?? 9_000_000}`));
  expect(/x-emc-reason: ([\w-]+)/i.exec(answer)?.[1]).toBe(reason);
});

test('while recording is switched off nothing of a body is read', async () => {
  recording = false;
  for (const path of ['/mapi/g', '/TrackingMCDT'])
    expect(await answerTo(head(path, 'Content-Length: 9000000'))).toMatch(/^HTTP\/1.1 503 /);
});

test.each([
  { what: 'no key', begin: '{"data":[' },
  { what: 'a key that nobody has', begin: '{"session":"guess","data":[' },
  { what: 'the key of a retired system', begin: `{"session":"${RETIRED_KEY}","data":[` },
  { what: 'the siteId of a system that sends from elsewhere', begin: '{"siteId":8,"data":[' },
])('of a body with $what 64 KiB are read and no more', async ({ begin }) => {
  for (const path of ['/mapi/g', '/TrackingMCDT', '/mapi/login']) {
    const sent = begin + ' '.repeat(SMALL_BYTES + 1 - begin.length);
    const chunk = `${sent.length.toString(16)}\r\n${sent}\r\n`;
    const answer = await answerTo(head(path, 'Transfer-Encoding: chunked') + chunk);
    expect(answer).toMatch(/^HTTP\/1.1 413 [^]*x-emc-reason: body-too-large/i);
  }
});

const step = (number: number) => ({
  MaHoSo: `H56-240116-${String(number).padStart(5, '0')}`,
  ThoiDiemXuLy: '20240116100000',
  TrangThai: '9',
  GhiChu: 'x'.repeat(2_000),
});
const envelope = (first: number, count: number, more: object = {}) =>
  JSON.stringify({
    session: KEY,
    madonvi: 'H56',
    service: 'CapNhatTienDoHoSoMC',
    data: Array.from({ length: count }, (_, index) => step(first + index)),
    ...more,
  });

/** The longest text that this thread parses while something happens. */
async function longestParsed(during: () => Promise<unknown>): Promise<number> {
  const parse = vi.spyOn(JSON, 'parse');
  await during();
  const lengths = parse.mock.calls.map(([text]) => text.length);
  parse.mockRestore();
  return Math.max(0, ...lengths);
}

const codeOf = ({ body }: { body: Buffer }) => (JSON.parse(body.toString()) as { error_code: string }).error_code;

test('a large envelope is read in another thread, and stored as the same records are in small ones', async () => {
  const codes: string[] = [];
  const longest = await longestParsed(async () => {
    const reply = await collector.send('POST', '/mapi/g', {}, envelope(1, 1_000));
    codes.push(reply.body.toString());
  });
  expect(codes[0]).toContain('"error_code":"0"');
  expect(longest).toBeLessThanOrEqual(SMALL_BYTES);
  for (let first = 1; first <= 1_000; first += 25)
    expect(codeOf(await collector.send('POST', '/mapi/g', {}, envelope(first, 25)))).toBe('0');
  const { changes } = await collector.stored();
  expect(changes).toHaveLength(2_000);
  expect(changes.slice(1_000)).toEqual(changes.slice(0, 1_000));
});

test('a large body is taken by its key in the header, wherever it stands in the envelope, and by siteId and address', async () => {
  const late = { session: undefined, ghiChu: 'x'.repeat(100_000), 'session ': KEY };
  const inHeader = { authorization: `Bearer ${KEY}` };
  expect(codeOf(await collector.send('POST', '/mapi/g', inHeader, envelope(1, 40, late)))).toBe('0');
  const record = `siteId=5&codeProfile=H56-240116-00001&status=1&data=${'x'.repeat(100_000)}`;
  expect((await collector.send('POST', '/TrackingMCDT', {}, record)).status).toBe(204);
  expect((await collector.stored()).changes).toHaveLength(41);
});

test('a key that a body only mentions is not the key that it is taken by', async () => {
  const other = envelope(1, 40, { session: 'guess', ghiChu: { session: OTHER_KEY } });
  const begin = other.replace('{', `{"ghiChu0":{"session":"${OTHER_KEY}"},`);
  expect(codeOf(await collector.send('POST', '/mapi/g', {}, begin))).toBe('102');
  expect((await collector.stored()).changes).toEqual([]);
});

test('free text of a large envelope is redacted as that of a small one is', async () => {
  const record = (maTTHC: string) => ({
    MaHoSo: 'H56-240110-0001',
    MaTTHC: maTTHC,
    NgayTiepNhan: '20240110090000',
    TrangThaiHoSo: '2',
  });
  const data = ['hồ sơ 0912345678', '8f14e45fceea167a5a36dedd4bea2543', 'nguyenvana@example.vn'].map(record);
  const whole = { session: KEY, madonvi: 'H56', service: 'DongBoHoSoMC', data };
  for (const more of [{}, { ghiChu: 'x'.repeat(100_000) }])
    expect(codeOf(await collector.send('POST', '/mapi/g', {}, JSON.stringify({ ...whole, ...more })))).toBe('0');
  const procedures = (await collector.stored()).changes.map((change) => change['procedure']);
  expect(procedures).toHaveLength(6);
  expect(procedures.slice(3)).toEqual(procedures.slice(0, 3));
  expect(procedures[1]).toMatch(/^~[a-z]{10}$/);
  expect(procedures.join()).not.toMatch(/0912345678|8f14e45f|nguyenvana/);
});

test('what is wrong with a large body is said as with a small one: the first twenty faults, and how many more', async () => {
  const data = Array.from({ length: 1_000 }, (_, index) => ({ ...step(index + 1), TrangThai: '0' }));
  const reply = await collector.send('POST', '/mapi/g', {}, envelope(1, 0, { data }));
  const json = JSON.parse(reply.body.toString()) as { message: string; errors: unknown[] };
  expect([codeOf(reply), json.errors.length]).toEqual(['201', 20]);
  expect(json.message).toContain('Còn 980 lỗi khác');
  const { dossierDrops, changes } = await collector.stored();
  expect(dossierDrops).toMatchObject([{ systemId: 11, reason: 'bad-shape', count: 1_000 }]);
  expect(changes).toEqual([]);
});

const DEEP = ['[', '{"a":', '[{"a":'];

test.each(['/mapi/g', '/DongBoHoSoMC', '/TrackingMCDT'])(
  'JSON of thousands of levels to %s is refused as what it is, whatever its length, and no long one is parsed in this thread',
  async (path) => {
    const headers = { authorization: `Bearer ${KEY}` };
    for (const opening of DEEP)
      for (const length of [10_000, 9_000_000]) {
        const deep = opening.repeat(length / opening.length);
        for (const body of [deep, `{"data":${deep}`, `{"data":[{"MaHoSo":${deep}`]) {
          let reply: Awaited<ReturnType<RunningCollector['send']>> | undefined;
          const longest = await longestParsed(async () => {
            reply = await collector.send('POST', path, headers, body);
          });
          expect([reply!.status < 500, reply!.headers['x-emc-reason']]).toEqual([
            true,
            expect.stringContaining('bad-shape'),
          ]);
          expect(longest).toBeLessThanOrEqual(SMALL_BYTES);
        }
      }
    expect(collector.log.lines).toEqual([]);
  },
);

test('JSON that is deep where nothing is read is refused too, whatever its length', async () => {
  const deep = `${'['.repeat(21)}1${']'.repeat(21)}`;
  for (const more of [{}, { ghiChu: 'x'.repeat(100_000) }]) {
    const sent = envelope(1, 1, more);
    expect(codeOf(await collector.send('POST', '/mapi/g', {}, sent))).toBe('0');
    const reply = await collector.send('POST', '/mapi/g', {}, sent.replace('"data"', `"note":${deep},"data"`));
    expect(reply.headers['x-emc-reason']).toBe('bad-shape');
  }
});

const HIT = `?idsite=5&rec=1&url=${PAGE}&action_name=${'x'.repeat(250)}`;

test('a large bulk request is read in another thread and counted whole; a single hit is never so long', async () => {
  const bulk = JSON.stringify({ requests: Array.from({ length: 1_000 }, () => HIT) });
  let reply: Awaited<ReturnType<RunningCollector['send']>> | undefined;
  const longest = await longestParsed(async () => {
    reply = await collector.send('POST', '/matomo.php', {}, bulk);
  });
  expect(reply!.body.toString()).toBe('{"status":"success","tracked":1000,"invalid":0}');
  expect(longest).toBeLessThanOrEqual(SMALL_BYTES);
  const single = await collector.send('POST', '/matomo.php', {}, `${HIT.slice(1)}&x=${'x'.repeat(SMALL_BYTES)}`);
  expect([single.status, single.headers['x-emc-reason']]).toEqual([413, expect.stringContaining('body-too-large')]);
  expect((await collector.stored()).hits).toHaveLength(1_000);
});

test('a bulk request of nested JSON is refused as what it is, large or small', async () => {
  for (const length of [10_000, 400_000])
    for (const opening of DEEP) {
      const body = `{"requests":${opening.repeat(length / opening.length)}`;
      const reply = await collector.send('POST', '/matomo.php', {}, body);
      expect([reply.status, reply.headers['x-emc-reason']]).toEqual([400, expect.stringContaining('bad-parameter')]);
    }
  expect(collector.log.lines).toEqual([]);
});

test('between the hits of a bulk request whatever else has come has its turn', async () => {
  // A clock on which each hit takes three milliseconds.
  let now_ms = 0;
  const slow = await startCollector({ clock: () => NOW_MS, timer: () => (now_ms += 3) });
  const turns = vi.spyOn(globalThis, 'setImmediate');
  const requests = Array.from({ length: 100 }, () => `?idsite=5&rec=1&url=${PAGE}`);
  await slow.send('POST', '/matomo.php', {}, JSON.stringify({ requests }));
  expect(turns.mock.calls.length).toBeGreaterThanOrEqual(40);
  turns.mockRestore();
  expect((await slow.stored()).hits).toHaveLength(100);
  await slow.stop();
});

test('of many bulk requests together one part is done in a turn of the event loop, and addresses take turns', async () => {
  // A clock on which each look takes a millisecond.
  let now_ms = 0;
  const slow = await startCollector({ clock: () => NOW_MS, timer: () => (now_ms += 1), trustedProxies: ['127.0.0.1'] });
  let [longest, last_ms, over] = [0, 0, false];
  const turn = (): void => {
    longest = Math.max(longest, now_ms - last_ms);
    last_ms = now_ms;
    if (!over) setImmediate(turn);
  };
  const body = JSON.stringify({ requests: Array.from({ length: 200 }, () => `?idsite=5&rec=1&url=${PAGE}`) });
  const ended: string[] = [];
  const send = async (address: string): Promise<void> => {
    const { status } = await slow.send('POST', '/matomo.php', { 'x-forwarded-for': address }, body);
    ended.push(`${status} ${address}`);
  };
  const many = Array.from({ length: 30 }, () => send('203.0.113.1'));
  setImmediate(turn);
  await Promise.all([...many, send('203.0.113.2')]);
  over = true;
  // A part is over when five milliseconds have passed; what it did last and the request that comes in meanwhile come on top.
  expect(longest).toBeLessThan(40);
  expect(ended.indexOf('200 203.0.113.2')).toBeLessThan(10);
  expect((await slow.stored()).hits).toHaveLength(31 * 200);
  await slow.stop();
});

test('what waits for the other thread when the collector stops is told to come again', async () => {
  const sent = [1, 2, 3].map(() => collector.send('POST', '/mapi/g', {}, envelope(1, 400)));
  await collector.collector.stop();
  for (const { status } of await Promise.all(sent)) expect([200, 503]).toContain(status);
  expect((await collector.send('POST', '/mapi/g', {}, envelope(1, 400))).status).toBe(503);
});

const job = (pieces: Uint8Array[]): DossierJob => ({
  feed: 'synchronisation',
  service: '',
  key: '',
  address: '',
  now_ms: NOW_MS,
  pieces,
  systems: [],
});
const SECRETS = { dossiers: Buffer.from('secret'), redaction: Buffer.from('secret') };
const asker = (address: string) => ({ address, memory: [], wanted: () => true });

test('addresses take turns at the other thread: who sends much waits for himself', async () => {
  const log = loggedLines();
  const large = new LargeBodies(SECRETS, log);
  const order: string[] = [];
  await Promise.all(
    ['first', 'first', 'first', 'first', 'second', 'third'].map(
      (address, index) =>
        new Promise<void>((resolve) => {
          large.dossiers(asker(address), job([Buffer.from('{}')]), () => {
            order.push(`${address} ${index}`);
            resolve();
          });
        }),
    ),
  );
  expect(order).toEqual(['first 0', 'first 1', 'second 4', 'third 5', 'first 2', 'first 3']);
  await large.stop();
});

test('a body that takes more memory than its thread has fails alone', async () => {
  const log = loggedLines();
  const large = new LargeBodies(SECRETS, log, 24);
  const many = Buffer.from(`[${'{},'.repeat(700_000)}{}]`);
  const ends = await Promise.all(
    [many, Buffer.from('{}')].map(
      (piece) => new Promise((resolve) => large.dossiers(asker('one'), job([piece]), resolve)),
    ),
  );
  expect(ends).toEqual(['failed', expect.objectContaining({ reason: 'bad-shape' })]);
  expect(log.lines).toHaveLength(1);
  expect(log.lines[0]).toContain('ERR_WORKER_OUT_OF_MEMORY');
  await large.stop();
});
