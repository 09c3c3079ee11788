import { withoutSlashesAtEnd } from '@emc/contract';

/** Lower case, without a default port and without the dot at the end. */
function normaliseHost(host: string): string {
  return host
    .toLowerCase()
    .replace(/:(80|443)$/, '')
    .replace(/\.(?=:\d+$|$)/, '');
}

/** Host of the address, with its port unless that is a default one. */
function hostOf(url: string): string {
  return normaliseHost(new URL(url).host);
}

/**
 * One spelling for addresses that mean the same portal: http or https, any case of the host, with or without the
 * slash at the end, query and fragment dropped.
 */
export function urlKey(url: string): string {
  return hostOf(url) + withoutSlashesAtEnd(new URL(url).pathname);
}

/** The further hosts of a portal: each once, and not the one that its address names already. */
export function furtherHosts(url: string, hosts: string[]): string[] {
  const own = hostOf(url);
  return [...new Set(hosts.map(normaliseHost))].filter((host) => host !== own);
}

/** Every host from which hits of the portal are counted. */
export function collectedHosts(portal: { url: string; allowedHosts: string[] }): string[] {
  return [hostOf(portal.url), ...furtherHosts(portal.url, portal.allowedHosts)];
}
