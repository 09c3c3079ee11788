import type { IncomingMessage, ServerResponse } from 'node:http';
import { canonicalPath, type DropReason, type Log } from '@emc/contract';
import { BulkHits, type BulkSource } from './bulk-hits.ts';
import { HitSteps, type HitStepsOptions } from './hit-steps.ts';
import {
  PendingAnswer,
  sendCounted,
  sendFailure,
  sendMethodNotAllowed,
  sendPreflight,
  sendProbe,
  sendRefusal,
  type AnswerStyle,
} from './http/answers.ts';
import type { BodyRoom } from './http/body-room.ts';
import { BulkAnswer, looksLikeBulk, MOST_HITS_IN_BULK, readBulk, type Bulk } from './http/bulk.ts';
import { guard } from './http/guard.ts';
import { isPacked, readBody, SMALL_BYTES, type WholeBody } from './http/read-body.ts';
import { throwAway } from './http/reading-turns.ts';
import { isDrop, reasonText } from './http/reasons.ts';
import { NAMES } from './intake/parameters.ts';
import type { StepStatus } from './intake/run-steps.ts';
import type { LargeBodies } from './large/large-bodies.ts';

export interface HitDoorOptions extends HitStepsOptions {
  /** Where hits come in: full paths, without query; in any spelling of {@link canonicalPath}. */
  paths?: readonly string[];
  /** Longest body; 512 KiB when left out (200 hits of a log importer are about 150 KiB). */
  bodyLimit_bytes?: number;
  /** Where bodies lie while they are read. */
  bodies: BodyRoom;
  /** Where large ones are read. */
  large: LargeBodies;
  log: Log;
}

/** A request for this door. */
interface Asked {
  request: IncomingMessage;
  response: ServerResponse;
  style: AnswerStyle;
  /** Where its query string begins in its address. */
  queryStart: number;
}

/** Where hits come in when nothing else is said (tracking-contract.md). */
const DEFAULT_PATHS: readonly string[] = [
  '/tracking',
  '/tracking/',
  '/matomo.php',
  '/piwik.php',
  '/tracking/matomo.php',
  '/tracking/piwik.php',
];
const DEFAULT_BODY_LIMIT_BYTES = 512 * 1024;

/**
 * The door for hits, on plain node:http. A hit runs through the steps of `intake/steps.ts`; it is answered when it is on
 * disk, or at once with the reason why it is not counted.
 */
export class HitDoor {
  readonly #paths: ReadonlySet<string>;
  readonly #bodyLimit_bytes: number;
  readonly #bodies: BodyRoom;
  readonly #large: LargeBodies;
  readonly #steps: HitSteps;
  readonly #bulk: BulkHits;
  readonly #log: Log;

  constructor(options: HitDoorOptions) {
    const paths = options.paths ?? DEFAULT_PATHS;
    this.#paths = new Set([...paths, ...paths.map(canonicalPath)]);
    this.#bodyLimit_bytes = options.bodyLimit_bytes ?? DEFAULT_BODY_LIMIT_BYTES;
    this.#bodies = options.bodies;
    this.#large = options.large;
    this.#log = options.log;
    this.#steps = new HitSteps(options);
    this.#bulk = new BulkHits(this.#steps);
  }

  start(): void {
    this.#steps.drops.start();
  }

  stop(): Promise<void> {
    return this.#steps.drops.stop();
  }

  status(): StepStatus[] {
    return this.#steps.status();
  }

  handle(request: IncomingMessage, response: ServerResponse): boolean {
    const url = request.url ?? '';
    const mark = url.indexOf('?');
    const path = mark === -1 ? url : url.slice(0, mark);
    if (!this.#paths.has(path) && !this.#paths.has(canonicalPath(path))) return false;
    const queryStart = mark === -1 ? url.length : mark + 1;
    const method = request.method ?? '';
    switch (method) {
      case 'GET':
      case 'HEAD':
        this.#handleGet({ request, response, style: { method, origin: undefined }, queryStart });
        return true;
      case 'POST':
        this.#handlePost({ request, response, style: { method, origin: request.headers.origin }, queryStart });
        return true;
      case 'OPTIONS':
        sendPreflight(response, request.headers.origin, request.headers['access-control-request-headers']);
        return true;
      default:
        sendMethodNotAllowed(response);
        return true;
    }
  }

  #handleGet(asked: Asked): void {
    if (asked.queryStart >= asked.request.url!.length) sendProbe(asked.response, asked.style);
    else this.#guard(asked, () => this.#single(asked, ''));
  }

