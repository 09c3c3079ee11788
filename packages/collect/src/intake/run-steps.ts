import type { DropReason } from '@emc/contract';
import type { Intake, IntakeContext } from './intake.ts';
import { STEPS } from './steps.ts';

/** What became of hits at one step. */
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

/** Runs hits through {@link STEPS}, counting and now and then timing each step. */
export class StepRunner {
  readonly #timer: () => number;
  readonly #ended: number[] = STEPS.map(() => 0);
  readonly #timed: number[] = STEPS.map(() => 0);
  readonly #time_ms: number[] = STEPS.map(() => 0);
  #hits = 0;

  /** @param timer a clock with parts of milliseconds, such as `performance.now` */
  constructor(timer: () => number) {
    this.#timer = timer;
  }

  /** Undefined when the hit is counted. */
  run(intake: Intake, context: IntakeContext): DropReason | undefined {
    if (this.#hits++ % TIMED_EVERY === 0) return this.#runTimed(intake, context);
    for (let at = 0; at < STEPS.length; at++) {
      const reason = STEPS[at]!.run(intake, context);
      if (reason !== undefined) {
        this.#ended[at]!++;
        return reason;
      }
    }
    return undefined;
  }

  status(): StepStatus[] {
    let entered = this.#hits;
    return STEPS.map(({ name }, at) => {
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

  #runTimed(intake: Intake, context: IntakeContext): DropReason | undefined {
    let before = this.#timer();
    for (let at = 0; at < STEPS.length; at++) {
      const reason = STEPS[at]!.run(intake, context);
      const after = this.#timer();
      this.#timed[at]!++;
      this.#time_ms[at]! += after - before;
      before = after;
      if (reason !== undefined) {
        this.#ended[at]!++;
        return reason;
      }
    }
    return undefined;
  }
}
