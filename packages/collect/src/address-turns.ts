import { subscriberOf } from '@emc/contract';

/** What waits, by who sent it: addresses take turns, so that one that sends much waits for itself. */
export class AddressTurns<Item> {
  readonly #waiting = new Map<string, Item[]>();

  add(address: string, item: Item): void {
    const one = subscriberOf(address);
    const own = this.#waiting.get(one);
    if (own === undefined) this.#waiting.set(one, [item]);
    else own.push(item);
  }

  /** The first of the address whose turn it is; the address goes to the end of the line. */
  take(): Item | undefined {
    const [turn] = this.#waiting;
    if (turn === undefined) return undefined;
    const [address, own] = turn;
    const first = own.shift();
    this.#waiting.delete(address);
    if (own.length > 0) this.#waiting.set(address, own);
    return first;
  }

  /** All that waits; nothing does afterwards. */
  takeAll(): Item[] {
    const all = [...this.#waiting.values()].flat();
    this.#waiting.clear();
    return all;
  }
}

/** Does one piece of work in each turn of the event loop, and addresses take turns: a hundred that begin at once would all be done in one. */
export class WorkTurns {
  readonly #waiting = new AddressTurns<() => void>();
  readonly #later: (turn: () => void) => unknown;
  #isDue = false;

  /** @param later when the next one is done; at the next turn of the event loop when left out */
  constructor(later: (turn: () => void) => unknown = (turn) => setImmediate(turn)) {
    this.#later = later;
  }

  add(address: string, work: () => void): void {
    this.#waiting.add(address, work);
    this.#schedule();
  }

  #schedule(): void {
    if (this.#isDue) return;
    this.#isDue = true;
    this.#later(() => {
      this.#isDue = false;
      const work = this.#waiting.take();
      if (work === undefined) return;
      this.#schedule();
      work();
    });
  }
}