  #handlePost(asked: Asked): void {
    const { request } = asked;
    const address = this.#steps.addressOf(request);
    readBody(request, { limit_bytes: this.#bodyLimit_bytes, room: this.#bodies, address }, (outcome) => {
      if (outcome === 'broken-off') return;
      if (typeof outcome === 'object') return this.#guard(asked, () => this.#takeBody(asked, outcome));
      throwAway(address, request);
      if (outcome === 'no-room') return this.#refuseUnread(asked, 'spool-full');
      const detail = `The body is longer than ${this.#bodyLimit_bytes} bytes; send fewer hits at once.`;
      this.#refuseUnread(asked, 'body-too-large', detail);
    });
  }

  #takeBody(asked: Asked, whole: WholeBody): void {
    const { body, release } = whole;
    if (body.size_bytes > 0 && isPacked(asked.request)) {
      release();
      const detail = 'Content-Encoding is not taken; send the body as it is.';
      return this.#refuseUnread(asked, 'bad-parameter', detail);
    }
    if (body.size_bytes > SMALL_BYTES) return this.#takeLarge(asked, whole);
    const text = body.text();
    if (!looksLikeBulk(text)) {
      release();
      return this.#single(asked, text);
    }
    const from = this.#bulk.sourceOf(asked.request);
    this.#bulk.inTurn(from, () => {
      release();
      this.#guard(asked, () => this.#takeBulk(asked, () => readBulk(text), from));
    });
  }

  #takeLarge(asked: Asked, { body, release }: WholeBody): void {
    const { request, response } = asked;
    const { pieces, memory } = body.pieces();
    // Now: whose connection it was is no longer known when it is closed.
    const from = this.#bulk.sourceOf(request);
    const asker = { address: from.sender.address, memory, wanted: () => !response.destroyed };
    this.#large.bulk(asker, { pieces }, (result) => {
      release();
      if (result === 'failed') sendFailure(response);
      else if (result === 'stopped') this.#refuseUnread(asked, 'not-recording');
      else if (result.isBulk) this.#guard(asked, () => this.#takeBulk(asked, () => result.bulk, from));
      else this.#refuseUnread(asked, 'body-too-large', `One hit has at most ${SMALL_BYTES} bytes.`);
    });
  }

  #refuseUnread({ response, style }: Asked, reason: DropReason, detail = ''): void {
    this.#steps.drops.countUnread(reason);
    sendRefusal(response, style, reason, detail);
  }

  /** A fault of ours must not end the process that thousands of portals send to. */
  #guard({ response }: Asked, work: () => void): void {
    guard(work, this.#log, () => sendFailure(response));
  }

  #single({ request, response, style, queryStart }: Asked, body: string): void {
    const intake = this.#steps.begin(request);
    const pending = new PendingAnswer(response, style);
    intake.query = request.url!;
    intake.queryStart = queryStart;
    intake.body = body;
    // A HEAD asks what a GET would be answered; it is no visit.
    intake.waiter = style.method === 'HEAD' ? undefined : pending;
    const reason = this.#steps.run(this.#steps.context);
    if (reason !== undefined) this.#steps.drops.count(reason, intake, this.#steps.context);
    pending.wantsImage = intake.parameters.raw(NAMES.send_image) !== '0';
    if (reason === undefined) {
      if (style.method === 'HEAD') sendCounted(response, style, pending.wantsImage);
    } else if (isDrop(reason)) sendCounted(response, style, pending.wantsImage, reasonText(reason, intake.detail));
    else sendRefusal(response, style, reason, intake.detail);
  }

  #takeBulk(asked: Asked, read: () => Bulk | undefined, from: BulkSource): void {
    if (!this.#steps.context.recording()) return this.#refuseUnread(asked, 'not-recording');
    const bulk = read();
    if (bulk === undefined)
      return this.#refuseUnread(asked, 'bad-parameter', 'The body is not JSON with a list "requests".');
    if (bulk.count > bulk.items.length) {
      const detail = `The list "requests" is longer than ${MOST_HITS_IN_BULK}; send fewer hits at once.`;
      return this.#refuseUnread(asked, 'body-too-large', detail);
    }
    const answer = new BulkAnswer(asked.response, asked.style, bulk.wantsJson);
    this.#bulk.take(bulk, from, answer, (part) => this.#guard(asked, part));
  }
}
