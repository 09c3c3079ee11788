import type { Odd } from './guard.ts';
import { bare } from './page.ts';
import { lent } from './script.ts';
import { hit, sites } from './sites.ts';

/** One listener for every link there is or will be: left and middle click, keyboard. */
export const clicked = (event: Odd): void => {
  const link = event.target.closest('a,area');
  const kind =
    event.button < 2 &&
    link.href.startsWith('http') &&
    (link.hasAttribute('download') || lent.e.test(link.href) ? 'download' : !lent.o(link.host) && 'link');
  if (kind) for (const site of sites) if (site.links_) hit(site, `&${kind}=`, [bare(link.href)]);
};
