import type { Program } from '@emc/test-kit';
import { BODIES } from './country.ts';

/** What the recording is asked for. Ids are those that its register gave. */
export interface Asked {
  /** The days recorded. */
  from: string;
  to: string;
  siteIds: number[];
  unitIds: number[];
  systemIds: number[];
}

/** Answers by address, JSON or text. */
export type Figures = Record<string, unknown>;

const SETS = ['emc-2024', 'decision-766-2022'];
const TABLES = [
  'connection',
  'connection-trend',
  'decisions',
  'headline',
  'dossiers',
  'rankings',
  'indicator-results',
  'indicators',
];
/** Given by the clock of the machine, or by what is done while the question is answered. */
const VOLATILE = new Set(['asOf', 'loadedThrough', 'judgedAt', 'counted_through', 'instance']);

/** Sentences, which may be put in better words: no figures. */
const PROSE = new Set([
  'explanation',
  'explanation_vi',
  'explanation_en',
  'reason',
  'reason_vi',
  'reason_en',
  'words',
  'missing',
]);
/** What identifies the members of a list, so that another order makes no difference of each. */
const IDENTITIES = ['measure', 'body_code', 'bodyCode', 'indicator', 'indicator_id', 'set', 'id', 'siteId', 'code'];

/** Every address whose answer is a function of what was recorded, and of the day on which it is asked. */
function addressesOf({ from, to, siteIds, unitIds, systemIds }: Asked): string[] {
  const period = `from=${from}&to=${to}`;
  const usage = (subject: string): string[] =>
    ['day', 'hour', 'month'].map((interval) => `${subject}/usage?${period}&interval=${interval}`);
  const perBody = BODIES.flatMap((code) => [
    ...usage(`/bodies/${code}`),
    `/bodies/${code}`,
    `/bodies/${code}/units`,
    `/bodies/${code}/dossiers?${period}`,
    `/bodies/${code}/connection`,
    `/bodies/${code}/campaigns`,
    `/bodies/${code}/portal-days?${period}`,
    ...SETS.map((set) => `/evaluations/${set}/${code}?${period}`),
  ]);
  return [
    ...usage(''),
    ...perBody,
    ...unitIds.flatMap((id) => usage(`/units/${id}`)),
    ...siteIds.flatMap((id) => [...usage(`/portals/${id}`), `/portals/${id}`, `/portals/${id}/connection`]),
    ...systemIds.flatMap((id) => [`/systems/${id}`, `/systems/${id}/dossiers?${period}`]),
    `/dossiers?${period}`,
    `/dossiers/by-body?${period}`,
    `/country?${period}`,
    '/refused?hours=168',
    `/connection?asOf=${to}`,
    `/connection?asOf=${from}`,
    ...SETS.map((set) => `/evaluations/${set}?${period}`),
    ...TABLES.map((table) => `/open-data/${table}.json?${period}`),
    '/bodies?asOf=2024-01-18',
    '/bodies',
    '/portals?limit=1000',
    '/systems',
    '/procedures?limit=1000',
    '/procedures/export',
    '/campaigns',
    '/decisions',
    '/accounts',
    '/audit?limit=100',
    '/audit/check',
  ];
}

/** Asks for all, as the operator. A refusal is an answer too. */
export async function readFigures(program: Program, asked: Asked): Promise<Figures> {
  const figures: Figures = {};
  for (const address of addressesOf(asked)) figures[address] = await ask(program, address);
  return figures;
}

async function ask(program: Program, address: string): Promise<unknown> {
  const answer = await fetch(`${program.url}/api/v1${address}`, {
    headers: { authorization: `Bearer ${program.operatorKey}`, accept: 'application/json, text/csv' },
  });
  const text = await answer.text();
  const isJson = answer.headers.get('content-type')?.includes('json') === true;
  return isJson ? settled(JSON.parse(text), program.url) : text.replaceAll(program.url, 'URL');
}

/** Without what changes from one asking to the next, and with a place for the port. */
function settled(answer: unknown, url: string): unknown {
  if (typeof answer === 'string') return answer.replaceAll(url, 'URL').replaceAll(new URL(url).host, 'HOST');
  if (Array.isArray(answer)) return answer.map((one) => settled(one, url));
  if (typeof answer !== 'object' || answer === null) return answer;
  const kept = Object.entries(answer).filter(([name]) => !VOLATILE.has(name));
  return Object.fromEntries(kept.map(([name, value]) => [name, settled(value, url)]));
}

/** Where two answers differ: `/usage?…: totals.visits` with what is there and what was. A field that is new differs from nothing. */
export function differences(was: unknown, is: unknown, where: string): { where: string; old: unknown; new: unknown }[] {
  if (isObject(was) && isObject(is)) {
    const names = Object.keys(was).filter((name) => !PROSE.has(name));
    return names.flatMap((name) =>
      differences(was[name], is[name], `${where}${where.endsWith(': ') ? '' : '.'}${name}`),
    );
  }
  if (Array.isArray(was) && Array.isArray(is) && was.length === is.length) {
    const found = new Map(is.map((one, at) => [identityOf(one, at), one]));
    return was.flatMap((one, at) =>
      differences(one, found.get(identityOf(one, at)), `${where}[${identityOf(one, at)}]`),
    );
  }
  return JSON.stringify(was) === JSON.stringify(is) ? [] : [{ where, old: was, new: is }];
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function identityOf(member: unknown, at: number): string {
  if (!isObject(member)) return String(at);
  const parts = IDENTITIES.map((name) => member[name]).filter(
    (one) => typeof one === 'string' || typeof one === 'number',
  );
  return parts.length === 0 ? String(at) : parts.join(' ');
}
