/** A limit of time that stands still while something is waited for that is not its own. */
export class TimeLimit {
  readonly #over = new AbortController();
  #left_ms: number;
  #since_ms = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(limit_ms: number) {
    this.#left_ms = limit_ms;
    this.#go();
  }

  /** Aborts when the time is over. */
  get signal(): AbortSignal {
    return this.#over.signal;
  }

  async outside<T>(wait: Promise<T>): Promise<T> {
    this.end();
    this.#left_ms -= performance.now() - this.#since_ms;
    try {
      return await wait;
    } finally {
      this.#go();
    }
  }

  /** No more is limited. */
  end(): void {
    clearTimeout(this.#timer);
  }

  #go(): void {
    this.#since_ms = performance.now();
    this.#timer = setTimeout(() => this.#over.abort(new Error('the time is over')), Math.max(0, this.#left_ms));
    this.#timer.unref();
  }
}
