import { type Agent, type IncomingMessage, request as ask, type ServerResponse } from 'node:http';
import type { Readable, Writable } from 'node:stream';
import { throwAway } from '@emc/collect';
import { CLIENT_HEADER } from './messages.ts';
import { oneATurn } from './one-a-turn.ts';

/** Of one connection, not of the message (RFC 9110, 7.6.1); `expect` was answered by the front. */
const HOP_BY_HOP = new Set([
  'connection',
  'expect',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

interface Passing {
  agent: Agent;
  /** Where the readers' process listens. */
  socketPath: string;
  /** Ends what is under way: the process does not answer. */
  signal: AbortSignal;
}

/**
 * Passes a request on and its answer back, as streams: neither is held as a whole, and who reads slowly slows down the sender.
 * When the client leaves, the other side sees it as if it were the client's own connection.
 * @returns when the exchange has ended. @throws Error when nothing was answered; the request is then unanswered
 */
export function passOn(
  request: IncomingMessage,
  response: ServerResponse,
  { agent, socketPath, signal }: Passing,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const { method, url: path } = request;
    const asked = ask({ agent, socketPath, method, path, headers: headersFor(request) });
    const giveUp = (): void => void asked.destroy(new Error('the readers do not answer'));
    signal.addEventListener('abort', giveUp, { once: true });
    const ended = (): void => signal.removeEventListener('abort', giveUp);
    asked.on('response', (answer) => passBack(answer, response));
    asked.on('error', (error) => {
      ended();
      // What is still being sent is read and dropped, so that the refusal is not lost with the connection.
      stopPassing();
      throwAway(request.socket.remoteAddress ?? '', request);
      if (!response.headersSent) reject(error);
    });
    response.on('close', () => {
      ended();
      if (!asked.destroyed) asked.destroy();
      resolve();
    });
    // A client that goes away, amid its body or its answer, is noticed when its answer closes.
    request.on('error', () => undefined);
    response.on('error', () => undefined);
    request.on('end', () => asked.destroyed || asked.end());
    const stopPassing = pump(request, asked);
  });
}

function passBack(answer: IncomingMessage, response: ServerResponse): void {
  const headers = endToEnd(answer.rawHeaders);
  // Said on purpose, after a request that was not read to its end.
  if (answer.headers.connection === 'close') headers.push('connection', 'close');
  response.writeHead(answer.statusCode ?? 502, answer.statusMessage, headers);
  // What is not bounded comes bit by bit, and its head is news already.
  if (answer.headers['content-length'] === undefined) response.flushHeaders();
  answer.on('close', () => answer.complete || response.destroy());
  answer.on('error', () => undefined);
  answer.on('end', () => response.end());
  pump(answer, response);
}

/** What is longer than this goes on a piece in each turn of the event loop, all such bodies and answers together: hits pass in between. */
const SHORT_BYTES = 262_144;
const inTurn = oneATurn();

/** Hands over what comes, no faster than it is taken. @returns ends it */
function pump(from: Readable, to: Writable): () => void {
  let passed_bytes = 0;
  const goOn = (): void => {
    if (passed_bytes > SHORT_BYTES) inTurn(() => void from.resume());
    else from.resume();
  };
  const pass = (piece: Buffer): void => {
    passed_bytes += piece.length;
    const isTaken = to.write(piece);
    if (isTaken && passed_bytes <= SHORT_BYTES) return;
    from.pause();
    if (isTaken) goOn();
    else to.once('drain', goOn);
  };
  from.on('data', pass);
  return () => {
    from.off('data', pass);
    to.off('drain', goOn);
    from.resume();
  };
}

/** Names and values in turns, as they were sent, with what the other side needs to know of the connection. */
function headersFor({ headers, method, rawHeaders, socket }: IncomingMessage): string[] {
  const passed = endToEnd(rawHeaders);
  if (headers['transfer-encoding'] !== undefined) passed.push('transfer-encoding', 'chunked');
  // Without either there is no body, whatever the method; left out, an empty chunked one would be made of it.
  else if (headers['content-length'] === undefined && method !== 'GET' && method !== 'HEAD')
    passed.push('content-length', '0');
  const { remoteAddress = '', localAddress = '', localPort = '' } = socket;
  passed.push(CLIENT_HEADER, `${remoteAddress},${localAddress},${localPort}`);
  return passed;
}

function endToEnd(rawHeaders: readonly string[]): string[] {
  const kept: string[] = [];
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const [name = '', value = ''] = rawHeaders.slice(at, at + 2);
    const lower = name.toLowerCase();
    if (!HOP_BY_HOP.has(lower) && lower !== CLIENT_HEADER) kept.push(name, value);
  }
  return kept;
}
