import type { IncomingMessage } from 'node:http';

/** How reading a body ended. */
export type BodyOutcome = { text: string } | 'too-large' | 'broken-off';

/**
 * Reads a body as UTF-8, up to a limit. Calls back once; at once when the request says that it has no body (the beacons
 * of browsers carry everything in the address).
 */
export function readBody(request: IncomingMessage, limit_bytes: number, done: (outcome: BodyOutcome) => void): void {
  const length = request.headers['content-length'];
  if (length === '0' || (length === undefined && request.headers['transfer-encoding'] === undefined))
    return done({ text: '' });
  if (length !== undefined && Number(length) > limit_bytes) return done('too-large');
  const chunks: Buffer[] = [];
  let size_bytes = 0;
  let ended = false;
  const end = (outcome: BodyOutcome): void => {
    if (ended) return;
    ended = true;
    done(outcome);
  };
  request.on('data', (chunk: Buffer) => {
    size_bytes += chunk.length;
    if (size_bytes > limit_bytes) end('too-large');
    else chunks.push(chunk);
  });
  request.on('end', () => end({ text: (chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)).toString('utf8') }));
  request.on('error', () => end('broken-off'));
  request.on('close', () => end('broken-off'));
}
