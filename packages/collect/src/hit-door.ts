import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { canonicalPath, type Clock, type DropReason, type Log, type Redaction } from '@emc/contract';
import { dropOf, HitDrops } from './hit-drops.ts';
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
import {
  BulkAnswer,
  BulkContent,
  looksLikeBulk,
  MOST_HITS_IN_BULK,
  readBulk,
  type Bulk,
  type BulkItem,
} from './http/bulk.ts';
import type { BodyRoom } from './http/body-room.ts';
import { guard } from './http/guard.ts';
import { isPacked, readBody, SMALL_BYTES, type WholeBody } from './http/read-body.ts';
import { isDrop, reasonText } from './http/reasons.ts';
import { clientAddresses, type ClientAddresses } from './intake/client-address.ts';
import { ValueBound } from './bound/value-bound.ts';
import {
  createCaches,
  Intake,
  type IntakeContext,
  type KnownSites,
  type SaltSource,
  type Sender,
} from './intake/intake.ts';
import { NAMES } from './intake/parameters.ts';
import { StepRunner, type StepStatus } from './intake/run-steps.ts';
import { STEPS } from './intake/steps.ts';
import type { LargeBodies } from './large/large-bodies.ts';
import type { Spool, Waiter } from './spool/spool.ts';

export interface HitDoorOptions {
  spool: Spool;
  sites: KnownSites;
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
  /** Where large ones are read. */
  large: LargeBodies;
  /** Times the steps; `performance.now` when left out. */
  timer?: () => number;
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
/** What others send is answered between two such parts of a bulk request. */
const PART_MS = 5;
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
  readonly #large: LargeBodies;
  readonly #timer: () => number;
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
    this.#large = options.large;
    this.#timer = options.timer ?? (() => performance.now());
    this.#clock = options.clock;
    this.#log = options.log;
    this.#addresses = clientAddresses(options.trustedProxies ?? []);
    this.#steps = new StepRunner(STEPS, this.#timer);
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
    const limits = { limit_bytes: this.#bodyLimit_bytes, room: this.#bodies, address: this.#addressOf(request) };
    readBody(request, limits, (outcome) => {
      if (outcome === 'broken-off') return;
      if (typeof outcome === 'object') return this.#guard(asked, () => this.#takeBody(asked, outcome));
      // What is still coming is read and thrown away: closing now would take the answer from the sender.
      request.resume();
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
    release();
    if (!looksLikeBulk(text)) this.#single(asked, text);
    else if (!this.#context.recording()) this.#refuseUnread(asked, 'not-recording');
    else this.#bulk(asked, readBulk(text), this.#sourceOf(asked.request));
  }

  #takeLarge(asked: Asked, { body, release }: WholeBody): void {
    const { request, response } = asked;
    const { pieces, memory } = body.pieces();
    // Now: whose connection it was is no longer known when it is closed.
    const from = this.#sourceOf(request);
    const asker = { address: from.sender.address, memory, wanted: () => !response.destroyed };
    this.#large.bulk(asker, { pieces }, (result) => {
      release();
      if (result === 'failed') sendFailure(response);
      else if (result === 'stopped') this.#refuseUnread(asked, 'not-recording');
      else if (result.isBulk) this.#guard(asked, () => this.#bulk(asked, result.bulk, from));
      else this.#refuseUnread(asked, 'body-too-large', `One hit has at most ${SMALL_BYTES} bytes.`);
    });
  }

  #refuseUnread({ response, style }: Asked, reason: DropReason, detail = ''): void {
    this.#drops.countUnread(reason);
    sendRefusal(response, style, reason, detail);
  }

  /** A fault of ours must not end the process that thousands of portals send to. */
  #guard({ response }: Asked, work: () => void): void {
    guard(work, this.#log, () => sendFailure(response));
  }

  #single({ request, response, style, queryStart }: Asked, body: string): void {
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

  #bulk(asked: Asked, bulk: Bulk | undefined, from: BulkSource): void {
    if (!this.#context.recording()) return this.#refuseUnread(asked, 'not-recording');
    if (bulk === undefined)
      return this.#refuseUnread(asked, 'bad-parameter', 'The body is not JSON with a list "requests".');
    if (bulk.count > bulk.items.length) {
      const detail = `The list "requests" is longer than ${MOST_HITS_IN_BULK}; send fewer hits at once.`;
      return this.#refuseUnread(asked, 'body-too-large', detail);
    }
    const answer = new BulkAnswer(asked.response, asked.style, bulk.wantsJson);
    const { spool: content } = from.context;
    const next = (first: number): void => {
      const until_ms = this.#timer() + PART_MS;
      let at = first;
      do {
        if (at === bulk.items.length) return this.#endBulk(answer, content);
        this.#bulkItem(bulk.items[at++], from, answer);
      } while (this.#timer() < until_ms);
      setImmediate(() => this.#guard(asked, () => next(at)));
    };
    next(0);
  }

  /** The one intake object serves others between two parts of a bulk request, so that what is the same for its items is kept beside. */
  #sourceOf(request: IncomingMessage): BulkSource {
    const { sender, now_ms } = this.#begin(request);
    return { sender: { ...sender }, now_ms, context: { ...this.#context, spool: new BulkContent() } };
  }

  /** The intake object may have served others since the item before: everything in it is set. */
  #bulkItem(item: BulkItem, { sender, now_ms, context }: BulkSource, answer: BulkAnswer): void {
    const intake = this.#intake;
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
    intake.sender.address = this.#addressOf(request);
    intake.sender.userAgent = headers['user-agent'] ?? '';
    intake.sender.referer = headers.referer ?? '';
    intake.sender.optedOut = headers.dnt === '1' || headers['sec-gpc'] === '1';
    return intake;
  }

  #addressOf({ headers, socket }: IncomingMessage): string {
    return this.#addresses.of(socket.remoteAddress, headers['x-forwarded-for']);
  }

  #run(intake: Intake): DropReason | undefined {
    const reason = this.#steps.run(intake, this.#context);
    if (reason !== undefined) this.#drops.count(reason, intake, this.#context);
    return reason;
  }
}
