import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  canonicalPath,
  type Clock,
  type CollectedSite,
  type DropReason,
  type Log,
  type Redaction,
} from '@emc/contract';
import { dropOf, HitDrops } from './hit-drops.ts';
import {
  PendingAnswer,
  sendCounted,
  sendMethodNotAllowed,
  sendPreflight,
  sendProbe,
  sendRefusal,
  type AnswerStyle,
} from './http/answers.ts';
import { BulkAnswer, BulkContent, looksLikeBulk, readBulk, readItem } from './http/bulk.ts';
import type { BodyRoom } from './http/body-room.ts';
import { guard } from './http/guard.ts';
import { isPacked, readBody } from './http/read-body.ts';
import { isDrop, reasonText } from './http/reasons.ts';
import { clientAddresses, type ClientAddresses } from './intake/client-address.ts';
import { ValueBound } from './bound/value-bound.ts';
import { createCaches, Intake, type IntakeContext, type SaltSource, type Sender } from './intake/intake.ts';
import { NAMES } from './intake/parameters.ts';
import { StepRunner, type StepStatus } from './intake/run-steps.ts';
import { STEPS } from './intake/steps.ts';
import type { Spool, Waiter } from './spool/spool.ts';

export interface HitDoorOptions {
  spool: Spool;
  /** The portals; a change comes as a new object for the site. */
  sites: { get(siteId: number): CollectedSite | undefined };
  salt: SaltSource;
  /** Takes what may be personal out of all texts; the same in every collector, so that a page is one page. */
  redaction: Redaction;
  clock: Clock;
  /** Where hits come in: full paths, without query; in any spelling of {@link canonicalPath}. */
  paths?: readonly string[];
  /** Addresses or networks whose X-Forwarded-For is believed; none when left out. */
  trustedProxies?: readonly string[];
  /** False: maintenance, every hit is answered 503. */
  recording?: () => boolean;
  /** Longest body; 512 KiB when left out (200 hits of a log importer are about 150 KiB). */
  bodyLimit_bytes?: number;
  /** The bound of different values per portal and day; one of its own, which forgets with the process, when left out. */
  bound?: ValueBound;
  /** Where bodies lie while they are read. */
  bodies: BodyRoom;
  /** Times the steps; `performance.now` when left out. */
  timer?: () => number;
  log: Log;
}

/** What is the same for all items of a bulk request; they come into `context.spool`, not yet into the real one. */
interface BulkSource {
  sender: Sender;
  now_ms: number;
  context: IntakeContext & { spool: BulkContent };
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
const MOST_HITS_IN_BULK = 1000;
/** A few milliseconds' worth: what others send is answered between two such parts of a bulk request. */
const HITS_AT_A_TIME = 100;
/** An item of a bulk request waits for nothing by itself. */
const NO_WAITER: Waiter = { written: () => undefined, failed: () => undefined };

/**
 * The door for hits, on plain node:http. A hit runs through the steps of `intake/steps.ts`; it is answered when it is on
 * disk, or at once with the reason why it is not counted.
 */
export class HitDoor {
  readonly #paths: ReadonlySet<string>;
  readonly #bodyLimit_bytes: number;
  readonly #bodies: BodyRoom;
  readonly #clock: Clock;
  readonly #context: IntakeContext & { spool: Spool };
  readonly #addresses: ClientAddresses;
  readonly #intake = new Intake();
  readonly #steps: StepRunner<Intake, IntakeContext, DropReason>;
  readonly #drops: HitDrops;
  readonly #log: Log;

