import { expect, test } from 'vitest';
import { createAttempts } from '../src/attempts.ts';

const quiet = { info: () => {}, warn: () => {}, error: () => {} };

function setUp(fails: (item: number) => boolean) {
  const computed: number[] = [];
  let [calls, away] = [0, false];
  const attempts = createAttempts<number>({
    keyOf: String,
    stateOf: () => 'same',
    compute: async (group) => {
      calls++;
      if (away || group.some(fails)) throw new Error('too large');
      computed.push(...group);
    },
    probe: async () => {
      if (away) throw new Error('away');
    },
    stopping: () => false,
    log: quiet,
  });
  const leave = () => void (away = true);
  return { attempts, computed, calls: () => calls, leave };
}
const HUNDRED = Array.from({ length: 100 }, (_, index) => index);

test('one that cannot be computed holds up no other, waits for a minute, and is told as a failure meanwhile', async () => {
  const bad = new Set([37]);
  const { attempts, computed } = setUp((item) => bad.has(item));
  await attempts.compute(attempts.worthTrying(HUNDRED, 0), 0);
  expect(computed).toEqual(HUNDRED.filter((item) => item !== 37));
  expect(attempts.failure()).toBeInstanceOf(Error);
  expect(attempts.worthTrying([37], 60_000)).toEqual([]);
  bad.clear();
  await attempts.compute(attempts.worthTrying([37], 60_001), 60_001);
  expect(computed).toHaveLength(100);
  expect(attempts.failure()).toBeUndefined();
});

test('when everything fails the store is asked a few dozen times, not once for each', async () => {
  const { attempts, calls } = setUp(() => true);
  await attempts.compute(
    Array.from({ length: 1_000 }, (_, index) => index),
    0,
  );
  expect(calls()).toBeLessThan(50);
});

test("a store that is away is nobody's fault: it is told, and all are tried again at once", async () => {
  const { attempts, leave } = setUp(() => false);
  leave();
  await expect(attempts.compute(HUNDRED, 0)).rejects.toThrow('away');
  expect(attempts.worthTrying(HUNDRED, 1)).toEqual(HUNDRED);
});
