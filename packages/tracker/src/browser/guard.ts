/** What a page may hand us: nothing about it is certain. */
export type Odd = any; // oxlint-disable-line typescript/no-explicit-any -- pages replace globals; every use is guarded

/** The same function, but what it throws never reaches the page: a lost hit is better than a broken service. */
export const guarded =
  <A extends unknown[], T>(work: (...args: A) => T) =>
  (...args: A): T | undefined => {
    try {
      return work(...args);
    } catch {
      // Nobody to tell.
    }
    return undefined;
  };

/** Listens in the capture phase, so that a page which stops an event's propagation is still measured. */
export const listen = (type: string, work: (event: Odd) => void): void =>
  addEventListener(type, guarded(work) as EventListener, true);
