import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  canonicalPath,
  type Clock,
  type CollectedSystem,
  type DossierDropReason,
  type Log,
  type Redaction,
} from '@emc/contract';
import type { DossierDropCount } from '@emc/event-store';
import { DropCounter, minuteOf } from '../drop-counter.ts';
import type { BodyRoom } from '../http/body-room.ts';
import { guard } from '../http/guard.ts';
import { isPacked, readBody, SMALL_BYTES, type WholeBody } from '../http/read-body.ts';
import { throwAway } from '../http/reading-turns.ts';
import { clientAddresses, type ClientAddresses } from '../intake/client-address.ts';
import { StepRunner, type StepStatus } from '../intake/run-steps.ts';
import type { DossierJob, DossierResult } from '../large/jobs.ts';
import type { LargeBodies } from '../large/large-bodies.ts';
import { FRAME_TYPES } from '../spool/frames.ts';
import type { Spool } from '../spool/spool.ts';
import { PendingDossiers, sendText, SYNCHRONISATION_ANSWERS, TRACKING_ANSWERS, type AnswerForm } from './answers.ts';
import type { Fault } from './fields.ts';
import { beginIntake, systemOfKey, type CollectedSystems, type DossierContext, type DossierIntake } from './intake.ts';
import { systemsNamedIn } from './sender.ts';
import { openSession } from './session.ts';
import { FEEDS, type Feed } from './steps.ts';

export interface DossierDoorOptions {
  systems: CollectedSystems;
  /** Keys the digests under which dossiers without an official code are known; the same in every collector, for ever. */
  secret: Buffer;
  /** Longest body; 10 MiB when left out. */
  dossierBodyLimit_bytes?: number;
}

interface DoorOptions extends DossierDoorOptions {
  spool: Spool;
  bodies: BodyRoom;
  redaction: Redaction;
  large: LargeBodies;
  clock: Clock;
  trustedProxies?: readonly string[];
  recording?: () => boolean;
  timer?: () => number;
  log: Log;
}

type Runner = StepRunner<DossierIntake, DossierContext, DossierDropReason>;

/** What comes in at a path. */
interface Entrance {
  service: string;
  /** Undefined where sessions are asked for. */
  feed: Feed | undefined;
  form: AnswerForm;
}

/** A request, as far as its head tells. */
interface Asked {
  response: ServerResponse;
  entrance: Entrance;
  /** Key in the header; '' = none. */
  key: string;
  address: string;
  /** Whose it can be, by the key in the header or what the body begins with. */
  systems: readonly CollectedSystem[];
}

/** Where TrackingMCDT comes in: a full path, taken in any spelling of {@link canonicalPath}, as all of these. */
const TRACKING_PATH = '/TrackingMCDT';
/** Where the national synchronisation format comes in: path and service; '' = the envelope says. */
const SYNCHRONISATION_PATHS = [
  ['/DongBoHoSoMC', 'DongBoHoSoMC'],
  ['/CapNhatTienDoHoSoMC', 'CapNhatTienDoHoSoMC'],
  ['/mapi/g', ''],
] as const;
/** Where a sender of that format may ask for a session first. */
const SESSION_PATH = '/mapi/login';
const DEFAULT_BODY_LIMIT_BYTES = 10 * 1024 * 1024;
const PACKED: Fault = {
  record: 0,
  field: 'Content-Encoding',
  reason: 'bad-shape',
  vi: 'không được dùng: gửi nội dung không nén',
  en: 'is not taken: send the body as it is',
};
const NO_KEY: Fault = {
  record: 0,
  field: '',
  reason: 'body-too-large',
  vi: `dài hơn ${SMALL_BYTES / 1024} KiB chỉ được nhận kèm khóa: gửi khóa trong tiêu đề Authorization hoặc đặt session ở đầu nội dung`,
  en: `of more than ${SMALL_BYTES / 1024} KiB needs the key: send it in the header Authorization, or session first in the body`,
};
const METHOD_TEXT = 'Chỉ nhận phương thức POST.\nChanges of dossiers are sent with POST.\n';

/**
 * The door for changes of dossiers. A request runs through the steps of its feed; it is answered when all of it is on
 * disk, or at once with the reason why none of it is taken.
 */
