import { guarded, listen } from './guard.ts';
import type { CommandTable, Lent } from './script.ts';

/** Matomo's default and least delay. */
const DELAY_S = 15;
const LEAST_S = 5;
/** A page that nobody touches any more, on a wall or a forgotten screen, stops beating. */
const UNTOUCHED_MS = 10 * 60_000;

/** `enableHeartBeatTimer(seconds)`: while the page is seen and somebody is there, every so often a `ping=1`. */
export const heartBeat = (lent: Lent): CommandTable => {
  const beating: unknown[] = [];
  return {
    enableHeartBeatTimer: (site, seconds) => {
      if (beating.indexOf(site) >= 0) return;
      beating.push(site);
      let touched = Date.now();
      for (const type of ['pointerdown', 'pointermove', 'keydown', 'scroll', 'touchstart', 'visibilitychange'])
        listen(type, () => (touched = Date.now()));
      setInterval(
        guarded(() => {
          if (document.visibilityState !== 'hidden' && Date.now() - touched < UNTOUCHED_MS) lent.h(site, '&ping=', [1]);
        }),
        Math.max(Number(seconds) || DELAY_S, LEAST_S) * 1000,
      );
    },
  };
};
