import { domainToASCII } from 'node:url';
import { cut, type Redaction } from '@emc/contract';
import { decode } from './parameters.ts';

export const PATH_LIMIT = 1000;
const HOST_LIMIT = 253;
const CAMPAIGN_LIMIT = 100;

/** An address as we keep it: nothing of its query string but the campaign. */
export interface PageAddress {
  /** `http`, `https`, `mailto` …; '' when the text is no address. */
  scheme: string;
  /** Lower case, with its port unless that is the scheme's own; '' when there is none. */
  host: string;
  /** Decoded, cleaned, begins with `/`; with the route behind `#` of a page that has such (`/#/ho-so`, `/#!tin`). */
  path: string;
  campaign: string;
}

const WITH_HOST = /^(?:([a-z][a-z0-9+.-]*):)?\/\/([^/?#\\]*)([^?#]*)(?:\?([^#]*))?(?:#([/!].*))?/is;
const WITHOUT_HOST = /^([a-z][a-z0-9+.-]*):/i;
const CAMPAIGN_NAMES = new Set(['utm_campaign', 'mtm_campaign', 'matomo_campaign', 'piwik_campaign', 'pk_campaign']);
const NOTHING: PageAddress = { scheme: '', host: '', path: '', campaign: '' };

/** Takes an address apart without a URL object. Never throws; what is no address has no scheme. */
export function readAddress(address: string, redaction: Redaction): PageAddress {
  const found = WITH_HOST.exec(address.trim());
  if (!found) {
    const scheme = WITHOUT_HOST.exec(address.trim())?.[1];
    return scheme === undefined ? NOTHING : { ...NOTHING, scheme: scheme.toLowerCase() };
  }
  const [, scheme = 'http', authority = '', path = '', query = '', route = ''] = found;
  return {
    scheme: scheme.toLowerCase(),
    host: cleanHost(authority, scheme.toLowerCase()),
    path: cut(cleanPath(path, redaction) + cleanRoute(route, redaction), PATH_LIMIT),
    campaign: campaignOf(query, redaction),
  };
}

const HOST = /^(?:[\p{L}\p{N}._-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?$/u;

/** Lower case, in the letters of DNS, without the scheme's own port; '' when it cannot be a host. */
function cleanHost(authority: string, scheme: string): string {
  const host = authority.slice(authority.lastIndexOf('@') + 1).toLowerCase();
  if (host.length > HOST_LIMIT || !HOST.test(host)) return '';
  const colon = host.endsWith(']') ? -1 : host.lastIndexOf(':');
  const name = (colon === -1 ? host : host.slice(0, colon)).replace(/\.$/, '');
  const port = colon === -1 ? '' : host.slice(colon);
  const ownPort = (scheme === 'https' && port === ':443') || (scheme === 'http' && port === ':80');
  // oxlint-disable-next-line no-control-regex
  const ascii = /^[\x00-\x7f]*$/.test(name) ? name : domainToASCII(name);
  return ascii === '' ? '' : ascii + (ownPort ? '' : port);
}

const IP_ADDRESS = /^(?:\[|(?:(?:0|[1-9]\d{0,2})\.){3}(?:0|[1-9]\d{0,2})(?::\d{1,5})?$)/;

/** A host that is not the site's own, as it may be kept: what is before its domain can be a telephone number or a key. */
export function cleanForeignHost(host: string, redaction: Redaction): string {
  return IP_ADDRESS.test(host) ? host : redaction.hide(host);
}

/** Decodes (also what was encoded twice) before it looks for what must not be kept, and drops `;jsessionid=…`. */
function cleanPath(path: string, redaction: Redaction): string {
  const clean = cleanPart(path, /[?#]/, redaction);
  return clean.startsWith('/') ? clean : cut(`/${clean}`, PATH_LIMIT);
}

/** The part of a fragment that names a page; what comes with it is no part of that name, as after a sign-in (`#/id_token=…`). */
function cleanRoute(route: string, redaction: Redaction): string {
  if (route === '') return '';
  const bang = route.startsWith('!') ? '!' : '';
  return `#${bang}${cleanPart(route.slice(bang.length), /[?#&=]/, redaction)}`;
}

function cleanPart(part: string, end: RegExp, redaction: Redaction): string {
  let plain = part;
  for (let round = 0; round < 3 && plain.includes('%'); round++) {
    const next = decode(plain.replaceAll('+', '%2B'));
    if (next === plain) break;
    plain = next;
  }
  if (plain.includes(';')) plain = plain.replace(/;[^/?#]*/g, '');
  const hidden = end.exec(plain);
  if (hidden) plain = plain.slice(0, hidden.index);
  return redaction.clean(plain, PATH_LIMIT);
}

function campaignOf(query: string, redaction: Redaction): string {
  if (!query.includes('_campaign')) return '';
  for (const pair of query.split('&')) {
    const equals = pair.indexOf('=');
    const [name, value] = equals > 0 ? [decode(pair.slice(0, equals)), decode(pair.slice(equals + 1))] : ['', ''];
    if (CAMPAIGN_NAMES.has(name.toLowerCase()) && value !== '') return cleanCampaign(value, redaction);
  }
  return '';
}

/** The name of a campaign as it is kept. */
export function cleanCampaign(text: string, redaction: Redaction): string {
  return redaction.clean(text, CAMPAIGN_LIMIT);
}
