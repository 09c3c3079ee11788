import { afterEach, beforeEach, expect, test } from 'vitest';
import { KEY, PAGE } from './samples.ts';
import { startCollector, type RunningCollector } from './support.ts';

// Each limit at the last value that it lets pass and at the first that it does not.
const NOW_MS = Date.UTC(2024, 0, 18, 2, 0);
const HIT = `idsite=5&rec=1&url=${PAGE}`;
const LIMIT_BYTES = 4_000;

let collector: RunningCollector;
beforeEach(async () => {
  const options = { bodyLimit_bytes: LIMIT_BYTES, dossierBodyLimit_bytes: 200_000 };
  collector = await startCollector({ clock: () => NOW_MS, ...options });
});
afterEach(() => collector.stop());

const padded = (text: string, length: number): string => text + 'x'.repeat(length - text.length);

test.each(['content-length', 'chunked'])(
  'a body may be as long as the limit and not a byte longer (%s)',
  async (how) => {
    const headers: Record<string, string> = how === 'chunked' ? { 'transfer-encoding': 'chunked' } : {};
    const send = (length: number) => collector.send('POST', '/matomo.php', headers, padded(`${HIT}&x=`, length));
    expect([(await send(LIMIT_BYTES)).status, (await send(LIMIT_BYTES + 1)).status]).toEqual([200, 413]);
  },
);

test('a body is measured in bytes, not in letters', async () => {
  const text = padded(`${HIT}&action_name=`, LIMIT_BYTES - 2);
  expect((await collector.send('POST', '/matomo.php', {}, `${text}ế`)).status).toBe(413);
  expect((await collector.send('POST', '/matomo.php', {}, `${text}é`)).status).toBe(200);
});

test('an envelope may be as long as the limit and not a byte longer', async () => {
  const envelope = JSON.stringify({ session: KEY, madonvi: 'H56', service: 'CapNhatTienDoHoSoMC', data: [step(1)] });
  const send = (length: number) => collector.send('POST', '/mapi/g', {}, envelope.padEnd(length));
  expect([(await send(200_000)).status, (await send(200_001)).status]).toEqual([200, 413]);
});

const step = (number: number, change: object = {}) => ({
  MaHoSo: `H56-240116-${String(number).padStart(4, '0')}`,
  ThoiDiemXuLy: '20240116100000',
  TrangThai: '9',
  ...change,
});

async function sendSteps(data: object[]) {
  const envelope = { session: KEY, madonvi: 'H56', service: 'CapNhatTienDoHoSoMC', isUpdating: 'False', data };
  const reply = await collector.send('POST', '/mapi/g', {}, JSON.stringify(envelope));
  return { status: reply.status, json: JSON.parse(reply.body.toString()) as { error_code: string; message: string } };
}
const steps = (count: number) => Array.from({ length: count }, (_, index) => step(index + 1));

test('an envelope of 1,000 records is taken whole, one of 1,001 not at all', async () => {
  expect((await sendSteps(steps(1000))).json.error_code).toBe('0');
  expect(await sendSteps(steps(1001))).toMatchObject({ status: 413, json: { error_code: '204' } });
  expect((await collector.stored()).changes).toHaveLength(1000);
});

test('of twenty faults all are named, of twenty-one the first twenty and that one is left', async () => {
  const wrong = (count: number) => steps(count).map((one) => ({ ...one, TrangThai: '0' }));
  expect((await sendSteps(wrong(20))).json.message).not.toContain('Còn');
  expect((await sendSteps(wrong(21))).json.message).toContain('Còn 1 lỗi khác');
});

test('a step may lie a day ahead of our clock and not a second more', async () => {
  // 09:00:00 in Viet Nam, a day later.
  expect((await sendSteps([step(1, { ThoiDiemXuLy: '20240119090000' })])).json.error_code).toBe('0');
  expect((await sendSteps([step(1, { ThoiDiemXuLy: '20240119090001' })])).json.error_code).toBe('203');
});

test.each([
  ['e_c=C&e_a=A&e_v=99999999.5', { event_value: 99_999_999.5 }],
  ['e_c=C&e_a=A&e_v=100000000', { event_value: 0 }],
  ['e_c=C&e_a=A&e_v=-99999999', { event_value: -99_999_999 }],
  ['pf_net=86400000', { network_ms: 86_400_000 }],
  ['pf_net=86400001', { network_ms: 0 }],
  ['pf_net=0.5', { network_ms: 1 }],
  ['pf_net=0.49', { network_ms: 0 }],
])('%s is kept as %j: what may be a number of a person is none', async (query, stored) => {
  await collector.send('GET', `/tracking?${HIT}&${query}`);
  expect((await collector.stored()).hits).toMatchObject([stored]);
});

test('a title is kept to 300 letters, and a path to 1,000', async () => {
  const address = (length: number) => encodeURIComponent(padded('https://dichvucong.example.gov.vn/', 33 + length));
  for (const [title, path] of [
    [300, 1000],
    [301, 1001],
  ] as const)
    await collector.send('GET', `/tracking?idsite=5&rec=1&url=${address(path)}&action_name=${'a'.repeat(title)}`);
  const lengths = (await collector.stored()).hits.map((hit) => [
    String(hit['title']).length,
    String(hit['path']).length,
  ]);
  expect(lengths).toEqual([
    [300, 1000],
    [300, 1000],
  ]);
});
