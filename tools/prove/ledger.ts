/** How a record that was sent was answered. */
export type Answered =
  /** The server said that it has it. */
  | 'acknowledged'
  /** The server said that it has it not: a sender will send it again. */
  | 'refused'
  /** No answer came, or one that says neither. */
  | 'unknown';

/** What a comparison of a book with the store found, by number of the record. */
export interface Differences {
  acknowledged: number;
  /** Acknowledged and not there. */
  lost: number[];
  /** How many are not there and were not answered. */
  open: number;
  /** There more often than once; or there although it was refused, so that its sender makes it two. */
  doubled: number[];
  /** There and never sent. */
  strange: number[];
}

/** Records of one kind by number, with the answer to each. Lives in the process of the load, which is never a victim. */
export class Book {
  #next = 0;
  readonly #answered = new Map<number, Answered>();

  get acknowledged(): number {
    let count = 0;
    for (const answered of this.#answered.values()) if (answered === 'acknowledged') count += 1;
    return count;
  }

  /** The number that {@link take} gives next. */
  get next(): number {
    return this.#next;
  }

  /** Takes `count` numbers, the first of which is given. They are unknown until {@link note}. */
  take(count: number): number {
    const first = this.#next;
    this.#next += count;
    this.note(first, count, 'unknown');
    return first;
  }

  note(first: number, count: number, answered: Answered): void {
    for (let at = first; at < first + count; at += 1) this.#answered.set(at, answered);
  }

  entries(): Iterable<[number: number, answered: Answered]> {
    return this.#answered;
  }

  /** @param found how often each record is in the store, by number */
  compare(found: ReadonlyMap<number, number>): Differences {
    const differences: Differences = { acknowledged: 0, lost: [], open: 0, doubled: [], strange: [] };
    for (const [number, answered] of this.#answered) {
      const times = found.get(number) ?? 0;
      if (answered === 'acknowledged') differences.acknowledged += 1;
      if (answered === 'acknowledged' && times === 0) differences.lost.push(number);
      if (answered === 'unknown' && times === 0) differences.open += 1;
      if (times > 1 || (answered === 'refused' && times > 0)) differences.doubled.push(number);
    }
    for (const number of found.keys()) if (!this.#answered.has(number)) differences.strange.push(number);
    return differences;
  }
}

/** What was sent to one installation and how it was answered. */
export class Ledger {
  readonly hits = new Book();
  readonly dossiers = new Book();
  readonly units = new Book();
  /** When the first and the last hit were sent, Unix milliseconds: visitors are counted by day. */
  first_ms: number | undefined;
  last_ms: number | undefined;

  get acknowledged(): number {
    return this.hits.acknowledged + this.dossiers.acknowledged + this.units.acknowledged;
  }
}
