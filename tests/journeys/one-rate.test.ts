import { dayOf, localIso, startOfDay } from '@emc/contract';
import { clearOfMidnight, eventually, freshDirectory, openBrowser, startProgram, type Program } from '@emc/test-kit';
import type { BrowserContext } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';

/** The full-online rate of one month, wherever it is shown, where one of two bodies has no catalogue. */
const PATIENCE_MS = 60_000;
const CATALOGUE = [
  'ma_thu_tuc,ten_thu_tuc,linh_vuc,muc_do,co_phi,thanh_toan_truc_tuyen,thoi_han_ngay',
  '1.000123,Đăng ký khai sinh,Hộ tịch,toàn trình,không,không,5',
].join('\n');
/** H56: 3 of 4 full-online. H01 has no catalogue: of its 6 nobody knows. */
const RATE = { value: 0.75, numerator: 3, denominator: 4 };
const UNKNOWN = { value: null, numerator: null, denominator: null };

interface Totals {
  received: number;
  fullOnline: number | null;
  receivedWithCatalogue: number;
}
interface Figures {
  totals: Totals;
  rates: { fullOnline: object };
  days: { counts: Totals | null }[];
  procedures: { counts: Totals }[];
}

const directory = freshDirectory();
let program: Program;
let browser: { context: BrowserContext; close: () => Promise<void> };

beforeAll(async () => {
  await clearOfMidnight();
  program = await startProgram({ dataDir: directory.path });
  browser = await openBrowser();
  await program.api('POST', '/procedures/import', { csv: CATALOGUE, bodyCode: 'H56', dryRun: false });
  for (const [code, channels] of [
    ['H56', ['2', '2', '2', '1']],
    ['H01', ['2', '2', '2', '2', '2', '1']],
  ] as const) {
    await sendFrom(code, channels);
  }
  await eventually(async () => expect((await ask<Figures>('/dossiers')).totals.received).toBe(10), PATIENCE_MS);
});
afterAll(async () => {
  await browser?.close();
  await program?.stop();
  directory.remove();
});

const ask = async <Answer>(address: string): Promise<Answer> => (await program.api('GET', address)) as Answer;

async function sendFrom(code: string, channels: readonly string[]): Promise<void> {
  const { key } = (await program.api('POST', '/systems', { bodyCode: code, name: 'Một cửa' })) as { key: string };
  const now = localIso(startOfDay(dayOf(Date.now())))
    .replaceAll(/\D/g, '')
    .slice(0, 14);
  const data = channels.map((channel, index) => ({
    MaHoSo: `${code}-${now.slice(2, 8)}-000${index}`,
    MaTTHC: '1.000123',
    KenhThucHien: channel,
    NgayTiepNhan: now,
    TrangThaiHoSo: '4',
    HinhThuc: '1',
  }));
  const answer = await fetch(`${program.url}/DongBoHoSoMC`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ session: key, service: 'DongBoHoSoMC', isUpdating: 'False', data }),
  });
  expect(await answer.json()).toMatchObject({ error_code: '0' });
}

test('the rate of the country is the same in the figures of dossiers, their days, the country, and the open data', async () => {
  const figures = await ask<Figures>('/dossiers');
  expect(figures.totals).toMatchObject({ received: 10, fullOnline: 3, receivedWithCatalogue: 4 });
  expect(figures.rates.fullOnline).toEqual(RATE);
  const days = figures.days.flatMap(({ counts }) => counts ?? []);
  expect(days.map(({ fullOnline, receivedWithCatalogue }) => [fullOnline, receivedWithCatalogue])).toContainEqual([
    3, 4,
  ]);
  expect(figures.procedures.map(({ counts }) => [counts.fullOnline, counts.receivedWithCatalogue])).toEqual([[3, 4]]);

  const { headline } = await ask<{ headline: { id: string; value: number }[] }>('/country');
  expect(headline.find(({ id }) => id === 'full-online')).toMatchObject(RATE);
  const rows = await tableOf('headline');
  expect(rows.find((row) => row['measure'] === 'full-online' && row['body_code'] === 'VN')!['value']).toBe(RATE.value);
});

