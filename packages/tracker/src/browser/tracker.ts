import type { Odd } from './guard.ts';
import { guarded, listen } from './guard.ts';
import { clicked } from './links.ts';
import { resume, serve } from './queues.ts';
import { look, lookLater, watch } from './routes.ts';
import { script, underMatomoName } from './script.ts';
import { sites, view } from './sites.ts';

/** Begins. On a page that holds us twice, the second finds the queues served and does nothing. */
const begin = guarded((): void => {
  serve('_govaq');
  const { siteId, badge } = script.dataset;
  const queue = sites[0];
  if (queue) {
    listen('click', clicked);
    listen('auxclick', clicked);
    listen('popstate', lookLater);
    listen('hashchange', lookLater);
    listen('pagehide', () => {
      resume();
      look();
    });
    listen('pageshow', (event) => {
      if (event.persisted) for (const site of sites) if (site.url_) view(site, site.url_);
    });
    watch('pushState');
    watch('replaceState');
    if (siteId) {
      queue.siteId_ = siteId;
      if (!/trackPageView/.test(queue.list_)) queue.list_.push(['trackPageView']);
      queue.list_.push(['enableLinkTracking']);
    }
    if (badge != null) queue.list_.push(['enableBadge']);
    serve('_paq');
  }
  if (underMatomoName) (window as Odd)._paq.push(['nameMatomo']);
});

// A page that is rendered before anybody asked for it counts when it is shown.
if ((document as Odd).prerendering) listen('prerenderingchange', begin);
else begin();
