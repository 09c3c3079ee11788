import type { Odd } from './guard.ts';
import { bare, cleaned, page } from './page.ts';
import { base, lent } from './script.ts';
import { fill, send } from './send.ts';

/** Path of the collector on the tracker's server, where no `setTrackerUrl` names another. */
declare const TRACKING_PATH: string;

/** A queue of commands on the page, and the site that it named with what is known of its page views. */
export interface Site {
  list_: Odd;
  trackerUrl_?: string;
  siteId_?: string | undefined;
  /** Page-view id: joins what happens on a page to its view. */
  view_?: string;
  referrer_: string;
  /** Address of the last page view as reported; none yet: undefined. */
  url_?: string;
  /** Where the browser was then. */
  here_?: string;
  /** Address of the last page view, where it was sent without being asked for. */
  automatic_?: unknown;
  /** The portal reports changes of route itself. */
  manual_?: unknown;
  links_?: boolean;
}

/** The queues we serve. */
export const sites: Site[] = [];

/** Where a queue's hits go: the first queue that named the same site; any that named one, if it named none itself. */
export const siteOf = (queue: Site): Site | undefined =>
  sites.find((site) => site.siteId_ && site.siteId_ == (queue.siteId_ || site.siteId_));

/** Sends a hit about the page as it is now: `hit(site, '&e_c=&e_a=', ['Form', 'opened'])`. */
export const hit = (lent.h = (site: Site, names: string, values: unknown[], url = cleaned(page.url_)): void =>
  send(
    (site.trackerUrl_ || base + TRACKING_PATH) +
      fill('?rec=1&idsite=&url=&urlref=&pv_id=' + names, [site.siteId_, url, site.referrer_, site.view_, ...values]) +
      lent.x,
  ));

/**
 * Sends a page view. Its referrer is what the portal said, else the page viewed before, else the browser's. The first
 * tells how long the page took, as far as that is known by then.
 */
export const view = (site: Site, url: string, title?: unknown): void => {
  // The newer navigation entry is missing in old browsers; this one never is.
  const took = (!site.url_ && performance.timing) || ({} as PerformanceTiming);
  site.referrer_ = bare(page.referrer_ || site.url_ || document.referrer);
  page.referrer_ = '';
  site.url_ = url;
  site.here_ = cleaned();
  site.view_ = Math.random().toString(36).slice(2, 8);
  hit(
    site,
    '&action_name=&pf_net=&pf_srv=&pf_tfr=',
    [
      title || page.title_ || document.title,
      took.requestStart - took.fetchStart,
      took.responseStart - took.requestStart,
      took.responseEnd && took.responseEnd - took.responseStart,
    ],
    url,
  );
};