test('of the body without a catalogue it is unknown, never 0: in its figures, beside other bodies, on its card, in the open data', async () => {
  const own = await ask<Figures>('/bodies/H01/dossiers');
  expect(own.totals).toMatchObject({ received: 6, fullOnline: null, receivedWithCatalogue: 0 });
  expect(own.rates.fullOnline).toEqual(UNKNOWN);
  expect(own.days.flatMap(({ counts }) => counts ?? []).map(({ fullOnline }) => fullOnline)).not.toContain(0);

  const { items } = await ask<{ items: ({ bodyCode: string; totals: Totals | null } & Pick<Figures, 'rates'>)[] }>(
    '/dossiers/by-body',
  );
  const ratesOf = (code: string) => items.find(({ bodyCode }) => bodyCode === code)!.rates.fullOnline;
  expect([ratesOf('H01'), ratesOf('H56')]).toEqual([UNKNOWN, RATE]);

  for (const [code, numbers, value] of [
    ['H01', [null, 6], null],
    ['H56', [3, 4], RATE.value],
  ] as const) {
    const { result } = await ask<{
      result: { indicators: { id: string; value: number | null; measures: { value: number | null }[] }[] };
    }>(`/evaluations/emc-2024/${code}`);
    const rate = result.indicators.find(({ id }) => id === 'full-online-rate')!;
    expect([rate.value, rate.measures.map((measure) => measure.value)]).toEqual([value, numbers]);
    const dossiers = (await tableOf('dossiers')).find((row) => row['body_code'] === code)!;
    expect([dossiers['full_online'], dossiers['full_online_rate']]).toEqual([numbers[0], value]);
    const headline = (await tableOf('headline')).find(
      (row) => row['measure'] === 'full-online' && row['body_code'] === code,
    )!;
    expect(headline['value']).toBe(value);
    const csv = await (await fetch(`${program.url}/api/v1/open-data/dossiers.csv`)).text();
    const [head, ...lines] = csv.replace('\uFEFF', '').trimEnd().split('\r\n');
    const cells = lines.find((line) => line.startsWith(`${code},`))!.split(',');
    expect(cells[head!.split(',').indexOf('full_online_rate')]).toBe(value === null ? '' : String(value));
  }
});

test('the pages show the one rate of the country, and a dash for the body without a catalogue', async () => {
  const page = await browser.context.newPage();
  const tile = page.getByRole('button', { name: 'toàn trình' }).first();
  for (const address of ['/', '/ho-so']) {
    await page.goto(`${program.url}${address}`);
    await eventually(async () => expect(await tile.innerText()).toMatch(/75(,00)?%[\s\S]*3 trên 4/), PATIENCE_MS);
  }
  const row = page.getByRole('row', { name: 'Tỉnh An Giang' });
  expect(await row.innerText()).toMatch(/6\s+83,33%\s+–/);
  await page.goto(`${program.url}/co-quan/h01/ho-so`);
  await eventually(async () => expect(await tile.innerText()).toMatch(/toàn trình\s+–/), PATIENCE_MS);
  await page.goto(`${program.url}/co-quan/h01`);
  const fact = page
    .locator('#dossiers')
    .locator('xpath=ancestor::section')
    .getByText(/toàn trình/)
    .locator('xpath=following-sibling::dd[1]');
  await eventually(async () => expect(await fact.innerText()).toMatch(/^–/), PATIENCE_MS);
});

async function tableOf(id: string): Promise<Record<string, unknown>[]> {
  const answer = await fetch(`${program.url}/api/v1/open-data/${id}.json`);
  return ((await answer.json()) as { rows: Record<string, unknown>[] }).rows;
}
