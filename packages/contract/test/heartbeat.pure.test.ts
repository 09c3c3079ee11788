import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createHeartbeat, type Heartbeat } from '../src/heartbeat.ts';

let heartbeat: Heartbeat;
let store: 'answers' | 'hangs' | 'refuses';
let [pinged, underWay] = [0, 0];

beforeEach(() => {
  vi.useFakeTimers();
  [store, pinged, underWay] = ['answers', 0, 0];
  const ping = (signal: AbortSignal): Promise<void> => {
    pinged++;
    if (store === 'answers') return Promise.resolve();
    if (store === 'refuses' || signal.aborted) return Promise.reject(new Error('refused'));
    underWay++;
    return new Promise((_resolve, reject) => {
      signal.addEventListener('abort', () => {
        underWay--;
        reject(new Error('aborted'));
      });
    });
  };
  heartbeat = createHeartbeat({ name: 'event store', ping, clock: Date.now, every_ms: 1_000, limit_ms: 5_000 });
  heartbeat.start();
});
afterEach(() => {
  heartbeat.stop();
  vi.useRealTimers();
});

const hang = () => new Promise<never>(() => {});
const REFUSED = { code: 'store-unavailable' };

test('a question is not cut by its length while pings are answered, and ends when none is for five seconds', async () => {
  await vi.advanceTimersByTimeAsync(1_000);
  let outcome: unknown = 'waits';
  let cut = false;
  heartbeat
    .whileAnswering((signal) => {
      signal.addEventListener('abort', () => (cut = true));
      return hang();
    })
    .catch((error: unknown) => (outcome = error));
  await vi.advanceTimersByTimeAsync(3_600_000);
  expect(outcome).toBe('waits');
  store = 'hangs';
  await vi.advanceTimersByTimeAsync(4_900);
  expect(outcome).toBe('waits');
  await vi.advanceTimersByTimeAsync(1_300);
  expect(outcome).toMatchObject(REFUSED);
  expect(cut).toBe(true);
});

test('while a store is unavailable its questions are not even asked, and are again as soon as it answers', async () => {
  store = 'hangs';
  const before_ms = Date.now();
  await vi.advanceTimersByTimeAsync(8_000);
  const ask = vi.fn<() => Promise<string>>(async () => 'answer');
  await expect(heartbeat.whileAnswering(ask)).rejects.toMatchObject(REFUSED);
  expect(ask).not.toHaveBeenCalled();
  // Since the last answer, not since it was noticed.
  expect(heartbeat.unavailableSince_ms()! - before_ms).toBeLessThan(1_500);
  expect(heartbeat.silent_ms()).toBeGreaterThan(5_000);
  store = 'answers';
  await vi.advanceTimersByTimeAsync(7_000);
  expect(heartbeat.unavailableSince_ms()).toBeUndefined();
  expect(await heartbeat.whileAnswering(ask)).toBe('answer');
});

test('a store that refuses twice in a row is unavailable at once', async () => {
  await vi.advanceTimersByTimeAsync(500);
  store = 'refuses';
  await vi.advanceTimersByTimeAsync(1_000);
  expect(heartbeat.unavailableSince_ms()).toBeDefined();
});

test('however long a store hangs, one ping at most waits for it', async () => {
  store = 'hangs';
  for (let minute = 0; minute < 10; minute++) {
    await vi.advanceTimersByTimeAsync(60_000);
    expect(underWay).toBeLessThanOrEqual(1);
  }
  expect(pinged).toBeGreaterThan(20);
});

test('time in which this process stood still, or by which its clock was set, is no silence of the store', async () => {
  await vi.advanceTimersByTimeAsync(1_000);
  store = 'hangs';
  await vi.advanceTimersByTimeAsync(1_500);
  vi.setSystemTime(Date.now() + 3_600_000);
  await vi.advanceTimersByTimeAsync(500);
  expect(heartbeat.unavailableSince_ms()).toBeUndefined();
});
