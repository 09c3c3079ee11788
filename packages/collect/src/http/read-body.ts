import type { IncomingMessage } from 'node:http';
import type { BodyRoom } from './body-room.ts';
import { Body } from './body.ts';
import { wantedBodies } from './reading-turns.ts';

/** So much of a body is read, parsed and encoded between other requests: a millisecond, or three of the worst JSON. */
export const SMALL_BYTES = 64 * 1024;

/** A body that is whole; the room that it takes is held until it is released. */
export interface WholeBody {
  body: Body;
  release: () => void;
}

/** How reading a body ended. */
export type BodyOutcome = WholeBody | 'too-large' | 'sender-unknown' | 'no-room' | 'broken-off';

/** How much may be read, and where it lies meanwhile. */
export interface BodyLimits {
  limit_bytes: number;
  /** Asked once, with what came so far, when a body is longer than {@link SMALL_BYTES}; of any sender when left out. */
  mayBeLarge?: (begin: () => string) => boolean;
  room: BodyRoom;
  /** Who sends it. */
  address: string;
}

/**
 * Reads a body, up to a limit. Calls back once; at once when the request says that it has no body (the beacons of browsers
 * carry everything in the address).
 */
export function readBody(
  request: IncomingMessage,
  { limit_bytes, mayBeLarge, room, address }: BodyLimits,
  done: (outcome: BodyOutcome) => void,
): void {
  const length = request.headers['content-length'];
  const body = new Body();
  const release = (): void => room.give(address, body.size_bytes);
  if (length === '0' || (length === undefined && request.headers['transfer-encoding'] === undefined))
    return done({ body, release });
  if (length !== undefined && Number(length) > limit_bytes) return done('too-large');
  let large = mayBeLarge === undefined;
  let ended = false;
  const end = (outcome: BodyOutcome): void => {
    if (ended) return;
    ended = true;
    if (typeof outcome === 'string') release();
    done(outcome);
  };
  request.on('data', (piece: Buffer) => {
    if (ended) return;
    if (body.size_bytes + piece.length > limit_bytes) return end('too-large');
    if (!room.take(address, piece.length)) return end('no-room');
    body.add(piece);
    if (body.size_bytes <= SMALL_BYTES) return;
    large ||= mayBeLarge!(() => body.text());
    if (large) wantedBodies.wait(address, request);
    else end('sender-unknown');
  });
  request.on('end', () => end({ body, release }));
  request.on('error', () => end('broken-off'));
  request.on('close', () => end('broken-off'));
}

/** Whether a body is not sent as it is (`Content-Encoding: gzip`): it is refused, since unpacked it may have any length. */
export function isPacked({ headers }: IncomingMessage): boolean {
  return (headers['content-encoding'] ?? 'identity').toLowerCase() !== 'identity';
}
