import type { IncomingMessage, ServerResponse } from 'node:http';
import { canonicalPath, type Clock, type DossierDropReason, type Log, type Redaction } from '@emc/contract';
import type { DossierDropCount } from '@emc/event-store';
import { DropCounter, minuteOf } from '../drop-counter.ts';
import type { BodyRoom } from '../http/body-room.ts';
import { guard } from '../http/guard.ts';
import { isPacked, readBody } from '../http/read-body.ts';
import { clientAddresses, type ClientAddresses } from '../intake/client-address.ts';
import { StepRunner, type StepStatus } from '../intake/run-steps.ts';
import { FRAME_TYPES } from '../spool/frames.ts';
import type { Spool } from '../spool/spool.ts';
import { PendingDossiers, sendText, SYNCHRONISATION_ANSWERS, TRACKING_ANSWERS, type AnswerForm } from './answers.ts';
import { refuse, type CollectedSystems, type DossierContext, type DossierIntake } from './intake.ts';
import { openSession } from './session.ts';
import { SYNCHRONISATION_STEPS, TRACKING_STEPS } from './steps.ts';

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
  steps: Runner | undefined;
  form: AnswerForm;
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
const PACKED = { vi: 'không được dùng: gửi nội dung không nén', en: 'is not taken: send the body as it is' };
const METHOD_TEXT = 'Chỉ nhận phương thức POST.\nChanges of dossiers are sent with POST.\n';

/**
 * The door for changes of dossiers. A request runs through the steps of its feed; it is answered when all of it is on
 * disk, or at once with the reason why none of it is taken.
 */
export class DossierDoor {
  readonly #entrances = new Map<string, Entrance>();
  readonly #tracking: Runner;
  readonly #synchronisation: Runner;
  readonly #context: DossierContext;
  readonly #addresses: ClientAddresses;
  readonly #drops: DropCounter<DossierDropCount>;
  readonly #clock: Clock;
  readonly #bodyLimit_bytes: number;
  readonly #bodies: BodyRoom;
  readonly #log: Log;

  constructor(options: DoorOptions) {
    const timer = options.timer ?? (() => performance.now());
    this.#tracking = new StepRunner(TRACKING_STEPS, timer);
    this.#synchronisation = new StepRunner(SYNCHRONISATION_STEPS, timer);
    this.#clock = options.clock;
    this.#log = options.log;
    this.#bodyLimit_bytes = options.dossierBodyLimit_bytes ?? DEFAULT_BODY_LIMIT_BYTES;
    this.#bodies = options.bodies;
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
    open(TRACKING_PATH, { service: '', steps: this.#tracking, form: TRACKING_ANSWERS });
    open(SESSION_PATH, { service: '', steps: undefined, form: SYNCHRONISATION_ANSWERS });
    for (const [path, service] of SYNCHRONISATION_PATHS)
      open(path, { service, steps: this.#synchronisation, form: SYNCHRONISATION_ANSWERS });
  }

  start(): void {
    this.#drops.start();
  }

  stop(): Promise<void> {
    return this.#drops.stop();
  }

  status(): { tracking: StepStatus[]; synchronisation: StepStatus[] } {
    return { tracking: this.#tracking.status(), synchronisation: this.#synchronisation.status() };
  }

  handle(request: IncomingMessage, response: ServerResponse): boolean {
    const entrance = this.#entrances.get(canonicalPath(request.url ?? ''));
    if (entrance === undefined) return false;
    if (request.method !== 'POST') sendText(response, 405, 'text/plain', METHOD_TEXT, { Allow: 'POST' });
    else this.#receive(request, response, entrance);
    return true;
  }

  #receive(request: IncomingMessage, response: ServerResponse, entrance: Entrance): void {
    const { form } = entrance;
    const limits = { limit_bytes: this.#bodyLimit_bytes, room: this.#bodies, address: this.#addressOf(request) };
    readBody(request, limits, (outcome) => {
      if (outcome === 'broken-off') return;
      if (outcome === 'too-large' || outcome === 'no-room') {
        const reason = outcome === 'too-large' ? 'body-too-large' : 'spool-full';
        this.#count(reason, 0, 1);
        // What is still coming is read and thrown away: closing now would take the answer from the sender.
        request.resume();
        form.refused(response, reason, []);
        return;
      }
      const take = (): void => this.#take(request, response, entrance, outcome.text);
      guard(take, this.#log, () => form.failed(response));
    });
  }

  #take(request: IncomingMessage, response: ServerResponse, { service, steps, form }: Entrance, body: string): void {
    if (steps === undefined) {
      const refused = openSession(body, this.#context.systems, response);
      if (refused !== undefined) this.#count(refused, 0, 1);
      return;
    }
    const waiter = new PendingDossiers(response, form);
    const intake = this.#begin(request, { service, body, waiter });
    // What is packed would only be told to have no shape, or no siteId.
    const reason = isPacked(request)
      ? refuse(intake, 'Content-Encoding', 'bad-shape', PACKED)
      : steps.run(intake, this.#context);
    waiter.count = intake.changes.length;
    if (reason === undefined) return;
    this.#count(reason, intake.system?.systemId ?? 0, Math.max(1, intake.records.length));
    form.refused(response, reason, intake.faults);
  }

  #addressOf({ headers, socket }: IncomingMessage): string {
    return this.#addresses.of(socket.remoteAddress, headers['x-forwarded-for']);
  }

  #begin(request: IncomingMessage, sent: Pick<DossierIntake, 'service' | 'body' | 'waiter'>): DossierIntake {
    return {
      ...sent,
      now_ms: this.#clock(),
      address: this.#addressOf(request),
      key: /^Bearer\s+(\S+)\s*$/i.exec(request.headers.authorization ?? '')?.[1] ?? '',
      envelope: new Map(),
      records: [],
      kind: undefined,
      system: undefined,
      changes: [],
      faults: [],
    };
  }

  #count(reason: DossierDropReason, systemId: number, count: number): void {
    this.#drops.add({ systemId, minute_ms: minuteOf(this.#clock()), reason, count });
  }
}
