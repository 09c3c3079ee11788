import { type Askers, presentAskers } from './askers.ts';

/** Runs work, at most `limit` at a time. Of what waits, the work of the asker comes next for whom least was done of late. */
export type Lanes = <T>(work: () => Promise<T>) => Promise<T>;

/** An asker who was idle may use this much of the lanes' time before he stands behind those who ask without end. */
const CREDIT_MS = 1_000;
/** What a turn counts at least, so that turns that take no time go round as well. */
const LEAST_MS = 1;
/** Askers beyond these are forgotten when they are idle, with what was done for them. */
const MOST_REMEMBERED = 2_000;

/**
 * Fair by asker ({@link presentAskers}), not first come, first served: each asker's work is counted by the time that it took
 * (start-time fair queueing, Goyal 1996). One who asks for less than an equal share of the time finds the next free lane, however
 * many questions others have waiting.
 * @param elapsed_ms a clock that is never set
 */
export function createLanes(limit: number, elapsed_ms: () => number = () => performance.now()): Lanes {
  const turns = new Turns();
  let free = limit;
  return async (work) => {
    const askers = presentAskers();
    let turn: Turn;
    if (free > 0) {
      free--;
      turn = turns.take(askers);
    } else turn = await turns.wait(askers);
    const began_ms = elapsed_ms();
    try {
      return await work();
    } finally {
      turns.end(turn, elapsed_ms() - began_ms);
      if (!turns.next()) free++;
    }
  };
}

/** What is done for one asker. */
interface Line {
  /** How much was done for him; where he stands among the others. */
  used_ms: number;
  running: number;
  waiting: Waiting[];
}

/** Waits in the lines of all who want the answer; once taken it is left where it lies. */
interface Waiting {
  taken: boolean;
  go: (turn: Turn) => void;
}

interface Turn {
  line: Line;
  /** Counted when the turn began, until it is known what it took. */
  expected_ms: number;
}

class Turns {
  readonly #lines = new Map<string, Line>();
  /** How much had been done for the one who was served last. */
  #level_ms = 0;
  #usual_ms = LEAST_MS;

  /** Begins at once, for the one of them for whom least was done. */
  take(askers: Askers): Turn {
    const lines = [...askers.names].map((name) => this.#lineOf(name));
    return this.#begin(lines.reduce((least, line) => (line.used_ms < least.used_ms ? line : least)));
  }

  wait(askers: Askers): Promise<Turn> {
    return new Promise((resolve) => {
      const waiting: Waiting = { taken: false, go: resolve };
      const stand = (name: string): void => void this.#lineOf(name).waiting.push(waiting);
      const leave = askers.whileWaiting(stand);
      waiting.go = (turn) => {
        leave();
        resolve(turn);
      };
      for (const name of askers.names) stand(name);
    });
  }

  end({ line, expected_ms }: Turn, took_ms: number): void {
    const counted_ms = Math.max(LEAST_MS, took_ms);
    line.running--;
    line.used_ms += counted_ms - expected_ms;
    this.#usual_ms += (counted_ms - this.#usual_ms) / 16;
  }

  /** Lets the next one go. @returns false when none waits */
  next(): boolean {
    let next: Line | undefined;
    for (const line of this.#lines.values()) {
      while (line.waiting[0]?.taken === true) line.waiting.shift();
      if (line.waiting.length > 0 && (next === undefined || line.used_ms < next.used_ms)) next = line;
    }
    const waiting = next?.waiting.shift();
    if (next === undefined || waiting === undefined) {
      // Where none waits none was kept waiting: all begin alike.
      this.#forgetIdle();
      return false;
    }
    waiting.taken = true;
    waiting.go(this.#begin(next));
    return true;
  }

  #begin(line: Line): Turn {
    this.#level_ms = Math.max(this.#level_ms, line.used_ms);
    line.used_ms += this.#usual_ms;
    line.running++;
    return { line, expected_ms: this.#usual_ms };
  }

  #lineOf(name: string): Line {
    const known = this.#lines.get(name);
    const least_ms = this.#level_ms - CREDIT_MS;
    if (known !== undefined) {
      // What was left unused is not saved up.
      if (isIdle(known)) known.used_ms = Math.max(known.used_ms, least_ms);
      return known;
    }
    if (this.#lines.size >= MOST_REMEMBERED) this.#forgetIdle();
    const line = { used_ms: least_ms, running: 0, waiting: [] };
    this.#lines.set(name, line);
    return line;
  }

  #forgetIdle(): void {
    for (const [name, line] of this.#lines) if (isIdle(line)) this.#lines.delete(name);
  }
}

function isIdle({ running, waiting }: Line): boolean {
  return running === 0 && waiting.length === 0;
}
