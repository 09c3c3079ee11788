import { addDays, dayOf } from '@emc/contract';
import { freshDirectory, openBrowser, startProgram } from '@emc/test-kit';
import { expect, test } from 'vitest';

interface Figures {
  totals: { pageViews: number; visits: number; visitors: number };
  completeness: { simulated: boolean };
}
interface Bodies {
  items: { code: string; connection: { state: string; portals: number } }[];
}

const ARGS = ['simulate', '--serve', '--days', '5', '--scale', '0.3'];

test('a simulated country is the same for the same seed, says everywhere that it is simulated, and moves', async () => {
  const today = dayOf(Date.now());
  const period = `?from=${addDays(today, -4)}&to=${addDays(today, -2)}`;
  using one = freshDirectory();
  using other = freshDirectory();
  const first = await startProgram({ dataDir: one.path, args: ARGS });
  const figures = (await first.api('GET', `/usage${period}`)) as Figures;
  expect(figures.totals.visits).toBeGreaterThan(500);
  expect(figures.completeness.simulated).toBe(true);
  const { items } = (await first.api('GET', '/bodies?asOf=2024-01-18')) as Bodies;
  expect(items).toHaveLength(83);
  expect(items.every((body) => body.connection.portals > 0)).toBe(true);

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
      async () =>
        ((await first.api('GET', '/live?once=true')) as { last5Minutes: { pageViews: number } }).last5Minutes.pageViews,
      { timeout: 30_000 },
    )
    .toBeGreaterThan(0);
  await first.stop();

  const second = await startProgram({ dataDir: other.path, args: ARGS });
  expect(((await second.api('GET', `/usage${period}`)) as Figures).totals).toEqual(figures.totals);
  await second.stop();
}, 180_000);

test('what was simulated stays marked as simulated, whoever serves it, and real portals are never mixed with invented ones', async () => {
  using simulated = freshDirectory();
  const filling = await startProgram({
    dataDir: simulated.path,
    args: ['simulate', '--serve', '--days', '1', '--scale', '0.1'],
  });
  await filling.stop();
  const served = await startProgram({ dataDir: simulated.path });
  expect(await served.api('GET', '/version')).toMatchObject({ simulated: true });
  await served.stop();

  using real = freshDirectory();
  const program = await startProgram({ dataDir: real.path });
  await program.api('POST', '/portals', {
    bodyCode: 'H56',
    name: 'Portal',
    kind: 'other',
    url: 'https://portal.gov.vn',
  });
  await program.stop();
  await expect(startProgram({ dataDir: real.path, args: ['simulate', '--serve', '--days', '1'] })).rejects.toThrow(
    /1 real portals/,
  );
}, 120_000);
