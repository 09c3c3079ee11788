import { badge } from './more-badge.ts';
import { consent } from './more-consent.ts';
import { cookies } from './more-cookies.ts';
import { heartBeat } from './more-heart-beat.ts';
import { links } from './more-links.ts';
import { matomo, trackerOf } from './more-matomo.ts';
import type { Odd } from './guard.ts';
import type { CommandTable, Lent } from './script.ts';

/*
 * The second file: commands that few portals use, loaded when the first of them is met. What is in neither file is
 * ignored with one warning on the console, among it whatever would send personal data: setUserId, setCustomVariable,
 * setCustomDimension, e-commerce orders.
 */
const lent = (document.currentScript as Odd).emc as Lent;
const nothing = (): void => {};

const commands: CommandTable = {
  trackSiteSearch: '&search=&search_cat=&search_count=',
  trackContentImpression: '&c_n=&c_p=&c_t=',
  trackContentInteraction: '&c_i=&c_n=&c_p=&c_t=',
  ping: (site) => lent.h(site, '&ping=', [1]),
  ...heartBeat(lent),
  ...links(lent),
  ...consent(lent),
  ...cookies(lent),
  ...badge(),
  ...matomo(),
  // Nothing to be done: one listener hears every link, no cookie is set, nothing is fetched across domains.
  addListener: nothing,
  setLinkTrackingTimer: nothing,
  setCookiePath: nothing,
  setSecureCookie: nothing,
  setCookieSameSite: nothing,
  setCookieNamePrefix: nothing,
  setVisitorCookieTimeout: nothing,
  setSessionCookieTimeout: nothing,
  setReferralCookieTimeout: nothing,
  alwaysUseSendBeacon: nothing,
  setRequestMethod: nothing,
  disableBrowserFeatureDetection: nothing,
  disableCampaignParameters: nothing,
};

// `_paq` where it is served, for a function that was pushed to it speaks of that.
lent.t = trackerOf((window as Odd)._paq || (window as Odd)._govaq);
for (const name of Object.keys(commands)) lent.c[name] = commands[name];
