import type { FastifyReply, FastifyRequest } from 'fastify';
import { encode, encodingFor, MINIMUM_bytes, type Encoding } from './encode.ts';
import { fingerprint, isHeld } from './etag.ts';

/** A file that is served as it is, from memory. */
export interface StaticFile {
  /** Address, such as /embed/gov-tracking.min.js. */
  path: string;
  /** Further addresses of the same bytes. */
  aliases?: readonly string[];
  body: Buffer;
  contentType: string;
  /** With or without quotation marks; made from the content when left out. */
  etag?: string;
}

/** A file ready to be sent, with its packed forms made when first asked for and then kept. */
export interface Asset {
  path: string;
  body: Buffer;
  tag: string;
  headers: Readonly<Record<string, string>>;
  packed: Map<Encoding, Promise<Buffer>>;
}

const PACKABLE = /^(text\/|application\/(javascript|json|manifest\+json|xml)|image\/svg\+xml)/;

export function assetOf(file: StaticFile, headers: Record<string, string>): Asset {
  const tag = file.etag === undefined ? fingerprint(file.body) : file.etag.replace(/^W\//, '').replaceAll('"', '');
  return {
    path: file.path,
    body: file.body,
    tag,
    headers: { 'content-type': file.contentType, ...headers },
    packed: new Map(),
  };
}

function isWorthPacking({ body, headers }: Asset): boolean {
  return body.length >= MINIMUM_bytes && PACKABLE.test(headers['content-type'] ?? '');
}

function packedForm(asset: Asset, encoding: Encoding): Promise<Buffer> {
  const kept = asset.packed.get(encoding) ?? encode(asset.body, encoding, 'once');
  asset.packed.set(encoding, kept);
  return kept;
}

/**
 * Sends a file: 304 when the client holds it, packed when the client takes that. Each encoding has an ETag of its own
 * (RFC 9110, 8.8.3.3), and any of them is recognised.
 */
export async function sendAsset(asset: Asset, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const packable = isWorthPacking(asset);
  const encoding = packable ? encodingFor(request.headers['accept-encoding']) : 'identity';
  const suffix = encoding === 'identity' ? '' : `-${encoding}`;
  reply.headers({ ...asset.headers, etag: `"${asset.tag}${suffix}"` });
  if (packable) addVary(reply, 'Accept-Encoding');
  if (isHeld(request.headers['if-none-match'], asset.tag)) return reply.code(304).removeHeader('content-type').send();
  if (encoding !== 'identity') reply.header('content-encoding', encoding);
  return reply.send(await packedForm(asset, encoding));
}

/** Adds a name to Vary, keeping those that are there. */
export function addVary(reply: FastifyReply, name: string): void {
  const held = reply.getHeader('vary');
  reply.header('vary', typeof held === 'string' && held !== '' ? `${held}, ${name}` : name);
}