export class DossierDoor {
  readonly #entrances = new Map<string, Entrance>();
  readonly #steps: Record<Feed, Runner>;
  readonly #context: DossierContext;
  readonly #addresses: ClientAddresses;
  readonly #drops: DropCounter<DossierDropCount>;
  readonly #clock: Clock;
  readonly #bodyLimit_bytes: number;
  readonly #bodies: BodyRoom;
  readonly #large: LargeBodies;
  readonly #log: Log;

  constructor(options: DoorOptions) {
    const timer = options.timer ?? (() => performance.now());
    const { tracking, synchronisation } = FEEDS;
    this.#steps = {
      tracking: new StepRunner(tracking, timer),
      synchronisation: new StepRunner(synchronisation, timer),
    };
    this.#clock = options.clock;
    this.#log = options.log;
    this.#bodyLimit_bytes = options.dossierBodyLimit_bytes ?? DEFAULT_BODY_LIMIT_BYTES;
    this.#bodies = options.bodies;
    this.#large = options.large;
    this.#addresses = clientAddresses(options.trustedProxies ?? []);
    this.#context = {
      systems: options.systems,
      secret: options.secret,
      redaction: options.redaction,
      spool: options.spool,
      recording: options.recording ?? (() => true),
    };
    this.#drops = new DropCounter(options.spool, {
      type: FRAME_TYPES.dossierDrops,
      subjectOf: (drop) => drop.systemId,
      withoutSubject: (drop) => ({ ...drop, systemId: 0 }),
    });
    this.#open();
  }

  #open(): void {
    const open = (path: string, entrance: Entrance) => this.#entrances.set(canonicalPath(path), entrance);
    open(TRACKING_PATH, { service: '', feed: 'tracking', form: TRACKING_ANSWERS });
    open(SESSION_PATH, { service: '', feed: undefined, form: SYNCHRONISATION_ANSWERS });
    for (const [path, service] of SYNCHRONISATION_PATHS)
      open(path, { service, feed: 'synchronisation', form: SYNCHRONISATION_ANSWERS });
  }

  start(): void {
    this.#drops.start();
  }

  stop(): Promise<void> {
    return this.#drops.stop();
  }

  status(): Record<Feed, StepStatus[]> {
    const { tracking, synchronisation } = this.#steps;
    return { tracking: tracking.status(), synchronisation: synchronisation.status() };
  }

  handle(request: IncomingMessage, response: ServerResponse): boolean {
    const entrance = this.#entrances.get(canonicalPath(request.url ?? ''));
    if (entrance === undefined) return false;
    if (request.method !== 'POST') sendText(response, 405, 'text/plain', METHOD_TEXT, ['Allow', 'POST']);
    else this.#receive(request, response, entrance);
    return true;
  }

  /** What the head alone tells is said before anything of the body is read. */
  #receive(request: IncomingMessage, response: ServerResponse, entrance: Entrance): void {
    const key = /^Bearer\s+(\S+)\s*$/i.exec(request.headers.authorization ?? '')?.[1] ?? '';
    const asked: Asked = { response, entrance, key, address: this.#addressOf(request), systems: [] };
    if (entrance.feed !== undefined) {
      if (isPacked(request)) return this.#refuseUnread(request, asked, 'bad-shape', [PACKED]);
      if (!this.#context.recording()) return this.#refuseUnread(request, asked, 'not-recording');
      const system = key === '' ? undefined : systemOfKey(this.#context.systems, key);
      if (system !== undefined) asked.systems = [system];
      if (system?.retired) return this.#refuseUnread(request, asked, 'retired-system');
      if (key !== '' && system === undefined) return this.#refuseUnread(request, asked, 'wrong-key');
    }
    this.#read(request, asked);
  }

  #read(request: IncomingMessage, asked: Asked): void {
    const { address, systems, entrance } = asked;
    const limit_bytes = entrance.feed === undefined ? SMALL_BYTES : this.#bodyLimit_bytes;
    const mayBeLarge = (begin: () => string): boolean => {
      if (systems.length === 0) asked.systems = systemsNamedIn(begin(), address, this.#context);
      return asked.systems.length > 0;
    };
    readBody(request, { limit_bytes, mayBeLarge, room: this.#bodies, address }, (outcome) => {
      if (outcome === 'broken-off') return;
      if (outcome === 'no-room') return this.#refuseUnread(request, asked, 'spool-full');
      if (outcome === 'too-large') return this.#refuseUnread(request, asked, 'body-too-large');
      if (outcome === 'sender-unknown') return this.#refuseUnread(request, asked, 'body-too-large', [NO_KEY]);
      guard(
        () => this.#take(asked, outcome),
        this.#log,
        () => entrance.form.failed(asked.response),
      );
    });
  }

  #refuseUnread(
    request: IncomingMessage,
    { response, entrance, address, systems }: Asked,
    reason: DossierDropReason,
    faults: readonly Fault[] = [],
  ): void {
    this.#count(reason, systems[0]?.systemId ?? 0, 1);
    throwAway(address, request);
    entrance.form.refused(response, reason, faults);
  }

  #take(asked: Asked, { body, release }: WholeBody): void {
    const { entrance, response } = asked;
    const { feed } = entrance;
    if (feed !== undefined && body.size_bytes > SMALL_BYTES) return this.#takeLarge(asked, feed, { body, release });
    const text = body.text();
    release();
    if (feed === undefined) {
      const refused = openSession(text, this.#context.systems, response);
      if (refused !== undefined) this.#count(refused, 0, 1);
      return;
    }
    const waiter = new PendingDossiers(response, entrance.form);
    const intake = beginIntake({ ...this.#senderOf(asked), body: text, waiter });
    const reason = this.#steps[feed].run(intake, this.#context);
    waiter.count = intake.changes.length;
    if (reason !== undefined) this.#refuse(asked, reason, resultOf(intake));
  }

  #takeLarge(asked: Asked, feed: Feed, { body, release }: WholeBody): void {
    const { entrance, response, address, systems } = asked;
    const { pieces, memory } = body.pieces();
    const job: DossierJob = { ...this.#senderOf(asked), feed, pieces, systems };
    this.#large.dossiers({ address, memory, wanted: () => !response.destroyed }, job, (result) => {
      release();
      if (result === 'failed') return entrance.form.failed(response);
      if (result === 'stopped') return this.#refuse(asked, 'not-recording', NOTHING_READ);
      this.#steps[feed].note(result.endedAt);
      guard(
        () => this.#append(asked, result),
        this.#log,
        () => entrance.form.failed(response),
      );
    });
  }

  #append(asked: Asked, result: DossierResult): void {
    const { reason, rows } = result;
    if (rows === undefined) return this.#refuse(asked, reason!, result);
    const waiter = new PendingDossiers(asked.response, asked.entrance.form);
    waiter.count = rows.count;
    const taken = this.#context.spool.append(rows.type, rows.day, rows.rows, rows.count, waiter);
    if (!taken) this.#refuse(asked, 'spool-full', result);
  }

  #refuse({ entrance, response }: Asked, reason: DossierDropReason, read: Read): void {
    this.#count(reason, read.systemId, Math.max(1, read.records));
    entrance.form.refused(response, reason, read.faults, read.faultsInAll);
  }

  #senderOf({ entrance, key, address }: Asked) {
    return { service: entrance.service, key, address, now_ms: this.#clock() };
  }

  #addressOf({ headers, socket }: IncomingMessage): string {
    return this.#addresses.of(socket.remoteAddress, headers['x-forwarded-for']);
  }

  #count(reason: DossierDropReason, systemId: number, count: number): void {
    this.#drops.add({ systemId, minute_ms: minuteOf(this.#clock()), reason, count });
  }
}

/** What is known of a request that is refused. */
type Read = Pick<DossierResult, 'systemId' | 'records' | 'faults' | 'faultsInAll'>;
const NOTHING_READ: Read = { systemId: 0, records: 0, faults: [], faultsInAll: 0 };

function resultOf({ system, records, faults }: DossierIntake): Read {
  return { systemId: system?.systemId ?? 0, records: records.length, faults, faultsInAll: faults.length };
}
