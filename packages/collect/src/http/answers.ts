import type { ServerResponse } from 'node:http';
import type { DropReason } from '@emc/contract';
import type { Waiter } from '../spool/spool.ts';
import { ANSWERS, reasonText } from './reasons.ts';

/** The smallest transparent GIF that every browser takes: 43 bytes. As Latin-1, so that head and body leave in one write. */
const GIF = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAICRAEAOw==', 'base64').toString('latin1');
const PROBE_TEXT = 'This is the EMC collector. It counts hits sent to it by the monitoring code of portals.\n';
const RETRY_AFTER_S = '5';
const TEXT_TYPE = 'text/plain; charset=utf-8';

/** How a request wants to be answered. */
export interface AnswerStyle {
  method: 'GET' | 'HEAD' | 'POST';
  /** The Origin header of a POST from a browser: such a request is answered across origins, with credentials. */
  origin: string | undefined;
}

type Head = string[];
/** No browser is to take an answer for a script, whatever a page makes of it. */
const NOSNIFF: Head = ['X-Content-Type-Options', 'nosniff'];
const NO_STORE: Head = ['Cache-Control', 'no-store'];
const GIF_HEAD: Head = ['Content-Type', 'image/gif', 'Content-Length', String(GIF.length), ...NOSNIFF];
const GIF_GET_HEAD: Head = [...GIF_HEAD, ...NO_STORE];
const GET_HEAD: Head = [...NO_STORE, ...NOSNIFF];

/** Counted, or dropped for a reason that is not the sender's fault: the GIF, or 204 for who does not want an image. */
export function sendCounted(response: ServerResponse, style: AnswerStyle, wantsImage: boolean, reason = ''): void {
  let head = style.method === 'POST' ? (wantsImage ? GIF_HEAD : NOSNIFF) : wantsImage ? GIF_GET_HEAD : GET_HEAD;
  if (style.origin !== undefined) head = [...head, ...crossOrigin(style.origin)];
  if (reason !== '') head = [...head, 'X-EMC-Reason', reason];
  if (!wantsImage) {
    response.writeHead(204, head);
    response.end();
    return;
  }
  response.writeHead(200, head);
  response.end(GIF, 'latin1');
}

/** Says no, and why, in a header and in a line of text. */
export function sendRefusal(response: ServerResponse, style: AnswerStyle, reason: DropReason, detail = ''): void {
  const status = ANSWERS[reason].status ?? 400;
  const text = reasonText(reason, detail);
  const head = textHead(`${text}\n`, style, ['X-EMC-Reason', text]);
  if (status === 503) head.push('Retry-After', RETRY_AFTER_S);
  response.writeHead(status, head);
  response.end(`${text}\n`, 'latin1');
}

/** What a monitor that asks for the bare address gets. */
export function sendProbe(response: ServerResponse, style: AnswerStyle): void {
  response.writeHead(200, textHead(PROBE_TEXT, style, []));
  response.end(PROBE_TEXT, 'latin1');
}

/** The answer to a bulk request. */
export function sendJson(response: ServerResponse, style: AnswerStyle, json: string, reason: string): void {
  const head: Head = [
    'Content-Type',
    'application/json; charset=utf-8',
    'Content-Length',
    String(Buffer.byteLength(json)),
    ...NOSNIFF,
  ];
  if (reason !== '') head.push('X-EMC-Reason', reason);
  if (style.origin !== undefined) head.push(...crossOrigin(style.origin));
  response.writeHead(200, head);
  response.end(json);
}

/** The answer to a browser that asks whether it may send across origins. */
export function sendPreflight(
  response: ServerResponse,
  origin: string | undefined,
  requestedHeaders: string | undefined,
): void {
  const head: Head = [
    'Access-Control-Allow-Methods',
    'GET, POST, HEAD, OPTIONS',
    'Access-Control-Allow-Headers',
    requestedHeaders ?? 'Content-Type',
    'Access-Control-Max-Age',
    '86400',
    ...NOSNIFF,
    ...(origin === undefined ? ['Access-Control-Allow-Origin', '*'] : crossOrigin(origin)),
  ];
  response.writeHead(204, head);
  response.end();
}

export function sendMethodNotAllowed(response: ServerResponse): void {
  const text = 'bad-parameter; Hits are sent with GET or POST.';
  const head = ['Allow', 'GET, HEAD, POST, OPTIONS', 'Content-Type', TEXT_TYPE, 'X-EMC-Reason', text, ...NOSNIFF];
  response.writeHead(405, head);
  response.end(`${text}\n`);
}

/** A fault of ours. */
export function sendFailure(response: ServerResponse): void {
  if (!response.headersSent) response.writeHead(500, ['Content-Type', TEXT_TYPE, ...NOSNIFF]);
  response.end('The collector failed; the operator finds why in the log.\n');
}

function crossOrigin(origin: string): Head {
  return [
    'Access-Control-Allow-Origin',
    origin,
    'Access-Control-Allow-Credentials',
    'true',
    'Access-Control-Expose-Headers',
    'X-EMC-Reason',
    'Vary',
    'Origin',
  ];
}

function textHead(text: string, style: AnswerStyle, more: Head): Head {
  const head = ['Content-Type', TEXT_TYPE, 'Content-Length', String(Buffer.byteLength(text)), ...GET_HEAD, ...more];
  if (style.origin !== undefined) head.push(...crossOrigin(style.origin));
  return head;
}

/** A single hit that waits for the disk. */
export class PendingAnswer implements Waiter {
  readonly #response: ServerResponse;
  readonly #style: AnswerStyle;
  /** Set when the parameters are read. */
  wantsImage = true;

  constructor(response: ServerResponse, style: AnswerStyle) {
    this.#response = response;
    this.#style = style;
  }

  written(): void {
    sendCounted(this.#response, this.#style, this.wantsImage);
  }

  failed(): void {
    sendRefusal(this.#response, this.#style, 'spool-full');
  }
}
