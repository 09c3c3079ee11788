import type { Odd } from './guard.ts';
import { guarded } from './guard.ts';
import { lent } from './script.ts';

/**
 * Sends a hit whose whole content is in the address; nothing, ever, under Do Not Track (also where old Safari keeps it)
 * or Global Privacy Control. A beacon outlives the page and delays nothing; where it is missing or not let out, an
 * image. While consent is awaited the hit is kept in memory.
 */
export const send = (lent.s = (address: string): void => {
  const browser = navigator as Odd;
  if (/1|true/.test([browser.doNotTrack, browser.globalPrivacyControl, (window as Odd).doNotTrack] as Odd)) return;
  if (lent.w) lent.w.push(address);
  else if (!guarded(() => browser.sendBeacon(address + '&send_image=0'))())
    new Image().src = address + '&rand=' + Math.random();
});

/** Puts values after the names of `&a=&b=`; a name without a value goes. Lone surrogates would make the encoding throw. */
export const fill = (names: string, values: unknown[]): string =>
  names.replace(/&\w+=/g, (name) => {
    const value = values.shift();
    return value || value === 0
      ? name + encodeURIComponent(`${value as string | number}`.slice(0, 999).replace(/[\ud800-\udfff]/gu, ''))
      : '';
  });
