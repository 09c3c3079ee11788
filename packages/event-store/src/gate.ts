/** Many may pass together, or one alone. */
export interface LoadGate {
  together<T>(work: () => Promise<T>): Promise<T>;
  alone<T>(work: () => Promise<T>): Promise<T>;
}

/** Many may pass together, or one alone. Whoever wants to be alone is let in before those who come after. */
export class Gate implements LoadGate {
  #alone: Promise<unknown> = Promise.resolve();
  readonly #together = new Set<Promise<unknown>>();

  /** Runs the work beside others of its kind, after whoever is or waits to be alone. */
  async together<T>(work: () => Promise<T>): Promise<T> {
    let before: Promise<unknown>;
    do {
      before = this.#alone;
      await before;
    } while (before !== this.#alone);
    const running = work();
    const settled = running.catch(() => {});
    this.#together.add(settled);
    void settled.finally(() => this.#together.delete(settled));
    return running;
  }

  /** Runs the work when all others have finished, and keeps others out meanwhile. */
  async alone<T>(work: () => Promise<T>): Promise<T> {
    const before = this.#alone;
    const running = (async () => {
      await before;
      await Promise.all(this.#together);
      return work();
    })();
    this.#alone = running.catch(() => {});
    return running;
  }
}
