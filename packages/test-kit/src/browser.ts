import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, BrowserContext } from 'playwright-core';

const EXECUTABLE = process.env.EMC_CHROMIUM ?? '/usr/bin/chromium';
/**
 * A browser of a distribution loads two pages of its own for each window, half of what a window costs. Of several switches of
 * this name the last holds, so what Playwright turns off stands here too (its `chromiumSwitches.ts`).
 */
const NOT_NEEDED = [
  'WebUIOmniboxPopup',
  'WebUIOmniboxAimPopup',
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsUpgrades',
  'HttpsFirstBalancedModeAutoEnable',
  'LensOverlay',
  'MediaRouter',
  'PaintHolding',
  'ThirdPartyStoragePartitioning',
  'AvoidCorsURLLoaderRestartOnRedirect',
  'OptimizationHints',
  'NetworkTimeServiceQuerying',
  'AimEnabled',
  'PreconnectToSearch',
];
const FLAGS = [
  `--disable-features=${NOT_NEEDED.join(',')}`,
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Loaded when it is needed: most test files open no browser, and it is the largest thing that this package uses. */
const playwright = () => import('playwright-core');

/** How long anything on a page may take, on a machine that does much else. */
const PATIENCE_MS = 120_000;

/** A real Chromium, for many contexts; it is closed by who asked for it. */
export async function launchBrowser(): Promise<Browser> {
  const { chromium } = await playwright();
  const browser = await chromium.launch({ executablePath: EXECUTABLE, args: FLAGS, timeout: PATIENCE_MS });
  browser.on('context', (context) => context.setDefaultTimeout(PATIENCE_MS));
  return browser;
}

/**
 * A real Chromium with an empty profile. `hosts` maps host names to 127.0.0.1 inside the browser, so that a page can
 * have the address of a government portal without any name service.
 */
export async function openBrowser(
  options: { hosts?: string[]; javaScriptEnabled?: boolean } = {},
): Promise<{ context: BrowserContext; close: () => Promise<void> }> {
  const profile = mkdtempSync(path.join(tmpdir(), 'emc-browser-'));
  const rules = (options.hosts ?? []).map((host) => `MAP ${host} 127.0.0.1`).join(',');
  const { chromium } = await playwright();
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: EXECUTABLE,
    timeout: PATIENCE_MS,
    headless: true,
    args: rules === '' ? FLAGS : [...FLAGS, `--host-resolver-rules=${rules}`],
    ignoreHTTPSErrors: true,
    locale: 'vi-VN',
    // Headless Chromium names itself a bot in its user agent, and bots are rightly not counted.
    userAgent: 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36',
    javaScriptEnabled: options.javaScriptEnabled ?? true,
  });
  context.setDefaultTimeout(PATIENCE_MS);
  return {
    context,
    close: async () => {
      await context.close();
      rmSync(profile, { recursive: true, force: true });
    },
  };
}
