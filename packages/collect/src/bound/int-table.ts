const SMALLEST = 16;

/** A map from numbers of 32 bits (not 0) to numbers of 32 bits in two flat arrays: 8 bytes a slot, no object. Nothing is deleted singly. */
export class IntTable {
  #keys = new Uint32Array(SMALLEST);
  #values = new Uint32Array(SMALLEST);
  #mask = SMALLEST - 1;
  #size = 0;

  get size(): number {
    return this.#size;
  }

  get size_bytes(): number {
    return this.#keys.length * 8;
  }

  /** 0 when it is not there. */
  get(key: number): number {
    for (let at = key & this.#mask; ; at = (at + 1) & this.#mask) {
      const found = this.#keys[at]!;
      if (found === key) return this.#values[at]!;
      if (found === 0) return 0;
    }
  }

  set(key: number, value: number): void {
    if ((this.#size + 1) * 4 > this.#keys.length * 3) this.#rebuild(this.#keys.length * 2, (_key, old) => old);
    this.#put(key, value);
  }

  /** Calls back for each entry. */
  each(visit: (key: number, value: number) => void): void {
    for (let at = 0; at < this.#keys.length; at++) {
      if (this.#keys[at] !== 0) visit(this.#keys[at]!, this.#values[at]!);
    }
  }

  /** Gives each entry the value that `change` makes of its own; an entry of 0 goes. */
  change(change: (value: number) => number): void {
    let kept = 0;
    this.each((_key, value) => {
      if (change(value) >>> 0 !== 0) kept++;
    });
    let slots = SMALLEST;
    while ((kept + 1) * 4 > slots * 3) slots *= 2;
    this.#rebuild(slots, (_key, value) => change(value));
  }

  #put(key: number, value: number): void {
    let at = key & this.#mask;
    while (this.#keys[at] !== 0 && this.#keys[at] !== key) at = (at + 1) & this.#mask;
    if (this.#keys[at] === 0) this.#size++;
    this.#keys[at] = key;
    this.#values[at] = value;
  }

  #rebuild(slots: number, valueOf: (key: number, value: number) => number): void {
    const [keys, values] = [this.#keys, this.#values];
    this.#keys = new Uint32Array(slots);
    this.#values = new Uint32Array(slots);
    this.#mask = slots - 1;
    this.#size = 0;
    for (let at = 0; at < keys.length; at++) {
      const key = keys[at]!;
      const value = key === 0 ? 0 : valueOf(key, values[at]!) >>> 0;
      if (value !== 0) this.#put(key, value);
    }
  }
}
