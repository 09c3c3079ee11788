import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import {
  addDays,
  type BodyDossiers,
  type ConnectionBoard,
  dayOf,
  type DossierFigures,
  type ReportCard,
} from '@emc/contract';
import { clearOfMidnight, freshDirectory, openBrowser, type Program, startProgram } from '@emc/test-kit';
import { afterAll, beforeAll, expect, test } from 'vitest';

interface Figures {
  totals: { pageViews: number; visits: number; visitors: number };
  completeness: { simulated: boolean };
}
interface Evaluation {
  counts: { bodies: number; evaluated: number; ranked: number; notEvaluated: number };
  results: {
    bodyCode: string;
    status: string;
    score: number | null;
    rank: number | null;
    indicators: { measures: { id: string; value: number | null }[] }[];
  }[];
}
interface Country {
  period: { from: string; to: string };
  connection: { bodies: number; connected: number; partly: number; not: number };
  headline: { id: string; value: number; numerator: number; denominator: number }[];
}
interface Recent {
  changes: { feed: string; dossier: string }[];
}

const COUNTED_ON = '2024-01-18';
const SETS = ['emc-2024', 'decision-766-2022'];
const ARGS = ['--days', '5', '--scale', '0.2'];

/** A country is entered before the program is ready. */
const simulate = (dataDir: string, ...args: string[]): Promise<Program> =>
  startProgram({ dataDir, args: ['simulate', '--serve', ...args], patience_ms: 600_000 });

const ask = async <Answer>(program: Program, address: string): Promise<Answer> =>
  (await program.api('GET', address)) as Answer;

/**
 * Who was connected on the day of the count, by kind: 67 of 83, 11 ministries and 5 localities not; over the `days` before
 * there were some on each, and they became more.
 */
async function countedConnection(program: Program, days = 30) {
  const board = await ask<ConnectionBoard>(program, `/connection?asOf=${COUNTED_ON}`);
  const { ministries, provinces } = board.byKind;
  expect([board.counts.bodies, board.counts.connected]).toEqual([83, 67]);
  expect([ministries.bodies - ministries.connected, provinces.bodies - provinces.connected]).toEqual([11, 5]);
  const lately = board.trend.slice(-days).map(({ connected }) => connected ?? 0);
  expect(Math.min(...lately)).toBeGreaterThan(40);
  expect(lately.at(-1)).toBeGreaterThan(lately[0]!);
  return board;
}

/** Counts of the country, held against the sum of its bodies. */
async function countryDossiers(program: Program, period: string): Promise<DossierFigures['totals']> {
  const [country, bodies] = await Promise.all([
    ask<DossierFigures>(program, `/dossiers${period}`),
    ask<BodyDossiers>(program, `/dossiers/by-body${period}`),
  ]);
  const names = [
    'received',
    'receivedOnline',
    'fullOnline',
    'finished',
    'onTime',
    'late',
    'withFee',
    'paidOnline',
  ] as const;
  for (const name of names) {
    const sum = bodies.items.reduce((total, { totals }) => total + (totals?.[name] ?? 0), 0);
    expect([name, country.totals?.[name]]).toEqual([name, sum]);
  }
  return country.totals;
}

/** One country of today, which the first two tests look at; entering one takes most of a minute. */
const ofToday = freshDirectory();
let first: Program;
beforeAll(async () => {
  // A country of tomorrow is another one.
  await clearOfMidnight(600_000);
  first = await simulate(ofToday.path, ...ARGS);
}, 1_800_000);
afterAll(async () => {
  await first?.stop();
  ofToday.remove();
});

test('a simulated country is the same for the same seed, says everywhere that it is simulated, and moves', async () => {
  const today = dayOf(Date.now());
  const period = `?from=${addDays(today, -4)}&to=${addDays(today, -2)}`;
  using other = freshDirectory();
  const figures = await ask<Figures>(first, `/usage${period}`);
  expect(figures.totals.visits).toBeGreaterThan(500);
  expect(figures.completeness.simulated).toBe(true);
  const dossiers = await countryDossiers(first, period);
  expect(dossiers?.received).toBeGreaterThan(100);

  const browser = await openBrowser();
  const page = await browser.context.newPage();
  for (const address of ['/', '/co-quan/h56', '/cong', '/en', '/man-hinh']) {
    await page.goto(`${first.url}${address}`);
    await page
      .getByText(/dữ liệu mô phỏng|simulated data/i)
      .first()
      .waitFor();
  }
  await browser.close();
  await expect
    .poll(
      async () => (await ask<{ last5Minutes: { pageViews: number } }>(first, '/live?once=true')).last5Minutes.pageViews,
    )
    .toBeGreaterThan(0);

  const second = await simulate(other.path, ...ARGS);
  expect((await ask<Figures>(second, `/usage${period}`)).totals).toEqual(figures.totals);
  expect(await countryDossiers(second, period)).toEqual(dossiers);
  await second.stop();
}, 1_800_000);

