import type { Browser, Page } from 'playwright-core';

export interface Look {
  width?: number;
  dark?: boolean;
}

/**
 * A window with a profile of its own, which goes from page to page and serves one test after the other: what pages share is
 * loaded once, and a profile of its own for each test costs more than most of what is tested.
 */
export interface Window {
  page: Page;
  /** What must not happen, since it last went to a page: errors and warnings, and requests to other hosts. */
  trouble: string[];
  /** Goes to an address at its first width and waits until nothing there is loading. */
  go: (url: string) => Promise<void>;
  /** Forgets cookies, what pages stored, and what a test put between page and server. @param origin whose pages */
  forget: (origin: string) => Promise<void>;
}

const HEIGHT = 900;

export async function openWindow(browser: Browser, { width = 1440, dark = false }: Look = {}): Promise<Window> {
  const context = await browser.newContext({
    viewport: { width, height: HEIGHT },
    colorScheme: dark ? 'dark' : 'light',
    locale: 'vi-VN',
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  const trouble: string[] = [];
  let own = '';
  page.on('console', (message) => ['error', 'warning'].includes(message.type()) && trouble.push(message.text()));
  page.on('pageerror', (error) => trouble.push(String(error)));
  page.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(own) && !url.startsWith('blob:')) trouble.push(`asked another host: ${url}`);
  });
  return {
    page,
    trouble,
    go: async (url) => {
      // What a page breaks off when it is left is no trouble of the next one.
      if (own !== '') await page.goto('about:blank');
      own = new URL(url).origin;
      trouble.length = 0;
      await page.setViewportSize({ width, height: HEIGHT });
      await page.goto(url);
      await settled(page);
    },
    forget: async (origin) => {
      await page.unrouteAll({ behavior: 'ignoreErrors' });
      await context.clearCookies();
      // Something of this origin that stores nothing itself.
      await page.goto(`${origin}/mark.svg`);
      await page.evaluate(() => {
        localStorage.clear();
        sessionStorage.clear();
      });
    },
  };
}

/** Waits until nothing on a page is loading. */
export async function settled(page: Page): Promise<void> {
  await page.locator('h1').first().waitFor();
  await page.waitForFunction(
    () =>
      document.querySelector('.waiting, .day-field-place') === null &&
      document.querySelector('h1') !== null &&
      document.fonts.status === 'loaded',
  );
}

/** By how many pixels a page can be scrolled sideways. */
export const sidewaysScroll = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
