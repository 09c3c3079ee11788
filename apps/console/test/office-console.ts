import { launchBrowser } from '@emc/test-kit';
import { MADE_UP_SESSION } from '../dev/made-up-people.ts';
import { serveBuilt } from '../dev/serve-built.ts';
import { BUILT_CONSOLE } from './built-console.ts';
import { type Look, openWindow, type Window } from './window.ts';

/** As whom a page is looked at. */
export type Who = 'operator' | 'committee' | 'body' | 'nobody';

/** The built console with made-up answers, and a browser that is signed in to it. */
export interface Office {
  /** Opens a page in a window of who looks, which has forgotten the test before, and waits until nothing on it is loading. */
  open(address: string, who: Who, look?: Look): Promise<Window>;
  stop(): Promise<void>;
}

const NOW_MS = Date.parse('2026-11-22T03:00:00Z');

export async function startOffice(): Promise<Office> {
  const server = await serveBuilt(() => NOW_MS, BUILT_CONSOLE);
  const browser = await launchBrowser();
  const windows = new Map<string, Window>();
  const windowOf = async (look: Look): Promise<Window> => {
    const name = JSON.stringify(look);
    const window = windows.get(name) ?? (await openWindow(browser, look));
    // The browser's clock is that of the made-up answers, so that "since yesterday" means the same to both.
    if (!windows.has(name)) await window.page.clock.setFixedTime(NOW_MS);
    windows.set(name, window);
    return window;
  };
  return {
    open: async (address, who, look = {}) => {
      const window = await windowOf(look);
      await window.forget(server.url);
      await window.page.context().addCookies([{ name: MADE_UP_SESSION, value: who, url: server.url }]);
      await window.go(server.url + address);
      return window;
    },
    stop: async () => {
      await browser.close();
      await server.close();
    },
  };
}
