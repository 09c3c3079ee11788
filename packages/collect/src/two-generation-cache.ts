/**
 * A bounded cache for pure functions of a string that come again and again (user agents, pages, referrers).
 *
 * Two generations instead of a linked list: when the young one is full it becomes the old one and the old one is
 * forgotten; what is asked for in the old one moves back. Costs one map look-up on a hit and holds at most twice
 * `limit` entries.
 */
export class TwoGenerationCache<Value> {
  readonly #compute: (key: string) => Value;
  readonly #limit: number;
  readonly #longestKey: number;
  #young = new Map<string, Value>();
  #old = new Map<string, Value>();

  /** @param longestKey longer keys are computed every time, so that a sender cannot fill the memory with them */
  constructor(compute: (key: string) => Value, limit = 5000, longestKey = 1000) {
    this.#compute = compute;
    this.#limit = limit;
    this.#longestKey = longestKey;
  }

  get(key: string): Value {
    const young = this.#young.get(key);
    if (young !== undefined) return young;
    return this.#getOlder(key);
  }

  #getOlder(key: string): Value {
    if (key.length > this.#longestKey) return this.#compute(key);
    let value = this.#old.get(key);
    // A key cut out of a request would keep the whole request in memory: keep a copy of its own.
    const own = Buffer.from(key, 'utf16le').toString('utf16le');
    if (value === undefined) value = this.#compute(own);
    if (this.#young.size >= this.#limit) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    this.#young.set(own, value);
    return value;
  }
}
