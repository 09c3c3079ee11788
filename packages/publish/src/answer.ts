import { type Caller, subscriberOf } from '@emc/contract';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { addVary } from './assets.ts';
import { encode, encodingFor, MINIMUM_bytes } from './encode.ts';
import { fingerprint, isHeld } from './etag.ts';
import { streamLive } from './event-stream.ts';
import { addressOf } from './guard/shares.ts';
import { languageOf } from './negotiate.ts';
import type { Caching, Route, Services } from './route.ts';
import { sendFile } from './send-file.ts';

const CACHE_CONTROL: Record<Caching, string> = { revalidate: 'no-cache', figures: 'no-cache', never: 'no-store' };

/** Sends a text, packed when that pays and the client takes it. */
async function sendText(request: FastifyRequest, reply: FastifyReply, text: string): Promise<FastifyReply> {
  addVary(reply, 'Accept-Encoding');
  const body = Buffer.from(text);
  const encoding = body.length < MINIMUM_bytes ? 'identity' : encodingFor(request.headers['accept-encoding']);
  if (encoding === 'identity') return reply.send(body);
  return reply.header('content-encoding', encoding).send(await encode(body, encoding, 'each'));
}

/** Hands the connection over to the live feed. Headers that hooks have set go along. */
function startStream(request: FastifyRequest, reply: FastifyReply, services: Services): FastifyReply {
  if (request.method === 'HEAD') return reply.type('text/event-stream; charset=utf-8').send('');
  const headers = Object.fromEntries(Object.entries(reply.getHeaders()).map(([name, value]) => [name, String(value)]));
  // Before it is handed over: who is gone by now would never leave.
  const subscriber = subscriberOf(addressOf(request));
  reply.hijack();
  streamLive(services.live, subscriber, reply.raw, headers);
  return reply;
}

/** Asks a route for its answer and sends it. */
export async function respond(
  route: Route,
  services: Services,
  caller: Caller,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { params, query, body, headers } = request;
  const answer = await route.answer({
    params,
    query,
    body,
    accept: headers.accept,
    language: languageOf(headers['accept-language']),
    services,
    caller,
    headers,
    target: request.url.split('?', 1)[0] ?? '',
  });
  reply.header('cache-control', CACHE_CONTROL[route.caching]);
  if ('events' in answer) return startStream(request, reply.header('vary', 'Accept'), services);
  reply.headers(answer.headers ?? {});
  if ('text' in answer) return sendText(request, reply.type(answer.type), answer.text);
  if ('file' in answer) return sendFile(request, reply.type(answer.type), answer);
  const text = JSON.stringify(answer.json);
  if (route.caching === 'revalidate') {
    const tag = fingerprint(text);
    // Weak: the same content packed or not.
    reply.header('etag', `W/"${tag}"`);
    if (isHeld(headers['if-none-match'], tag)) return reply.code(304).send();
  }
  return sendText(
    request,
    reply.code(answer.status ?? route.success.status).type('application/json; charset=utf-8'),
    text,
  );
}
