import { AsyncLocalStorage } from 'node:async_hooks';

/**
 * Those for whom some work is done: the one who asked and, where an answer is shared, all who asked the same since. Lanes serve
 * askers in turn, and a shared question waits in the turn of each of them: to join the question of someone who asks too much
 * costs no one time.
 */
export class Askers {
  readonly names = new Set<string>();
  /** Shared questions that were asked in order to answer this one. */
  readonly #inner = new Set<Askers>();
  readonly #outer = new Set<Askers>();
  readonly #waiting = new Set<(name: string) => void>();

  /** Those of `outer` wait for this now, and so will those who join it later. */
  admit(outer: Askers): void {
    outer.#inner.add(this);
    this.#outer.add(outer);
    for (const name of outer.names) this.#join(name);
  }

  /** The answer is there: no one joins any more. */
  answered(): void {
    for (const outer of this.#outer) outer.#inner.delete(this);
    this.#outer.clear();
  }

  /** Calls `joined` with each name that comes later. @returns takes it back */
  whileWaiting(joined: (name: string) => void): () => void {
    this.#waiting.add(joined);
    return () => this.#waiting.delete(joined);
  }

  #join(name: string): void {
    if (this.names.has(name)) return;
    this.names.add(name);
    for (const joined of this.#waiting) joined(name);
    for (const inner of this.#inner) inner.#join(name);
  }

  static of(name: string): Askers {
    const askers = new Askers();
    askers.#join(name);
    return askers;
  }
}

const store = new AsyncLocalStorage<Askers>();

/** What is done for no single asker, such as a reading for all who follow. */
export const PROGRAM = '';

/** Runs work for someone; whatever it asks of lanes waits in his turn. @param name the same for all that is done for one */
export function doneFor<T>(name: string, work: () => T): T {
  return store.run(Askers.of(name), work);
}

/** For whom the present work is done. */
export function presentAskers(): Askers {
  return store.getStore() ?? Askers.of(PROGRAM);
}

/** An answer that several wait for. */
export interface Shared<T> {
  answer: Promise<T>;
  isUnderWay: boolean;
  /** For another who asks the same: what is done for the answer waits in lanes for this asker as well. */
  join(): Promise<T>;
}

/** Begins work whose answer will be shared. */
export function share<T>(work: () => Promise<T>): Shared<T> {
  const askers = new Askers();
  askers.admit(presentAskers());
  const answer = store.run(askers, work);
  const shared = {
    answer,
    isUnderWay: true,
    join: () => {
      if (shared.isUnderWay) askers.admit(presentAskers());
      return answer;
    },
  };
  const settled = (): void => {
    shared.isUnderWay = false;
    askers.answered();
  };
  answer.then(settled, settled);
  return shared;
}
