import { lookup } from 'node:dns/promises';
import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import { isIP } from 'node:net';
import type { Enter } from './one-at-a-time.ts';
import { isPublicAddress } from './public-addresses.ts';
import { readPage } from './read-page.ts';
import { TimeLimit } from './time-limit.ts';

/** What became of a fetch. No content but the text of a page, which the caller does not keep. */
export interface Fetched {
  outcome: 'page' | 'not-html' | 'http-error' | 'unreachable' | 'address-refused' | 'too-slow';
  status: number | null;
  /** Host that gave the last answer; null = none did. */
  host: string | null;
  redirects: number;
  /** Present with `page`. */
  text: string | null;
  /** Code of why there is no page, such as ENOTFOUND or NOT_PUBLIC; null = there is nothing to say. */
  error: string | null;
}

export interface FetchOptions {
  /** Says who asks, with an address where more is told. */
  userAgent: string;
  /** Addresses that may be asked although they are not public, at any port: for tests and demonstrations. */
  allowAddress?: (address: string) => boolean;
  /** Addresses of a host name; the resolver of this machine when left out. */
  resolve?: (host: string) => Promise<readonly string[]>;
  /** Waits for an address that another fetch asks. Names and redirects of many may lead to one server. */
  enter?: Enter;
  limits?: Partial<FetchLimits>;
}

interface FetchLimits {
  /** For everything together: names, connections, redirects, the page; without the wait for other fetches. */
  total_ms: number;
  /** For one connection to be made, so that a dead address leaves time for the next one. */
  connect_ms: number;
  page_bytes: number;
  header_bytes: number;
  redirects: number;
}

const LIMITS: FetchLimits = {
  total_ms: 15_000,
  connect_ms: 5_000,
  page_bytes: 2 * 1024 * 1024,
  header_bytes: 16 * 1024,
  redirects: 5,
};

const PORTS: Record<string, string> = { 'http:': '80', 'https:': '443' };
const MOST_ADDRESSES = 3;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);

/** Refused before anything was sent. */
class Refused extends Error {
  readonly code: string;
  constructor(code: string) {
    super(code);
    this.code = code;
  }
}

/**
 * Fetches a page of the public Internet, and of nowhere else. Every host name is resolved here and the connection made
 * to the very address that was checked, so that a name cannot change its meaning in between; each redirect is checked
 * anew. No cookies, no credentials, nothing but one GET a step. Never throws.
 */
export async function fetchPage(url: string, options: FetchOptions): Promise<Fetched> {
  const limits = { ...LIMITS, ...options.limits };
  const time = new TimeLimit(limits.total_ms);
  const seen: Fetched = { outcome: 'unreachable', status: null, host: null, redirects: 0, text: null, error: null };
  try {
    let target = new URL(url);
    for (;;) {
      const onward = await ask(target, options, { limits, time }, (answer) => {
        seen.host = target.hostname;
        seen.status = answer.statusCode ?? null;
        return read(answer, target, seen, { limits, signal: time.signal });
      });
      if (onward === null) return seen;
      if (seen.redirects === limits.redirects)
        return { ...seen, outcome: 'http-error', text: null, error: 'TOO_MANY_REDIRECTS' };
      seen.redirects++;
      target = onward;
    }
  } catch (error) {
    if (error instanceof Refused) return { ...seen, outcome: 'address-refused', error: error.code };
    if (time.signal.aborted) return { ...seen, outcome: 'too-slow', error: null };
    return { ...seen, outcome: 'unreachable', error: codeOf(error) };
  } finally {
    time.end();
  }
}

/** @returns where to go on; null = `seen` is complete */
async function read(
  answer: IncomingMessage,
  target: URL,
  seen: Fetched,
  { limits, signal }: { limits: FetchLimits; signal: AbortSignal },
): Promise<URL | null> {
  const status = answer.statusCode ?? 0;
  const { location } = answer.headers;
  if (REDIRECTS.has(status) && location !== undefined) {
    answer.destroy();
    return onwardTo(location, target);
  }
  if (status < 200 || status > 299) {
    answer.destroy();
    seen.outcome = 'http-error';
    return null;
  }
  const text = await readPage(answer, limits.page_bytes, signal);
  const refresh = text === null ? null : refreshOf(text);
  if (refresh !== null) return onwardTo(refresh, target);
  seen.outcome = text === null ? 'not-html' : 'page';
  seen.text = text;
  return null;
}

function onwardTo(address: string, from: URL): URL {
  if (!URL.canParse(address, from)) throw new Refused('BAD_REDIRECT');
  const onward = new URL(address, from);
  onward.hash = '';
  return onward;
}

