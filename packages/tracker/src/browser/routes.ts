import type { Odd } from './guard.ts';
import { guarded } from './guard.ts';
import { cleaned, page } from './page.ts';
import type { Site } from './sites.ts';
import { sites, view } from './sites.ts';

/*
 * Page views of single-page applications.
 *
 * A change of the address is a page view once the page has had its first. It is sent after a moment, for two reasons:
 * the new page's title is usually set after the address, and a portal that reports its routes itself does so then.
 * If it does, its own page view is the one that counts, and from then on we leave the routes to it. If it does so only
 * later, for the address that we have already reported, its first one is passed over and then we leave them to it.
 * What the cleaned address does not show (a query, a plain fragment) is no change. An address that is replaced within
 * the moment (a redirect) was no page; one that is left by a new entry was.
 */
const MOMENT_MS = 300;

/** Sends a page view to every site that has not heard of the address where the browser is. */
export const look = guarded((): void => {
  const url = cleaned();
  for (const site of sites)
    if (site.url_ && !site.manual_ && url !== site.here_ && url !== site.url_) {
      // What the portal said was about the page before.
      page.url_ = page.title_ = '';
      view(site, url);
      site.automatic_ = url;
    }
});

export const lookLater = (): unknown => setTimeout(look, MOMENT_MS);

/** `trackPageView`: the portal says that a page was viewed. */
export const trackPageView = (site: Site, title?: string): void => {
  const url = cleaned(page.url_);
  const counted = site.automatic_ === url;
  if (counted || (site.url_ && site.here_ !== cleaned())) site.manual_ = 1;
  site.automatic_ = counted || view(site, url, title);
};

/** Hears of the changes that cause no event. */
export const watch = guarded((name: 'pushState' | 'replaceState'): void => {
  const native = history[name] as Odd;
  history[name] = function (this: History) {
    if (name < 'r') look();
    lookLater();
    // What the browser throws here belongs to the page: it would have thrown without us.
    return native.apply(this, arguments);
  };
});
