import { EmcError, type Log } from '@emc/contract';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { addVary } from './assets.ts';
import { languageOf } from './negotiate.ts';
import { problemOf, refusalOf } from './problem.ts';
import { ALWAYS } from './security-headers.ts';

/** Seconds after which a store that is away may be back. */
const RETRY_AFTER_s = 5;

/** The address as its route declares it: what stands in a path or query was sent by anybody, and must not reach a log. */
function pathOf(request: FastifyRequest): string {
  return request.routeOptions.url ?? '(no route)';
}

const LEFT = {
  vi: 'Kết nối bị đóng trước khi yêu cầu được gửi hết',
  en: 'The connection was closed before the request was whole',
};

/** Whether the sender broke off: then reading fails, which is no fault of ours, and no one reads the answer. */
function hasLeft({ raw }: FastifyRequest): boolean {
  return raw.destroyed && !raw.complete;
}

function note(log: Log, refusal: EmcError, request: FastifyRequest): void {
  const fields = { id: request.id, method: request.method, path: pathOf(request), err: refusal.cause ?? refusal };
  if (refusal.code === 'internal') log.error(fields, 'a request failed inside the system');
  else if (refusal.code === 'store-unavailable') log.warn(fields, 'a store does not answer');
  else if (refusal.code === 'question-too-large') log.warn(fields, 'a question takes more than it may');
  else if (refusal.code === 'data-damaged') log.error(fields, 'stored data cannot be read');
}

/**
 * Answers a request with the problem document of whatever was thrown, and logs what a person should look into: the
 * document names the log entry by `instance`, and says nothing about the inside.
 */
export function refuse(log: Log, error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const language = languageOf(request.headers['accept-language']);
  const refusal = hasLeft(request) ? new EmcError('bad-request', LEFT[language]) : refusalOf(error, language);
  note(log, refusal, request);
  const problem = problemOf(refusal, language, request.id);
  if (problem.status === 401) reply.header('www-authenticate', 'Bearer realm="EMC operator"');
  const retryAfter_s = refusal.retryAfter_s ?? (problem.status === 503 ? RETRY_AFTER_s : undefined);
  if (retryAfter_s !== undefined) reply.header('retry-after', String(retryAfter_s));
  // Without `connection: close` the rest of a body is read and dropped; closing amid it can take the answer from its sender.
  for (const name of ['etag', 'content-disposition', 'content-encoding', 'vary', 'connection'])
    reply.removeHeader(name);
  addVary(reply, 'Accept-Language');
  return reply
    .code(problem.status)
    .headers({
      ...ALWAYS,
      'cache-control': 'no-store',
      'content-language': language,
      'content-type': 'application/problem+json; charset=utf-8',
    })
    .send(JSON.stringify(problem));
}
