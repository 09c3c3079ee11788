import { EmcError, isDeeperThan } from '@emc/contract';
import type { FastifyInstance } from 'fastify';
import { languageOf } from './negotiate.ts';

/** Twice as deep as the deepest that a route takes. */
const DEEPEST = 16;
const TOO_DEEP = {
  vi: `JSON lồng nhau quá ${DEEPEST} mức`,
  en: `JSON of more than ${DEEPEST} levels is not taken`,
};

/** JSON and nothing else; an empty body is no body, whatever its type says. */
export function takeOnlyJson(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser('error', 'error');
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    const text = body.toString();
    if (text === '') return done(null, undefined);
    if (isDeeperThan(DEEPEST, text))
      return done(new EmcError('bad-request', TOO_DEEP[languageOf(request.headers['accept-language'])]));
    void parse(request, text, done);
  });
}
