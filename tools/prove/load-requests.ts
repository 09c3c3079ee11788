import { dossierRequest, type DossierSender } from '@emc/test-kit';
import type { Answered } from './ledger.ts';

/** A request with records in it. */
export interface LoadRequest {
  method: string;
  path: string;
  headers?: Record<string, string>;
  body?: string;
  /** How many records it carries. */
  count: number;
  answered: (status: number, text: string) => Answered;
}

/** Where the load goes. */
export interface Targets {
  siteIds: readonly number[];
  host: string;
  system: Pick<DossierSender, 'key' | 'siteId'>;
  operatorKey: string;
}

/** How many browsers there are: each is a visitor of each portal, once a day. */
export const BROWSERS = 20;
export const MOST_IN_BULK = 20;
/** The browser of a hit, from its number: a bulk is of one browser. */
export const browserOf = (number: number): number => Math.floor(number / MOST_IN_BULK) % BROWSERS;
/** How many hits from this one on are of the same browser. */
export const sameBrowserFor = (number: number): number => MOST_IN_BULK - (number % MOST_IN_BULK);
const agentOf = (browser: number): string =>
  `Mozilla/5.0 (X11; Linux x86_64; rv:${120 + browser}.0) Gecko/20100101 Firefox/${120 + browser}.0`;

/** Page views, and something of everything else that a rollup counts. */
const ACTIONS = [
  '',
  '',
  '&e_c=menu&e_a=open',
  '&download=https%3A%2F%2Fportal.gov.vn%2Fa.pdf',
  '&gov_dvc=1.000123&gov_dvc_state=1',
];

export const isPageView = (number: number): boolean => ACTIONS[number % ACTIONS.length] === '';
/** One network has places for 5,000 new pages of a portal on a day: page and title together keep hits apart. */
const PAGES = 4000;
const pathOf = (number: number): string => `/trang/${number % PAGES}`;
const titleOf = (number: number): string => String(Math.floor(number / PAGES));
export const numberOfPage = (path: string, title: string): number =>
  Number(path.slice('/trang/'.length)) + Number(title) * PAGES;

/** Portals take turns by hundreds, so that the blocks of the loader touch one, or several. */
export function siteOf(number: number, siteIds: readonly number[]): number {
  return siteIds[Math.floor(number / 100) % siteIds.length]!;
}

function queryOf(number: number, { siteIds, host }: Targets): string {
  const url = encodeURIComponent(`https://${host}${pathOf(number)}`);
  const page = `url=${url}&action_name=${titleOf(number)}`;
  return `idsite=${siteOf(number, siteIds)}&rec=1&send_image=0&${page}${ACTIONS[number % ACTIONS.length]}`;
}

const hitAnswered = (status: number): Answered =>
  status === 200 || status === 204 ? 'acknowledged' : status === 503 ? 'refused' : 'unknown';

/** Hits from `number` on: one by GET, one by POST, or a bulk of `count`, all of one browser. */
export function hitRequest(number: number, count: number, targets: Targets): LoadRequest {
  const headers = { 'user-agent': agentOf(browserOf(number)) };
  const common = { count, headers, answered: hitAnswered };
  if (count > 1) {
    const requests = Array.from({ length: count }, (_, at) => `?${queryOf(number + at, targets)}`);
    return { ...common, method: 'POST', path: '/tracking', body: JSON.stringify({ requests }) };
  }
  const query = queryOf(number, targets);
  if (number % 4 !== 0) return { ...common, method: 'GET', path: `/tracking?${query}` };
  return { ...common, method: 'POST', path: '/tracking', body: query };
}

/** A robot: counted as such, never as a hit. */
export function robotRequest(number: number, targets: Targets): LoadRequest {
  return {
    method: 'GET',
    path: `/tracking?${queryOf(number, targets).replace(encodeURIComponent(pathOf(number)), '%2Frobot')}`,
    headers: { 'user-agent': 'Googlebot/2.1 (+http://www.google.com/bot.html)' },
    count: 0,
    answered: hitAnswered,
  };
}

/** Changes of dossiers by one of the three feeds, chosen by the number. */
export function dossiersRequest(number: number, targets: Targets): LoadRequest {
  const { path, body, count } = dossierRequest(number, targets.system);
  const answered = (status: number, text: string): Answered => {
    if (status === 204 || text.includes('"error_code":"0"')) return 'acknowledged';
    return status === 503 || text.includes('"error_code"') ? 'refused' : 'unknown';
  };
  return { method: 'POST', path, body, count, answered };
}

export const UNIT_OF = 'H56';
const unitName = (number: number): string => `Đơn vị số ${number}`;
export const numberOfUnit = (name: string): number => Number(name.slice(unitName(0).length - 1));

/** A write to the register. One that is answered with an error may have been committed before its answer failed. */
export function unitRequest(number: number, { operatorKey }: Targets): LoadRequest {
  return {
    method: 'POST',
    path: `/api/v1/bodies/${UNIT_OF}/units`,
    headers: { authorization: `Bearer ${operatorKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ nameVi: unitName(number) }),
    count: 1,
    answered: (status) => (status === 201 ? 'acknowledged' : 'unknown'),
  };
}
