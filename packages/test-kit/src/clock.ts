import type { Clock } from '@emc/contract';

/** A clock that stands still until it is moved. Times are Unix milliseconds. */
export interface MovableClock extends Clock {
  set(now_ms: number): void;
  advance(by_ms: number): void;
}

export function movableClock(start_ms: number): MovableClock {
  let now_ms = start_ms;
  return Object.assign(() => now_ms, {
    set: (value_ms: number) => {
      now_ms = value_ms;
    },
    advance: (by_ms: number) => {
      now_ms += by_ms;
    },
  });
}