test('whatever day it is, 2024-01-18 is there as it was counted; a second start adds nothing to what is there, and it stays marked as simulated', async () => {
  const period = `?from=2024-01-01&to=${COUNTED_ON}`;
  await countedConnection(first);
  const now = (await ask<ConnectionBoard>(first, '/connection')).counts;
  expect(now.bodies).toBe(48);
  expect(now.connected / now.bodies).toBeGreaterThan(0.7);
  expect(now.connected / now.bodies).toBeLessThan(0.9);
  const figures = await ask<Figures>(first, `/usage${period}`);
  const dossiers = await countryDossiers(first, period);
  const registered = await registerSizes(first);
  await first.stop();

  const second = await simulate(ofToday.path, ...ARGS);
  await countedConnection(second);
  expect((await ask<Figures>(second, `/usage${period}`)).totals).toEqual(figures.totals);
  expect(await countryDossiers(second, period)).toEqual(dossiers);
  expect(await registerSizes(second)).toEqual(registered);
  await second.stop();

  const served = await startProgram({ dataDir: ofToday.path });
  expect(await served.api('GET', '/version')).toMatchObject({ simulated: true });
  await served.stop();
}, 1_800_000);

async function registerSizes(program: Program): Promise<Record<string, number>> {
  const addresses = ['/portals?limit=1', '/systems', '/procedures?limit=1'];
  const sizes = await Promise.all(
    addresses.map(async (address) => [address, (await ask<{ total: number }>(program, address)).total] as const),
  );
  return Object.fromEntries(sizes);
}

test('in January 2024, 67 of 83 bodies are connected and evaluated, those with thirty dossiers are ranked, 81 % of procedures are online, and dossiers arrive by every feed without their applicants', async () => {
  using directory = freshDirectory();
  const program = await simulate(directory.path, '--scenario', 'january-2024', '--days', '10', '--scale', '0.2');
  const board = await countedConnection(program, 10);
  const country = await ask<Country>(program, '/country');
  expect(country.period).toEqual({ from: '2024-01-01', to: COUNTED_ON });
  expect(country.connection).toMatchObject({ bodies: 83, connected: 67 });
  const online = country.headline.find(({ id }) => id === 'procedures-online')!;
  expect(Math.round(100 * online.value)).toBe(81);

  const evaluation = await ask<Evaluation>(program, '/evaluations/emc-2024');
  expect(evaluation.counts).toMatchObject({ bodies: 83, evaluated: 67, notEvaluated: 16 });
  const without = evaluation.results.filter(({ status }) => status === 'not-evaluated');
  const unconnected = board.items.filter(({ state }) => state !== 'connected');
  expect(without.map(({ bodyCode }) => bodyCode).sort()).toEqual(unconnected.map(({ bodyCode }) => bodyCode).sort());
  const places = evaluation.results.filter(({ status }) => status === 'evaluated');
  const receivedBy = ({ indicators }: (typeof places)[number]) =>
    indicators.flatMap(({ measures }) => measures).find(({ id }) => id === 'dossiers.received')!.value!;
  expect(places.map((one) => [one.bodyCode, one.rank !== null, one.score !== null])).toEqual(
    places.map((one) => [one.bodyCode, receivedBy(one) >= 30, receivedBy(one) >= 30]),
  );
  expect(evaluation.counts.ranked).toBeGreaterThan(0);
  expect((await countryDossiers(program, `?from=2024-01-10&to=2024-01-17`))?.received).toBeGreaterThan(100);

  const evaluated = evaluation.results.filter(({ status }) => status === 'evaluated').map(({ bodyCode }) => bodyCode);
  await numbersStandAtTheirSources(program, evaluated.slice(0, 3), 'from=2024-01-10&to=2024-01-17');

  // Only what comes in live comes by tracking and progress; at night a few changes a minute do.
  await expect
    .poll(() => feedsHeard(program), { timeout: 360_000, interval: 2_000 })
    .toEqual(expect.arrayContaining(['tracking', 'synchronisation', 'progress']));
  // It loads what it has taken before it ends.
  await program.stop();
  expect(filesWith(directory.path, 'Người nộp hồ sơ mô phỏng')).toEqual([]);
  expect(program.output()).not.toContain('Người nộp hồ sơ mô phỏng');
}, 1_800_000);

/** Every number of the report cards of the bodies, by both sets, is among those that its source tells. */
async function numbersStandAtTheirSources(program: Program, bodies: readonly string[], period: string): Promise<void> {
  for (const address of bodies.flatMap((body) => SETS.map((set) => `/evaluations/${set}/${body}?${period}`))) {
    const { result } = await ask<ReportCard>(program, address);
    for (const { id, value, source } of result.indicators.flatMap(({ measures }) => measures)) {
      const told = numbersIn(await ask(program, source.replace('/api/v1', '')));
      expect(told, `${address}: ${id} at ${source}`).toContain(value);
    }
  }
}

function numbersIn(answer: unknown): number[] {
  if (typeof answer === 'number') return [answer];
  return typeof answer === 'object' && answer !== null ? Object.values(answer).flatMap(numbersIn) : [];
}

/** By which feeds changes came within the last minutes. */
async function feedsHeard(program: Program): Promise<string[]> {
  const { items } = await ask<{ items: { id: number }[] }>(program, '/systems');
  const recent = await Promise.all(items.map(({ id }) => ask<Recent>(program, `/systems/${id}/recent?minutes=30`)));
  return [...new Set(recent.flatMap(({ changes }) => changes.map(({ feed }) => feed)))];
}

function filesWith(directory: string, words: string): string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .filter((file) => readFileSync(file).includes(words));
}

test('real portals are never mixed with invented ones', async () => {
  using real = freshDirectory();
  const program = await startProgram({ dataDir: real.path });
  await program.api('POST', '/portals', {
    bodyCode: 'H56',
    name: 'Portal',
    kind: 'other',
    url: 'https://portal.gov.vn',
  });
  await program.stop();
  await expect(simulate(real.path, '--days', '1')).rejects.toThrow(/1 real portals/);
});
