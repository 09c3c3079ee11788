import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { axeFaults, openBrowser } from '@emc/test-kit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { testApi } from './doubles.ts';

let origin: string;
let browser: Awaited<ReturnType<typeof openBrowser>>;
const closers: (() => unknown)[] = [];
beforeAll(async () => {
  const { app } = await testApi({ simulated: true });
  const server = createServer((request, response) => app.routing(request, response)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  browser = await openBrowser();
  closers.push(
    () => browser.close(),
    () => app.close(),
    () => server.close(),
  );
});
afterAll(async () => {
  for (const close of closers) await close();
});

// The two pages share their colours, so one of them in each scheme holds both.
test.each([
  { path: '/api?lang=vi', colorScheme: 'light' },
  { path: '/docs/errors?lang=en', colorScheme: 'dark' },
] as const)(
  'axe finds nothing on $path ($colorScheme), and the browser has nothing to complain about',
  async ({ path, colorScheme }) => {
    const page = await browser.context.newPage();
    const said: string[] = [];
    page.on('console', (message) => said.push(message.text()));
    await page.emulateMedia({ colorScheme });
    await page.goto(origin + path);
    expect(await axeFaults(page)).toEqual([]);
    expect(said).toEqual([]);
    await page.close();
  },
);

test('a telephone shows the pages without scrolling sideways', async () => {
  const page = await browser.context.newPage();
  await page.setViewportSize({ width: 360, height: 800 });
  for (const path of ['/api?lang=vi', '/api?lang=en', '/docs/errors?lang=vi']) {
    await page.goto(origin + path);
    expect(await page.evaluate(() => document.documentElement.scrollWidth), path).toBe(360);
  }
});
