import type { CollectedSite } from '@emc/contract';

interface HostRules {
  exact: ReadonlySet<string>;
  /** `.x` for each entry `*.x`. */
  below: readonly string[];
}

/** A site's rules are made once for each object that the register hands over: a change of hosts comes as a new object. */
const RULES = new WeakMap<CollectedSite, HostRules>();

/**
 * Whether a page's host (with or without a port) is one of the site's. An entry without a port stands for every port,
 * an entry `*.x` for every host below x.
 */
export function hostBelongs(site: CollectedSite, host: string): boolean {
  const rules = RULES.get(site) ?? makeRules(site);
  if (rules.exact.has(host)) return true;
  const colon = host.lastIndexOf(':');
  const bare = colon > 0 && !host.endsWith(']') ? host.slice(0, colon) : host;
  if (bare !== host && rules.exact.has(bare)) return true;
  return rules.below.some((ending) => (bare.length > ending.length && bare.endsWith(ending)) || host.endsWith(ending));
}

/** The host under which a hit is counted that says nothing about its page. */
export function ownHost(site: CollectedSite): string {
  return (site.hosts[0] ?? '').replace(/^\*\./, '');
}

function makeRules(site: CollectedSite): HostRules {
  const rules: HostRules = {
    exact: new Set(site.hosts.filter((host) => !host.startsWith('*.')).map((host) => host.toLowerCase())),
    below: site.hosts.filter((host) => host.startsWith('*.')).map((host) => host.slice(1).toLowerCase()),
  };
  RULES.set(site, rules);
  return rules;
}
