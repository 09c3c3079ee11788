import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createRounds } from '../src/rounds.ts';

const quiet = { info: () => {}, warn: () => {}, error: () => {} };

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** When each of the first rounds began that take so long, after the first, in milliseconds of the clock that is played. */
async function begun(took_ms: number, longestPause_ms?: number, clockStep_ms = 0): Promise<number[]> {
  const first_ms = performance.now();
  const at_ms: number[] = [];
  const round = async (): Promise<undefined> => {
    at_ms.push(performance.now() - first_ms);
    await new Promise((resolve) => setTimeout(resolve, took_ms));
    if (clockStep_ms !== 0) vi.setSystemTime(Date.now() + clockStep_ms);
  };
  const rounds = createRounds({ round, log: quiet, what: 'nothing', pause_ms: 300, longestPause_ms });
  rounds.start();
  await vi.advanceTimersByTimeAsync(300_000);
  const ended = rounds.stop();
  await vi.advanceTimersByTimeAsync(took_ms);
  await ended;
  return at_ms.slice(0, 3);
}

test('work takes at most a fifth of the time, and a pause is never shorter than is asked for', async () => {
  expect(await begun(5_000)).toEqual([0, 25_000, 50_000]);
  expect(await begun(10)).toEqual([0, 310, 620]);
});

test('a store that hung for a minute is asked again half a minute later, not four', async () => {
  expect(await begun(60_000)).toEqual([0, 90_000, 180_000]);
});

test('a clock that is set while a round is under way, forward or back, changes no pause', async () => {
  expect(await begun(10, undefined, 3_600_000)).toEqual([0, 310, 620]);
  expect(await begun(10, undefined, -3_600_000)).toEqual([0, 310, 620]);
});

test('after a long round the rest is no longer than the longest pause', async () => {
  expect(await begun(20_000, 5_000)).toEqual([0, 25_000, 50_000]);
  expect(await begun(1_000, 5_000)).toEqual([0, 5_000, 10_000]);
});
