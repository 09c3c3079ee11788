import { HOUR_S, readCookie, writeCookie } from './more-cookie-jar.ts';
import type { CommandTable, Lent } from './script.ts';

const COOKIE = 'mtm_consent';
const YEARS_30_H = 30 * 365 * 24;

/** Consent to being measured at all: what was held back is sent when it is given. */
export const consent = (lent: Lent): CommandTable => {
  const give = (): void => {
    const held = lent.w || [];
    lent.w = undefined;
    held.forEach(lent.s);
  };
  return {
    setConsentGiven: give,
    rememberConsentGiven: (_, hours) => {
      writeCookie(COOKIE, `${Date.now()}`, (Number(hours) || YEARS_30_H) * HOUR_S);
      give();
    },
    forgetConsentGiven: () => {
      if (readCookie(COOKIE)) writeCookie(COOKIE, '', 0);
      lent.w = lent.w || [];
    },
    /** Ours, pushed by `requireConsent`: on an earlier page consent was given and remembered. */
    recallConsent: () => readCookie(COOKIE) && give(),
  };
};
