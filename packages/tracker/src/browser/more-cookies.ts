import type { Odd } from './guard.ts';
import { HOUR_S, readCookie, writeCookie } from './more-cookie-jar.ts';
import type { CommandTable, Lent } from './script.ts';

const ID = '_emc_id';
const CONSENT = 'mtm_cookie_consent';
/** Thirteen months, the longest that data protection authorities accept for measuring an audience. */
const ID_LIFE_S = 393 * 24 * HOUR_S;

const newId = (): string => {
  const bytes = crypto.getRandomValues(new Uint8Array(8));
  return Array.from(bytes, (byte) => (byte + 256).toString(16).slice(1)).join('');
};

/**
 * The one cookie there can be: 16 hex digits that tell visitors apart, set only after the portal has said that the
 * visitor agreed to cookies, and never under Do Not Track or Global Privacy Control.
 */
export const cookies = (lent: Lent): CommandTable => {
  let domain: string | undefined;
  const allow = (): void => {
    const browser = navigator as Odd;
    if (/1|true/.test([browser.doNotTrack, browser.globalPrivacyControl, (window as Odd).doNotTrack] as Odd)) return;
    const known = readCookie(ID) || '';
    const id = /^[0-9a-f]{16}$/.test(known) ? known : newId();
    writeCookie(ID, id, ID_LIFE_S, domain);
    lent.x = '&_id=' + id;
  };
  const forbid = (): void => {
    lent.x = '';
    if (readCookie(ID)) writeCookie(ID, '', 0, domain);
  };
  return {
    setCookieDomain: (_, value) => (domain = `${value}`.replace(/^\*/, '')),
    setCookieConsentGiven: allow,
    rememberCookieConsentGiven: (_, hours) => {
      writeCookie(CONSENT, `${Date.now()}`, (Number(hours) || 30 * 365 * 24) * HOUR_S);
      allow();
    },
    requireCookieConsent: () => readCookie(CONSENT) && allow(),
    forgetCookieConsentGiven: () => {
      if (readCookie(CONSENT)) writeCookie(CONSENT, '', 0);
      forbid();
    },
    deleteCookies: forbid,
  };
};
