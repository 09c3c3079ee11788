import type { IncomingMessage } from 'node:http';
import type { BodyRoom } from './body-room.ts';

/** How reading a body ended. */
export type BodyOutcome = { text: string } | 'too-large' | 'no-room' | 'broken-off';

/** How much may be read, and where it lies meanwhile. */
export interface BodyLimits {
  limit_bytes: number;
  room: BodyRoom;
  /** Who sends it. */
  address: string;
}

/**
 * Reads a body as UTF-8, up to a limit. Calls back once; at once when the request says that it has no body (the beacons
 * of browsers carry everything in the address).
 */
export function readBody(
  request: IncomingMessage,
  { limit_bytes, room, address }: BodyLimits,
  done: (outcome: BodyOutcome) => void,
): void {
  const length = request.headers['content-length'];
  if (length === '0' || (length === undefined && request.headers['transfer-encoding'] === undefined))
    return done({ text: '' });
  if (length !== undefined && Number(length) > limit_bytes) return done('too-large');
  let chunks: Buffer[] = [];
  let size_bytes = 0;
  let ended = false;
  const end = (outcome: BodyOutcome): void => {
    if (ended) return;
    ended = true;
    room.give(address, size_bytes);
    chunks = [];
    done(outcome);
  };
  request.on('data', (chunk: Buffer) => {
    if (ended) return;
    if (size_bytes + chunk.length > limit_bytes) return end('too-large');
    if (!room.take(address, chunk.length)) return end('no-room');
    size_bytes += chunk.length;
    chunks.push(chunk);
  });
  request.on('end', () => end({ text: (chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)).toString('utf8') }));
  request.on('error', () => end('broken-off'));
  request.on('close', () => end('broken-off'));
}

/** Whether a body is not sent as it is (`Content-Encoding: gzip`): it is refused, since unpacked it may have any length. */
export function isPacked({ headers }: IncomingMessage): boolean {
  return (headers['content-encoding'] ?? 'identity').toLowerCase() !== 'identity';
}
