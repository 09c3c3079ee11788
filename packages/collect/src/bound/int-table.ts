const SMALLEST = 16;
/** Slots. What needs more is spread over parts, so that no change of the whole goes through more memory at a time than a processor keeps near. */
const LARGEST = 65_536;
/** Four bits of a key say in which part it lies: the highest ones, then the next. */
const PART_BITS = 4;

/** A map from numbers of 32 bits (not 0) to numbers of 32 bits in flat arrays: 8 bytes a slot, no object. Nothing is deleted singly. */
export class IntTable {
  readonly #shift: number;
  #keys = new Uint32Array(SMALLEST);
  #values = new Uint32Array(SMALLEST);
  #mask = SMALLEST - 1;
  #size = 0;
  #parts: readonly IntTable[] | undefined;

  /** @param shift how far right of a key the bits lie that say in which part it is */
  constructor(shift = 32 - PART_BITS) {
    this.#shift = shift;
  }

  get size(): number {
    return this.#parts === undefined ? this.#size : sumOf(this.#parts, ({ size }) => size);
  }

  get size_bytes(): number {
    return this.#parts === undefined ? this.#keys.length * 8 : sumOf(this.#parts, ({ size_bytes }) => size_bytes);
  }

  /** What it consists of, each of a bounded size; itself while it is small. */
  get parts(): readonly IntTable[] {
    return this.#parts ?? [this];
  }

  /** 0 when it is not there. */
  get(key: number): number {
    if (this.#parts !== undefined) return this.#partOf(key).get(key);
    for (let at = key & this.#mask; ; at = (at + 1) & this.#mask) {
      const found = this.#keys[at]!;
      if (found === key) return this.#values[at]!;
      if (found === 0) return 0;
    }
  }

  set(key: number, value: number): void {
    if (this.#parts === undefined && (this.#size + 1) * 4 > this.#keys.length * 3) this.#grow();
    if (this.#parts === undefined) this.#put(key, value);
    else this.#partOf(key).set(key, value);
  }

  /** Calls back for each entry. */
  each(visit: (key: number, value: number) => void): void {
    if (this.#parts !== undefined) return this.#parts.forEach((part) => part.each(visit));
    for (let at = 0; at < this.#keys.length; at++) {
      if (this.#keys[at] !== 0) visit(this.#keys[at]!, this.#values[at]!);
    }
  }

  /** Gives each entry the value that `change` makes of its own; an entry of 0 goes. */
  change(change: (value: number) => number): void {
    if (this.#parts !== undefined) return this.#parts.forEach((part) => part.change(change));
    let kept = 0;
    for (let at = 0; at < this.#keys.length; at++) {
      if (this.#keys[at] !== 0 && (this.#values[at] = change(this.#values[at]!)) >>> 0 !== 0) kept++;
    }
    if (kept === this.#size) return;
    let slots = SMALLEST;
    while ((kept + 1) * 4 > slots * 3) slots *= 2;
    this.#rebuild(slots);
  }

  #partOf(key: number): IntTable {
    return this.#parts![(key >>> this.#shift) & (2 ** PART_BITS - 1)]!;
  }

  #grow(): void {
    if (this.#keys.length < LARGEST) return this.#rebuild(this.#keys.length * 2);
    const parts = Array.from({ length: 2 ** PART_BITS }, () => new IntTable(this.#shift - PART_BITS));
    const [keys, values] = [this.#keys, this.#values];
    this.#parts = parts;
    this.#keys = this.#values = new Uint32Array(0);
    for (let at = 0; at < keys.length; at++) if (keys[at] !== 0) this.#partOf(keys[at]!).set(keys[at]!, values[at]!);
  }

  #put(key: number, value: number): void {
    let at = key & this.#mask;
    while (this.#keys[at] !== 0 && this.#keys[at] !== key) at = (at + 1) & this.#mask;
    if (this.#keys[at] === 0) this.#size++;
    this.#keys[at] = key;
    this.#values[at] = value;
  }

  /** Without entries of 0. */
  #rebuild(slots: number): void {
    const [keys, values] = [this.#keys, this.#values];
    this.#keys = new Uint32Array(slots);
    this.#values = new Uint32Array(slots);
    this.#mask = slots - 1;
    this.#size = 0;
    for (let at = 0; at < keys.length; at++) {
      if (values[at] !== 0) this.#put(keys[at]!, values[at]!);
    }
  }
}

function sumOf(parts: readonly IntTable[], of: (part: IntTable) => number): number {
  let sum = 0;
  for (const part of parts) sum += of(part);
  return sum;
}
