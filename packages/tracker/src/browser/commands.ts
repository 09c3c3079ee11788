import { page } from './page.ts';
import { trackPageView } from './routes.ts';
import type { Command, CommandTable } from './script.ts';
import { lent } from './script.ts';

export const nothing = (): void => {};

/** Get their queue; applied before anything else that is pushed with them: deployed snippets name their site last. */
export const settings: Record<string, Command | undefined> = {
  setTrackerUrl: (queue, url) => (queue.trackerUrl_ = url),
  setSiteId: (queue, id) => (queue.siteId_ = id),
  requireConsent: (queue) => (lent.w = lent.w || (queue.list_.push(['recallConsent']), [])),
  disableCookies: nothing, // none are set
  setDoNotTrack: nothing, // always honoured
};

/** Get their site, in the order in which they are pushed. A name in neither table is asked of the second file. */
export const commands: CommandTable = (lent.c = {
  trackPageView,
  enableLinkTracking: (site) => (site.links_ = true),
  trackEvent: '&e_c=&e_a=&e_n=&e_v=',
  trackDVC: '&gov_dvc=&gov_dvc_state=', // what follows, customData, names applicants: it is not even read
  setCustomUrl: (_, url) => (page.url_ = url),
  setDocumentTitle: (_, title) => (page.title_ = title),
  setReferrerUrl: (_, url) => (page.referrer_ = url),
});
