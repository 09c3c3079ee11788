import { commands, nothing, settings } from './commands.ts';
import type { Odd } from './guard.ts';
import { guarded } from './guard.ts';
import { bare } from './page.ts';
import { base, lent, script, underMatomoName } from './script.ts';
import type { Site } from './sites.ts';
import { hit, siteOf, sites } from './sites.ts';

/** The second file: not asked for; awaited, so that commands stay in their queues; there, or not to be had (0). */
let awaited: unknown;

/** The second file has run, or cannot be had, or the page is about to go. */
export const resume = guarded((): void => {
  if (awaited) awaited = 0;
  drain();
});

/** Loads the second file. */
const loadMore = guarded((): unknown => {
  const element = document.createElement('script') as Odd;
  element.emc = lent;
  // oxlint-disable-next-line unicorn/prefer-add-event-listener -- the element is ours alone, and this is shorter
  element.onload = element.onerror = resume;
  element.nonce = script.nonce;
  element.src = base + 'embed/gov-tracking-more.min.js';
  return document.head.appendChild(element);
});

/** Runs one command: `[name, …args]`, `[function, …args]` or a function. */
const run = guarded((queue: Site, pushed: Odd): void => {
  const [name, ...args] = [].concat(pushed) as Odd[];
  const command = commands[name];
  const site = siteOf(queue)!;
  if (settings[name]) return;
  if (command) {
    if (!(command as Odd).trim) (command as Odd)(site, ...args);
    else if (args[0]) hit(site, command as string, args);
  } else if (awaited == null) {
    queue.list_.unshift(pushed);
    awaited = loadMore() || 0;
  } else if (name.apply) name.apply(lent.t, args);
  else {
    commands[name] = nothing;
    console.warn('EMC ignored ' + name);
  }
});

/**
 * Runs what has been pushed: settings first, then everything in its order once a site is known. Runs after the script
 * that pushes has ended, so that a whole snippet is seen at once.
 *
 * A portal may run a Matomo of its own, whose queue has the same name. `_paq` is theirs when it names a collector on
 * another host than ours: then nothing is taken from it.
 */
const drain = (): void => {
  for (const queue of sites)
    guarded(() => {
      const host = /setTrackerUrl,[^,/]*\/\/([^,/]+)/.exec(queue.list_);
      if (host && host[1] !== base.split('/')[2] && queue !== sites[0] && !underMatomoName) sites.pop();
      else
        for (const pushed of queue.list_) {
          const [name, value] = [].concat(pushed) as Odd[];
          if (settings[name]) settings[name](queue, value);
        }
    })();
  // oxlint-disable-next-line no-unmodified-loop-condition -- `run` sets it
  for (const queue of sites) while (!awaited && siteOf(queue) && queue.list_.length) run(queue, queue.list_.shift());
};
const soon = (): unknown => setTimeout(guarded(drain));

/** Serves the queue of this name, also for what is pushed from now on; nothing where something else already does. */
export const serve = (name: '_govaq' | '_paq'): void => {
  const list = (window as Odd)[name] || ((window as Odd)[name] = []);
  const native = [].push;
  if (list.push === native) {
    sites.push({ list_: list, referrer_: bare(document.referrer) });
    list.push = function () {
      soon();
      return native.apply(list, arguments as Odd);
    };
    soon();
  }
};
