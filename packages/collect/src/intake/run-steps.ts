/** One step of an intake: lets what came pass, or says why not. Never waits, never throws on what a sender sent. */
export interface Step<Intake, Context, Reason extends string> {
  name: string;
  run(intake: Intake, context: Context): Reason | undefined;
}

/** What became of hits (or requests of another intake) at one step. */
export interface StepStatus {
  name: string;
  /** Hits that came to it. */
  entered: number;
  /** Hits that ended at it. */
  ended: number;
  /** Average time in it, of the hits that were timed. */
  average_us: number | undefined;
}

/** One hit in so many is timed: looking at the clock ten times would cost a tenth of a hit. */
const TIMED_EVERY = 1024;

/** Runs hits through the steps of an intake, counting and now and then timing each step. */
export class StepRunner<Intake, Context, Reason extends string> {
  readonly #steps: readonly Step<Intake, Context, Reason>[];
  readonly #timer: () => number;
  readonly #ended: number[];
  readonly #timed: number[];
  readonly #time_ms: number[];
  #hits = 0;
  /** Place of the step at which the last hit ended; -1 = it passed them all. */
  endedAt = -1;

  /** @param timer a clock with parts of milliseconds, such as `performance.now` */
  constructor(steps: readonly Step<Intake, Context, Reason>[], timer: () => number) {
    this.#steps = steps;
    this.#timer = timer;
    this.#ended = steps.map(() => 0);
    this.#timed = steps.map(() => 0);
    this.#time_ms = steps.map(() => 0);
  }

  /** Counts a hit that went through the same steps in another thread, which says where it ended. */
  note(endedAt: number): void {
    this.#hits++;
    if (endedAt >= 0) this.#ended[endedAt]!++;
  }

  /** Undefined when the hit is counted. */
  run(intake: Intake, context: Context): Reason | undefined {
    this.endedAt = -1;
    if (this.#hits++ % TIMED_EVERY === 0) return this.#runTimed(intake, context);
    const steps = this.#steps;
    for (let at = 0; at < steps.length; at++) {
      const reason = steps[at]!.run(intake, context);
      if (reason !== undefined) {
        this.#ended[at]!++;
        this.endedAt = at;
        return reason;
      }
    }
    return undefined;
  }

  status(): StepStatus[] {
    let entered = this.#hits;
    return this.#steps.map(({ name }, at) => {
      const status = {
        name,
        entered,
        ended: this.#ended[at]!,
        average_us: this.#timed[at] === 0 ? undefined : (this.#time_ms[at]! * 1000) / this.#timed[at]!,
      };
      entered -= status.ended;
      return status;
    });
  }

  #runTimed(intake: Intake, context: Context): Reason | undefined {
    const steps = this.#steps;
    let before = this.#timer();
    for (let at = 0; at < steps.length; at++) {
      const reason = steps[at]!.run(intake, context);
      const after = this.#timer();
      this.#timed[at]!++;
      this.#time_ms[at]! += after - before;
      before = after;
      if (reason !== undefined) {
        this.#ended[at]!++;
        this.endedAt = at;
        return reason;
      }
    }
    return undefined;
  }
}
