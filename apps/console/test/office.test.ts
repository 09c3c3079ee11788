import { AxeBuilder } from '@axe-core/playwright';
import { launchBrowser } from '@emc/test-kit';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { MADE_UP_SESSION } from '../dev/made-up-people.ts';
import { serveBuilt } from '../dev/serve-built.ts';

type Who = 'operator' | 'committee' | 'body' | 'nobody';

/** Every page of the signed-in side, and who looks at it. */
const PAGES: Record<string, { vi: string; en: string; who: Who }> = {
  'sign-in': { vi: '/dang-nhap', en: '/en/sign-in', who: 'nobody' },
  account: { vi: '/tai-khoan', en: '/en/account', who: 'body' },
  'a page for others': { vi: '/dieu-hanh', en: '/en/operations', who: 'nobody' },
  'a page of another role': { vi: '/dieu-hanh/nhat-ky', en: '/en/operations/audit', who: 'body' },
  morning: { vi: '/dieu-hanh', en: '/en/operations', who: 'operator' },
  campaigns: { vi: '/dieu-hanh/dot-ket-noi', en: '/en/operations/campaigns', who: 'operator' },
  'campaign with proposals': { vi: '/dieu-hanh/dot-ket-noi/1', en: '/en/operations/campaigns/1', who: 'operator' },
  'campaign before its limit': { vi: '/dieu-hanh/dot-ket-noi/2', en: '/en/operations/campaigns/2', who: 'committee' },
  accounts: { vi: '/dieu-hanh/tai-khoan', en: '/en/operations/accounts', who: 'operator' },
  audit: { vi: '/dieu-hanh/nhat-ky', en: '/en/operations/audit?actor=operator-key', who: 'committee' },
  'our side': { vi: '/co-quan/h56/viec-cua-co-quan', en: '/en/bodies/h56/our-side', who: 'body' },
  systems: { vi: '/co-quan/h56/he-thong', en: '/en/bodies/h56/systems', who: 'body' },
  system: { vi: '/he-thong/12', en: '/en/systems/12', who: 'body' },
  'system that never sent': { vi: '/he-thong/14', en: '/en/systems/14', who: 'committee' },
  'import of procedures': { vi: '/co-quan/h56/thu-tuc/nhap', en: '/en/bodies/h56/procedures/import', who: 'body' },
  'a portal of one’s own': { vi: '/cong/227', en: '/en/portals/227', who: 'body' },
  'registering a portal': { vi: '/van-hanh/dang-ky', en: '/en/operate/register', who: 'body' },
};

/** Every page in several looks, on a machine that other tests share. */
const PATIENCE_MS = 240_000;
const now_ms = Date.parse('2026-11-22T03:00:00Z');
const dist = mkdtempSync(path.join(tmpdir(), 'emc-console-'));
let browser: Browser;
let server: Awaited<ReturnType<typeof serveBuilt>>;

beforeAll(async () => {
  // A process of its own: inside a test React would be built for development.
  const place = path.join(import.meta.dirname, '..');
  const vite = path.join(place, '../../node_modules/vite/bin/vite.js');
  const built = spawnSync(
    process.execPath,
    [vite, 'build', place, '--config', path.join(place, 'vite.config.ts'), '--outDir', dist, '--logLevel', 'error'],
    { env: { ...process.env, NODE_ENV: 'production' }, encoding: 'utf8' },
  );
  if (built.status !== 0) throw new Error(built.stderr);
  server = await serveBuilt(() => now_ms, dist);
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser?.close();
  await server?.close();
  rmSync(dist, { recursive: true, force: true });
});

/** Opens a page as somebody and waits until nothing on it is loading. `trouble` gathers what must not happen. */
async function open(address: string, who: Who, { width = 1440, dark = false } = {}) {
  const context = await browser.newContext({
    viewport: { width, height: 900 },
    colorScheme: dark ? 'dark' : 'light',
    locale: 'vi-VN',
    reducedMotion: 'reduce',
  });
  await context.addCookies([{ name: MADE_UP_SESSION, value: who, url: server.url }]);
  const page = await context.newPage();
  // The browser's clock is that of the made-up answers, so that "since yesterday" means the same to both.
  await page.clock.setFixedTime(now_ms);
  const trouble: string[] = [];
  page.on('console', (message) => ['error', 'warning'].includes(message.type()) && trouble.push(message.text()));
  page.on('pageerror', (error) => trouble.push(String(error)));
  await page.goto(server.url + address);
  await page.locator('h1').first().waitFor();
  await page.waitForFunction(
    () => document.querySelector('.waiting, .day-field-place') === null && document.fonts.status === 'loaded',
  );
  return { page, trouble, close: () => context.close() };
}

async function faults(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.target.join(' ')} ${node.failureSummary ?? ''}`),
  );
}

const sidewaysScroll = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

describe('every page of the signed-in side', () => {
  for (const [name, at] of Object.entries(PAGES)) {
    test(
      `${name}: axe finds nothing, nothing scrolls sideways and nothing is reported, from telephone to desk, light and dark`,
      async () => {
        for (const [address, look] of [
          [at.vi, { width: 360 }],
          [at.en, { width: 768, dark: true }],
          [at.vi, { width: 1440 }],
        ] as const) {
          const { page, trouble, close } = await open(address, at.who, look);
          expect(await faults(page), address).toEqual([]);
          expect(await sidewaysScroll(page), `${address} at ${look.width}`).toBeLessThanOrEqual(0);
          expect(trouble, address).toEqual([]);
          await close();
        }
      },
      PATIENCE_MS,
    );
  }
});
