import type { Redaction } from '@emc/contract';
import type { ReferrerKind } from '@emc/event-store';
import { cleanForeignHost, readAddress } from './page-address.ts';
import { NOT_SEARCH_HOSTS, SEARCH_HOSTS, SOCIAL_HOSTS } from './referrer-hosts.ts';

/** Where a visitor came from, before the campaign and the site's own hosts are looked at. */
export interface Referrer {
  kind: ReferrerKind;
  /** The network's or engine's name, or the host; '' for direct. */
  value: string;
  /** The host itself, to compare it with the site's. */
  host: string;
}

const DIRECT: Referrer = { kind: 'direct', value: '', host: '' };

/** Reads a referrer's address; of it only the host is kept. What is no address counts as none. */
export function readReferrer(address: string, redaction: Redaction): Referrer {
  if (address === '') return DIRECT;
  const { host } = readAddress(address, redaction);
  if (host === '') return DIRECT;
  const name = plainHost(host);
  if (NOT_SEARCH_HOSTS.includes(name)) return { kind: 'website', value: name, host };
  const social = lookUp(SOCIAL_HOSTS, name);
  if (social !== undefined) return { kind: 'social', value: social, host };
  const search = lookUp(SEARCH_HOSTS, name);
  if (search !== undefined) return { kind: 'search', value: search, host };
  return { kind: 'website', value: cleanForeignHost(name, redaction), host };
}

/** Without port and `www.`, so that one place has one name. */
export function plainHost(host: string): string {
  return host.replace(/:\d+$/, '').replace(/^www\./, '');
}

/** Looks for the host, then for each domain above it, each also as `name.*` for its country domains. */
function lookUp(table: Readonly<Record<string, string>>, host: string): string | undefined {
  const labels = host.split('.');
  for (let first = 0; first < labels.length; first++) {
    const exact = labels.slice(first).join('.');
    if (Object.hasOwn(table, exact)) return table[exact];
    const anyCountry = `${labels[first]}.*`;
    const rest = labels.slice(first + 1);
    if (Object.hasOwn(table, anyCountry) && isPublicSuffix(rest)) return table[anyCountry];
  }
  return undefined;
}

/** `com`, `vn`, `com.vn`, `co.uk`: what may follow the name of a company that has a domain in every country. */
function isPublicSuffix(labels: string[]): boolean {
  if (labels.length === 1) return labels[0] === 'com' || labels[0]!.length === 2;
  return labels.length === 2 && /^com?$/.test(labels[0]!) && labels[1]!.length === 2;
}
