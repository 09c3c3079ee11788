import type { Odd } from './guard.ts';
import type { CommandTable } from './script.ts';

/** What Matomo calls a tracker: every method pushes the command of its name. */
export const trackerOf = (list: Odd): object =>
  new Proxy(
    {},
    {
      // A promise must not take it for one of its kind.
      get: (_, name) =>
        typeof name === 'string' && name !== 'then'
          ? (...args: unknown[]): void => {
              list.push([name, ...args]);
            }
          : undefined,
    },
  );

/**
 * `nameMatomo` (ours, pushed when the tracker was loaded as `matomo.js` or `piwik.js`): the global objects that wrappers
 * wait for. There is one tracker to a page, so `getTracker` configures that.
 */
export const matomo = (): CommandTable => ({
  nameMatomo: () => {
    const page = window as Odd;
    const tracker = trackerOf(page._paq);
    const getTracker = (url?: string, id?: unknown): object => {
      if (url) page._paq.push(['setTrackerUrl', url]);
      if (id) page._paq.push(['setSiteId', id]);
      return tracker;
    };
    const named = { getTracker, getAsyncTracker: getTracker };
    for (const name of ['Matomo', 'Piwik', 'AnalyticsTracker']) if (!page[name]) page[name] = named;
  },
});
