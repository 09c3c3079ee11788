import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { throwAway } from '@emc/collect';
import { canonicalPath, EmcError } from '@emc/contract';
import { ALWAYS, languageOf, problemOf } from '@emc/publish/plain';
import type { Script } from './messages.ts';

/** A process that ended is back in about that time. */
const RETRY_AFTER_S = 2;
const DETAIL = {
  vi: 'Tiến trình trả lời người đọc đang được khởi động lại; dữ liệu gửi đến vẫn được nhận',
  en: 'The process that answers readers is being started again; what is being sent in is taken',
};

/** Answers for the process of readers while it does not: the scripts that portals' pages load, and to everything else why not. */
export function createRefusal(): {
  /** What can be served without it. */
  keep: (scripts: readonly Script[]) => void;
  refuse: (request: IncomingMessage, response: ServerResponse) => void;
} {
  let kept = new Map<string, Script>();
  return {
    keep: (scripts) => (kept = new Map(scripts.map((script) => [script.path, script]))),
    refuse: (request, response) => {
      // The sender of a long body is answered all the same.
      throwAway(request.socket.remoteAddress ?? '', request);
      if (response.headersSent || response.destroyed) return void response.destroy();
      const reads = request.method === 'GET' || request.method === 'HEAD';
      const [path = '/'] = (request.url ?? '/').split('?', 1);
      const script = reads ? (kept.get(path) ?? kept.get(canonicalPath(path))) : undefined;
      if (script === undefined) refuse(request, response, reads);
      else response.writeHead(200, { ...ALWAYS, ...script.headers }).end(script.body);
    },
  };
}

function refuse(request: IncomingMessage, response: ServerResponse, reads: boolean): void {
  const language = languageOf(request.headers['accept-language']);
  const problem = problemOf(new EmcError('readers-unavailable', DETAIL[language]), language, randomUUID());
  response
    .writeHead(problem.status, {
      ...ALWAYS,
      ...(reads ? { 'access-control-allow-origin': '*', 'access-control-expose-headers': 'Retry-After' } : {}),
      'cache-control': 'no-store',
      'content-language': language,
      'content-type': 'application/problem+json; charset=utf-8',
      'retry-after': String(RETRY_AFTER_S),
      vary: 'Accept-Language',
    })
    .end(JSON.stringify(problem));
}
