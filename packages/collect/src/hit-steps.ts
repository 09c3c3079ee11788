import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Clock, DropReason, Redaction } from '@emc/contract';
import { ValueBound } from './bound/value-bound.ts';
import { HitDrops } from './hit-drops.ts';
import { clientAddresses, type ClientAddresses } from './intake/client-address.ts';
import { createCaches, Intake, type IntakeContext, type KnownSites, type SaltSource } from './intake/intake.ts';
import { StepRunner, type StepStatus } from './intake/run-steps.ts';
import { STEPS } from './intake/steps.ts';
import type { Spool } from './spool/spool.ts';

export interface HitStepsOptions {
  spool: Spool;
  sites: KnownSites;
  salt: SaltSource;
  /** Takes what may be personal out of all texts; the same in every collector, so that a page is one page. */
  redaction: Redaction;
  clock: Clock;
  /** Addresses or networks whose X-Forwarded-For is believed; none when left out. */
  trustedProxies?: readonly string[];
  /** False: maintenance, every hit is answered 503. */
  recording?: () => boolean;
  /** The bound of different values per portal and day; one of its own, which forgets with the process, when left out. */
  bound?: ValueBound;
  /** Times the steps; `performance.now` when left out. */
  timer?: () => number;
}

/** The steps of `intake/steps.ts` with all that they ask, for the one intake object that serves all hits, one after another. */
export class HitSteps {
  readonly intake = new Intake();
  readonly context: IntakeContext & { spool: Spool };
  readonly drops: HitDrops;
  readonly timer: () => number;
  readonly #clock: Clock;
  readonly #addresses: ClientAddresses;
  readonly #steps: StepRunner<Intake, IntakeContext, DropReason>;

  constructor(options: HitStepsOptions) {
    this.timer = options.timer ?? (() => performance.now());
    this.#clock = options.clock;
    this.#addresses = clientAddresses(options.trustedProxies ?? []);
    this.#steps = new StepRunner(STEPS, this.timer);
    this.drops = new HitDrops(options.spool, options.clock);
    this.context = {
      sites: options.sites,
      salt: options.salt,
      spool: options.spool,
      recording: options.recording ?? (() => true),
      redaction: options.redaction,
      known: createCaches(options.redaction),
      bound: options.bound ?? new ValueBound({ key: randomBytes(16) }),
    };
  }

  /** The one intake object, made ready for a request. */
  begin(request: IncomingMessage): Intake {
    const { intake } = this;
    const { headers } = request;
    intake.reset();
    intake.now_ms = this.#clock();
    intake.sender.address = this.addressOf(request);
    intake.sender.userAgent = headers['user-agent'] ?? '';
    intake.sender.referer = headers.referer ?? '';
    intake.sender.optedOut = headers.dnt === '1' || headers['sec-gpc'] === '1';
    return intake;
  }

  addressOf({ headers, socket }: IncomingMessage): string {
    return this.#addresses.of(socket.remoteAddress, headers['x-forwarded-for']);
  }

  /** @returns why it is not counted; undefined when it is in the spool of the context */
  run(context: IntakeContext): DropReason | undefined {
    return this.#steps.run(this.intake, context);
  }

  status(): StepStatus[] {
    return this.#steps.status();
  }
}
