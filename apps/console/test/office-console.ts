import { AxeBuilder } from '@axe-core/playwright';
import { launchBrowser } from '@emc/test-kit';
import type { Browser, Page } from 'playwright-core';
import { MADE_UP_SESSION } from '../dev/made-up-people.ts';
import { serveBuilt } from '../dev/serve-built.ts';
import { BUILT_CONSOLE } from './built-console.ts';

/** As whom a page is looked at. */
export type Who = 'operator' | 'committee' | 'body' | 'nobody';

interface Look {
  width?: number;
  dark?: boolean;
}

/** The built console with made-up answers, and a browser that is signed in to it. */
export interface Office {
  /** Opens a page and waits until nothing on it is loading. `trouble` gathers what must not happen. */
  open(address: string, who: Who, look?: Look): Promise<{ page: Page; trouble: string[]; close: () => Promise<void> }>;
  /** What axe finds. */
  faults(page: Page): Promise<string[]>;
  /** By how many pixels the page can be scrolled sideways. */
  sidewaysScroll(page: Page): Promise<number>;
  stop(): Promise<void>;
}

const NOW_MS = Date.parse('2026-11-22T03:00:00Z');

async function open(browser: Browser, url: string, who: Who, { width = 1440, dark = false }: Look) {
  const context = await browser.newContext({
    viewport: { width, height: 900 },
    colorScheme: dark ? 'dark' : 'light',
    locale: 'vi-VN',
    reducedMotion: 'reduce',
  });
  await context.addCookies([{ name: MADE_UP_SESSION, value: who, url: new URL(url).origin }]);
  const page = await context.newPage();
  // The browser's clock is that of the made-up answers, so that "since yesterday" means the same to both.
  await page.clock.setFixedTime(NOW_MS);
  const trouble: string[] = [];
  page.on('console', (message) => ['error', 'warning'].includes(message.type()) && trouble.push(message.text()));
  page.on('pageerror', (error) => trouble.push(String(error)));
  await page.goto(url);
  await page.locator('h1').first().waitFor();
  await page.waitForFunction(
    () => document.querySelector('.waiting, .day-field-place') === null && document.fonts.status === 'loaded',
  );
  return { page, trouble, close: () => context.close() };
}

export async function startOffice(): Promise<Office> {
  const server = await serveBuilt(() => NOW_MS, BUILT_CONSOLE);
  const browser = await launchBrowser();
  return {
    open: (address, who, look = {}) => open(browser, server.url + address, who, look),
    faults: async (page) => {
      const { violations } = await new AxeBuilder({ page }).analyze();
      return violations.flatMap(({ id, nodes }) =>
        nodes.map((node) => `${id}: ${node.target.join(' ')} ${node.failureSummary ?? ''}`),
      );
    },
    sidewaysScroll: (page) =>
      page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth),
    stop: async () => {
      await browser.close();
      await server.close();
    },
  };
}
