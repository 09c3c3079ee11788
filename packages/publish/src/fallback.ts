import { canonicalPath, EmcError, type Language, withoutSlashesAtEnd } from '@emc/contract';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Asset, sendAsset } from './assets.ts';
import { languageOf } from './negotiate.ts';
import type { Route } from './route.ts';

/** What is served at addresses that no route of the API claims. */
export interface Files {
  assets: ReadonlyMap<string, Asset>;
  /** Pages of documentation, by address and language. */
  pages: ReadonlyMap<string, Record<Language, Asset>>;
  /** The console's page, for every address that it routes itself; undefined when there is no console. */
  index: Asset | undefined;
}

/**
 * Addresses that are for programs, in the spelling of {@link canonicalPath}: an unknown one is a refusal, never the console's page. A client
 * that is configured wrongly would take that for success. What is glued to a name does not make another place of it (`/tracking;a=1`).
 */
const FOR_PROGRAMS =
  /^\/(api|embed|tracking|assets|mapi|trackingmcdt|dongbohosomc|capnhattiendohosomc)\b|\b(matomo|piwik|gov-tracking)\b/;
/** A hit whose client was given another address than the collector's, often that of the host alone. */
const HIT = /[?&]idsite=/;

/** The console's own addresses have neither an ending nor an empty part. */
const FILE = /\.[a-z]\w*$|\/\//i;

interface Address {
  path: string;
  language: Language;
}

function addressOf(request: FastifyRequest): Address {
  const [path = '/', query = ''] = request.url.split('?', 2);
  const asked = new URLSearchParams(query).get('lang');
  const language = asked === 'vi' || asked === 'en' ? asked : languageOf(request.headers['accept-language']);
  return { path: withoutSlashesAtEnd(path) || '/', language };
}

/** A script is found in any spelling, as the collector is: pages load it from the address that they are given for both. */
function fileAt(path: string, { assets }: Files): Asset | undefined {
  return assets.get(path) ?? assets.get(canonicalPath(path));
}

/** Which methods an address takes; none when there is nothing at it. */
function methodsAt(
  path: string,
  routes: readonly { pattern: RegExp; method: Route['method'] }[],
  files: Files,
): string[] {
  const methods = new Set<string>(routes.filter(({ pattern }) => pattern.test(path)).map(({ method }) => method));
  if (fileAt(path, files) !== undefined || files.pages.has(path)) methods.add('GET');
  if (methods.has('GET')) methods.add('HEAD');
  if (methods.size > 0) methods.add('OPTIONS');
  return [...methods];
}

/**
 * Makes the answer to a request that no route claims: a file, a page of documentation, the console, the methods of an
 * address (OPTIONS), or a refusal that says whether the address or the method is wrong.
 */
export function fallbackOf(
  routes: readonly Route[],
  files: Files,
): (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply> {
  const patterns = routes.map(({ path, method }) => ({
    method,
    pattern: new RegExp(`^/api/v1${path.replaceAll('.', '\\.').replaceAll(/\{\w+\}/g, '[^/]+')}$`),
  }));
  return async (request, reply) => {
    const { path, language } = addressOf(request);
    if (HIT.test(request.url) && !FILE.test(path))
      throw new EmcError(
        'not-found',
        `${request.method} ${path}: hits are for the collector, at the address in the portal's code`,
      );
    const methods = methodsAt(path, patterns, files);
    const reads = request.method === 'GET' || request.method === 'HEAD';
    if (reads) {
      const asset = files.pages.get(path)?.[language] ?? fileAt(path, files) ?? pageFor(path, request, methods, files);
      if (asset !== undefined) return sendAsset(asset, request, reply);
    }
    if (methods.length === 0) throw new EmcError('not-found', `${request.method} ${path}`);
    reply.header('allow', methods.join(', '));
    if (request.method === 'OPTIONS') return preflight(methods, reply);
    throw new EmcError('method-not-allowed', `${path}: ${methods.join(', ')}`);
  };
}

/** The console answers whatever is navigated to (also by what previews links, which takes anything), except what is for programs and files. */
function pageFor(path: string, request: FastifyRequest, methods: string[], { index }: Files): Asset | undefined {
  if (methods.length > 0 || FOR_PROGRAMS.test(canonicalPath(path)) || FILE.test(path)) return undefined;
  return /text\/html|\*\/\*/.test(request.headers.accept ?? '*/*') ? index : undefined;
}

/** Other origins may read, with the headers that reading needs; they may not write, so writing is not offered to them. */
function preflight(methods: string[], reply: FastifyReply): FastifyReply {
  if (methods.includes('GET')) {
    reply.headers({
      'access-control-allow-origin': '*',
      'access-control-allow-methods': 'GET, HEAD',
      'access-control-allow-headers': 'Accept, Accept-Language, If-None-Match, Last-Event-ID',
      'access-control-max-age': '86400',
    });
  }
  return reply.code(204).send();
}