/** Short pages that only send the reader on: `<meta http-equiv="refresh" content="0; url=/trang-chu">`. */
const SHORT_PAGE = 4096;
const IS_REFRESH = /http-equiv\s*=\s*["']?refresh\b/i;
const TARGET = /content\s*=\s*["']\s*[0-5]\s*;\s*url\s*=\s*['"]?([^"'>]+)/i;

function refreshOf(text: string): string | null {
  if (text.length > SHORT_PAGE) return null;
  for (const [meta] of text.matchAll(/<meta\b[^<>]*/gi)) {
    const target = IS_REFRESH.test(meta) ? TARGET.exec(meta)?.[1] : undefined;
    if (target !== undefined) return target.trim().replaceAll('&amp;', '&');
  }
  return null;
}

/**
 * One GET, to an address that was checked, alone there until the answer is read.
 * @throws Refused; Error of the network
 */
async function ask<T>(
  target: URL,
  options: FetchOptions,
  { limits, time }: { limits: FetchLimits; time: TimeLimit },
  readAnswer: (answer: IncomingMessage) => Promise<T>,
): Promise<T> {
  const { enter = async () => () => undefined } = options;
  const addresses = await addressesFor(target, options, time.signal);
  let failure: unknown;
  for (const address of addresses) {
    const leave = await time.outside(enter(address));
    try {
      const answer = await get(target, address, options.userAgent, limits, time.signal).catch((error: unknown) => {
        failure = error;
      });
      if (answer !== undefined) return await readAnswer(answer);
    } finally {
      leave();
    }
    if (time.signal.aborted || isIP(bare(target.hostname)) !== 0) break;
  }
  throw failure;
}

/** The addresses that may be asked, IPv4 first. @throws Refused when the target is not for us; Error of the resolver */
async function addressesFor(target: URL, options: FetchOptions, signal: AbortSignal): Promise<string[]> {
  const { allowAddress = () => false, resolve = resolveHere } = options;
  const port = PORTS[target.protocol];
  if (port === undefined) throw new Refused('SCHEME');
  if (target.username !== '' || target.password !== '') throw new Refused('CREDENTIALS');
  const host = bare(target.hostname);
  const found = isIP(host) === 0 ? await within(signal, resolve(host)) : [host];
  const allowed = found.filter((address) => isPublicAddress(address) || allowAddress(address));
  if (allowed.length === 0) throw new Refused(found.length === 0 ? 'NO_ADDRESS' : 'NOT_PUBLIC');
  // The URL parser leaves the port empty when it is the scheme's own.
  const anyPort = allowed.filter((address) => allowAddress(address));
  const usable = target.port === '' || Object.values(PORTS).includes(target.port) ? allowed : anyPort;
  if (usable.length === 0) throw new Refused('PORT');
  return usable.toSorted((a, b) => isIP(a) - isIP(b)).slice(0, MOST_ADDRESSES);
}

/** `[::1]` is how a URL writes it. */
function bare(hostname: string): string {
  return hostname.replace(/^\[(.*)\]$/, '$1');
}

async function resolveHere(host: string): Promise<string[]> {
  return (await lookup(host, { all: true, verbatim: true })).map(({ address }) => address);
}

/** The resolver cannot be interrupted; who waits for it can. */
function within<Value>(signal: AbortSignal, promise: Promise<Value>): Promise<Value> {
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(signal.reason as Error);
    if (signal.aborted) return abort();
    signal.addEventListener('abort', abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}

function get(
  target: URL,
  address: string,
  userAgent: string,
  limits: FetchLimits,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const secure = target.protocol === 'https:';
  const name = bare(target.hostname);
  return new Promise((resolve, reject) => {
    const request = (secure ? https : http).request({
      // The address itself, not the name: nothing is resolved a second time.
      host: address,
      port: target.port === '' ? PORTS[target.protocol] : target.port,
      path: target.pathname + target.search,
      method: 'GET',
      agent: false,
      maxHeaderSize: limits.header_bytes,
      headers: {
        host: target.host,
        'user-agent': userAgent,
        accept: 'text/html,application/xhtml+xml',
        'accept-encoding': 'gzip, deflate, br',
        'accept-language': 'vi,en;q=0.5',
        connection: 'close',
      },
      signal,
      ...(secure && isIP(name) === 0 ? { servername: name } : {}),
    });
    const slow = setTimeout(
      () => request.destroy(Object.assign(new Error('connect'), { code: 'ETIMEDOUT' })),
      limits.connect_ms,
    );
    request.once('socket', (socket) => socket.once(secure ? 'secureConnect' : 'connect', () => clearTimeout(slow)));
    request.once('close', () => clearTimeout(slow));
    request.once('response', resolve);
    request.on('error', reject);
    request.end();
  });
}

/** The code of a network error, from which the words are made; nothing that a server chose to say. */
function codeOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return /^[A-Z][A-Z0-9_]{2,60}$/.test(code) ? code : 'UNKNOWN';
}
