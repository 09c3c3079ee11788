import { onTestFinished, vi } from 'vitest';

/** The store's clock and the monotonic one, which go on together. */
export interface PassingTime {
  now_ms: () => number;
  /** Lets time go by; neither clock is set. */
  pass: (time_ms: number) => void;
}

/** Time that stands until it is let go by, until the test ends. */
export function passingTime(): PassingTime {
  const began_ms = Date.now();
  const monotonic = performance.now.bind(performance);
  let passed_ms = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => monotonic() + passed_ms);
  onTestFinished(() => void vi.restoreAllMocks());
  return {
    now_ms: () => began_ms + passed_ms,
    pass: (time_ms) => {
      passed_ms += time_ms;
    },
  };
}
