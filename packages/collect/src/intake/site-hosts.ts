import type { CollectedSite, Redaction } from '@emc/contract';
import type { IntakeContext } from './intake.ts';
import { cleanForeignHost } from './page-address.ts';

interface HostRules {
  exact: ReadonlySet<string>;
  /** `.x` for each entry `*.x`, the longest first. */
  below: readonly string[];
  /** Digests of what stands before an ending, since the same hosts come again and again. */
  digests: Map<string, string>;
}

/** Of labels below the stars of one site; beyond it they are forgotten. */
const MOST_DIGESTS = 1000;

/** A site's rules are made once for each object that the register hands over: a change of hosts comes as a new object. */
const RULES = new WeakMap<CollectedSite, HostRules>();

/**
 * Whether a page's host (with or without a port) is one of the site's. An entry without a port stands for every port,
 * an entry `*.x` for every host below x.
 */
export function hostBelongs(site: CollectedSite, host: string): boolean {
  const rules = RULES.get(site) ?? makeRules(site);
  if (rules.exact.has(host)) return true;
  const [bare] = splitPort(host);
  if (bare !== host && rules.exact.has(bare)) return true;
  return rules.below.some((ending) => (bare.length > ending.length && bare.endsWith(ending)) || host.endsWith(ending));
}

/** Labels below a star that name no person; so short a one names none either. */
const LONGEST_PLAIN = 2;
const PLAIN_LABELS: ReadonlySet<string> = new Set(
  'www mobile app api web portal cong dichvucong dvc motcua hosomotcua tthc thutuc tintuc news cms admin test demo'.split(
    ' ',
  ),
);

/**
 * A host as it may be kept. One that the register names stands as it is; what a star lets in is free text (with a DNS that
 * answers to every name, anybody's), so a digest stands for it: hosts stay apart and are not named. Other sites' hosts are
 * redacted like any text.
 */
export function keptHost(site: CollectedSite, host: string, redaction: Redaction): string {
  const rules = RULES.get(site) ?? makeRules(site);
  if (rules.exact.has(host)) return host;
  const [bare, port] = splitPort(host);
  if (rules.exact.has(bare)) return host;
  const ending = rules.below.find((one) => bare.length > one.length && bare.endsWith(one));
  if (ending === undefined) return cleanForeignHost(host, redaction);
  const label = bare.slice(0, -ending.length);
  if (label.length <= LONGEST_PLAIN || PLAIN_LABELS.has(label)) return host;
  return digestOf(label, rules, redaction) + ending + port;
}

/** The same for a host that a hit of the site names: it may stand below the star of another portal. */
export function keptHostOf(
  site: CollectedSite | undefined,
  host: string,
  { sites, redaction }: Pick<IntakeContext, 'sites' | 'redaction'>,
): string {
  const owner = site !== undefined && hostBelongs(site, host) ? site : sites.starAbove?.(host);
  return owner === undefined ? cleanForeignHost(host, redaction) : keptHost(owner, host, redaction);
}

/** `*.vn`, `*.gov.vn`: half the country stands below, and belongs to no portal. */
const OF_A_COUNTRY = /^\.(?:(?:gov|com|edu|org|net|ac|int|info|name|pro|biz|health)\.)?[a-z]{2,}$/;

/** Looks for the portal whose star alone stands above a host, the nearest first; what a portal names is no secret of anybody. */
export function starsOf(all: readonly CollectedSite[]): (host: string) => CollectedSite | undefined {
  const stars = new Map<string, CollectedSite>();
  const named = new Set<string>();
  for (const site of all)
    for (const host of site.hosts.map((one) => one.toLowerCase()))
      if (!host.startsWith('*.')) named.add(host);
      else if (!OF_A_COUNTRY.test(host.slice(1))) stars.set(host.slice(1), site);
  return (withPort) => {
    const [host] = splitPort(withPort);
    if (stars.size === 0 || named.has(host) || named.has(withPort)) return undefined;
    for (let dot = host.indexOf('.'); dot !== -1; dot = host.indexOf('.', dot + 1)) {
      const site = stars.get(host.slice(dot));
      if (site !== undefined) return site;
    }
    return undefined;
  };
}

function digestOf(label: string, { digests }: HostRules, redaction: Redaction): string {
  let digest = digests.get(label);
  if (digest === undefined) {
    digest = redaction.digest(label);
    if (digests.size >= MOST_DIGESTS) digests.clear();
    digests.set(label, digest);
  }
  return digest;
}

function splitPort(host: string): [bare: string, port: string] {
  const colon = host.lastIndexOf(':');
  return colon > 0 && !host.endsWith(']') ? [host.slice(0, colon), host.slice(colon)] : [host, ''];
}

/** The host under which a hit is counted that says nothing about its page. */
export function ownHost(site: CollectedSite): string {
  return (site.hosts[0] ?? '').replace(/^\*\./, '');
}

function makeRules(site: CollectedSite): HostRules {
  const rules: HostRules = {
    exact: new Set(site.hosts.filter((host) => !host.startsWith('*.')).map((host) => host.toLowerCase())),
    below: site.hosts
      .filter((host) => host.startsWith('*.'))
      .map((host) => host.slice(1).toLowerCase())
      .toSorted((one, other) => other.length - one.length),
    digests: new Map(),
  };
  RULES.set(site, rules);
  return rules;
}