  constructor(options: HitDoorOptions) {
    const paths = options.paths ?? DEFAULT_PATHS;
    this.#paths = new Set([...paths, ...paths.map(canonicalPath)]);
    this.#bodyLimit_bytes = options.bodyLimit_bytes ?? DEFAULT_BODY_LIMIT_BYTES;
    this.#bodies = options.bodies;
    this.#clock = options.clock;
    this.#log = options.log;
    this.#addresses = clientAddresses(options.trustedProxies ?? []);
    this.#steps = new StepRunner(STEPS, options.timer ?? (() => performance.now()));
    this.#drops = new HitDrops(options.spool, options.clock);
    this.#context = {
      sites: options.sites,
      salt: options.salt,
      spool: options.spool,
      recording: options.recording ?? (() => true),
      redaction: options.redaction,
      known: createCaches(options.redaction),
      bound: options.bound ?? new ValueBound({ key: randomBytes(16) }),
    };
  }

  start(): void {
    this.#drops.start();
  }

  stop(): Promise<void> {
    return this.#drops.stop();
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
        this.#handleGet(request, response, { method, origin: undefined }, queryStart);
        return true;
      case 'POST':
        this.#handlePost(request, response, { method: 'POST', origin: request.headers.origin }, queryStart);
        return true;
      case 'OPTIONS':
        sendPreflight(response, request.headers.origin, request.headers['access-control-request-headers']);
        return true;
      default:
        sendMethodNotAllowed(response);
        return true;
    }
  }

  #handleGet(request: IncomingMessage, response: ServerResponse, style: AnswerStyle, queryStart: number): void {
    if (queryStart >= request.url!.length) sendProbe(response, style);
    else this.#guard(response, () => this.#single(request, response, style, queryStart, ''));
  }

  #handlePost(request: IncomingMessage, response: ServerResponse, style: AnswerStyle, queryStart: number): void {
    const address = this.#addresses.of(request.socket.remoteAddress, request.headers['x-forwarded-for']);
    const limits = { limit_bytes: this.#bodyLimit_bytes, room: this.#bodies, address };
    readBody(request, limits, (outcome) => {
      if (outcome === 'broken-off') return;
      if (outcome === 'no-room' || outcome === 'too-large') {
        // What is still coming is read and thrown away: closing now would take the answer from the sender.
        request.resume();
        if (outcome === 'no-room') this.#refuseUnread(response, style, 'spool-full');
        else {
          const detail = `The body is longer than ${this.#bodyLimit_bytes} bytes; send fewer hits at once.`;
          this.#refuseUnread(response, style, 'body-too-large', detail);
        }
      } else if (outcome.text !== '' && isPacked(request)) {
        const detail = 'Content-Encoding is not taken; send the body as it is.';
        this.#refuseUnread(response, style, 'bad-parameter', detail);
      } else if (looksLikeBulk(outcome.text))
        this.#guard(response, () => this.#bulk(request, response, style, outcome.text));
      else this.#guard(response, () => this.#single(request, response, style, queryStart, outcome.text));
    });
  }

  #refuseUnread(response: ServerResponse, style: AnswerStyle, reason: DropReason, detail = ''): void {
    this.#drops.countUnread(reason);
    sendRefusal(response, style, reason, detail);
  }

  /** A fault of ours must not end the process that thousands of portals send to. */
  #guard(response: ServerResponse, work: () => void): void {
    guard(work, this.#log, () => {
      if (!response.headersSent) response.writeHead(500, { 'Content-Type': 'text/plain' });
      response.end('The collector failed; the operator has been told.\n');
    });
  }

  #single(
    request: IncomingMessage,
    response: ServerResponse,
    style: AnswerStyle,
    queryStart: number,
    body: string,
  ): void {
    const intake = this.#begin(request);
    const pending = new PendingAnswer(response, style);
    intake.query = request.url!;
    intake.queryStart = queryStart;
    intake.body = body;
    // A HEAD asks what a GET would be answered; it is no visit.
    intake.waiter = style.method === 'HEAD' ? undefined : pending;
    const reason = this.#run(intake);
    pending.wantsImage = intake.parameters.raw(NAMES.send_image) !== '0';
    if (reason === undefined) {
      if (style.method === 'HEAD') sendCounted(response, style, pending.wantsImage);
    } else if (isDrop(reason)) sendCounted(response, style, pending.wantsImage, reasonText(reason, intake.detail));
    else sendRefusal(response, style, reason, intake.detail);
  }

  #bulk(request: IncomingMessage, response: ServerResponse, style: AnswerStyle, body: string): void {
    if (!this.#context.recording()) return this.#refuseUnread(response, style, 'not-recording');
    const bulk = readBulk(body);
    if (bulk === undefined)
      return this.#refuseUnread(response, style, 'bad-parameter', 'The body is not JSON with a list "requests".');
    if (bulk.items.length > MOST_HITS_IN_BULK) {
      const detail = `The list "requests" is longer than ${MOST_HITS_IN_BULK}; send fewer hits at once.`;
      return this.#refuseUnread(response, style, 'body-too-large', detail);
    }
    const answer = new BulkAnswer(response, style, bulk.wantsJson);
    const { sender, now_ms } = this.#begin(request);
    const content = new BulkContent();
    const from = { sender: { ...sender }, now_ms, context: { ...this.#context, spool: content } };
    const next = (at: number): void => {
      for (const item of bulk.items.slice(at, at + HITS_AT_A_TIME)) this.#bulkItem(item, from, answer);
      const end = at + HITS_AT_A_TIME;
      if (end >= bulk.items.length) this.#endBulk(answer, content);
      else setImmediate(() => this.#guard(response, () => next(end)));
    };
    next(0);
  }

  /** The intake object may have served others since the item before: everything in it is set. */
  #bulkItem(sent: unknown, { sender, now_ms, context }: BulkSource, answer: BulkAnswer): void {
    const intake = this.#intake;
    const item = readItem(sent);
    intake.reset();
    Object.assign(intake.sender, sender);
    intake.now_ms = now_ms;
    intake.waiter = NO_WAITER;
    intake.query = typeof item === 'string' ? item : '';
    intake.queryStart = 0;
    intake.body = '';
    if (typeof item === 'object') for (const [name, value] of Object.entries(item)) intake.parameters.set(name, value);
    const reason = this.#steps.run(intake, context);
    if (reason === undefined) {
      context.spool.siteIds.push(intake.hit.siteId);
      return answer.tracked();
    }
    context.spool.drops.push(dropOf(reason, intake, context));
    if (isDrop(reason)) answer.dropped(reason, intake.detail);
    else answer.refused(reason, intake.detail);
  }

  /** All of it or nothing: who is answered 503 sends all of it again, so nothing of it may be counted. */
  #endBulk(answer: BulkAnswer, content: BulkContent): void {
    const refuse = (reason: 'spool-full' | 'not-recording'): void => {
      if (reason === 'spool-full') this.#drops.countNotTaken(content.siteIds);
      else this.#drops.countUnread(reason);
      answer.sendRefusal(reason);
    };
    const written = (): void => {
      for (const drop of content.drops) this.#drops.add(drop);
      answer.send();
    };
    if (content.drops.some(({ reason }) => reason === 'not-recording')) return refuse('not-recording');
    if (content.rows.length === 0) return written();
    const waiter = { written, failed: () => refuse('spool-full') };
    if (!this.#context.spool.appendTogether(content.rows, waiter)) refuse('spool-full');
  }

  /** The one intake object, made ready for a request. */
  #begin(request: IncomingMessage): Intake {
    const intake = this.#intake;
    const { headers } = request;
    intake.reset();
    intake.now_ms = this.#clock();
    intake.sender.address = this.#addresses.of(request.socket.remoteAddress, headers['x-forwarded-for']);
    intake.sender.userAgent = headers['user-agent'] ?? '';
    intake.sender.referer = headers.referer ?? '';
    intake.sender.optedOut = headers.dnt === '1' || headers['sec-gpc'] === '1';
    return intake;
  }

  #run(intake: Intake): DropReason | undefined {
    const reason = this.#steps.run(intake, this.#context);
    if (reason !== undefined) this.#drops.count(reason, intake, this.#context);
    return reason;
  }
}
