import type { Odd } from './guard.ts';
import { bare } from './page.ts';
import type { CommandTable, Lent } from './script.ts';

/** `'zip|pdf'` or `['zip', 'pdf']` as a list. */
const listOf = (names: Odd): string[] => (typeof names === 'string' ? names.split('|') : [].concat(names || []));

/** Links that are reported by hand, further hosts of the portal, and what counts as a download. */
export const links = (lent: Lent): CommandTable => {
  let extra = '';
  let own: RegExp[] = [];
  const builtIn = lent.e;
  const isOwn = lent.o;
  const recognise = (): void => {
    const more = extra && new RegExp(`\\.(${extra})([?&#]|$)`, 'i');
    lent.e = { test: (address: string) => builtIn.test(address) || (more && more.test(address)) } as RegExp;
  };
  return {
    trackLink: (site, url, type) =>
      url && lent.h(site, type === 'download' ? '&download=' : '&link=', [bare(`${url}`)]),
    setDomains: (_, domains) => {
      own = listOf(domains).map((domain) => {
        const host = domain.replace(/^https?:\/\//, '').replace(/[/:].*/, '');
        return new RegExp(`^${host.replace(/[.+?^$]/g, '\\$&').replace(/^\*(\\\.)?/, '(.*\\.)?')}(:\\d+)?$`, 'i');
      });
      lent.o = (host) => isOwn(host) || own.some((domain) => domain.test(host));
    },
    addDownloadExtensions: (_, names) => {
      extra = listOf(extra || [])
        .concat(listOf(names))
        .join('|');
      recognise();
    },
    setDownloadExtensions: (_, names) => {
      lent.e = new RegExp(`\\.(${listOf(names).join('|')})([?&#]|$)`, 'i');
    },
  };
};
