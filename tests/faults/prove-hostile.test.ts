import { afterAll, beforeAll, expect, test } from 'vitest';
import { FLOODS } from '../../tools/prove/hostile/floods/index.ts';
import { proveHostile } from '../../tools/prove/hostile/prove-hostile.ts';

// The cut of `npm run prove -- --hostile`: every flood for two seconds against a small register. The whole of it is for people.
const SEED = 2026;
const listeners = process.getMaxListeners();
beforeAll(() => void process.setMaxListeners(0));
afterAll(() => void process.setMaxListeners(listeners));

test('hostile senders end no process, get no unplanned 5xx, and leave memory and disk within bounds', async () => {
  const faults: Record<string, string[]> = {};
  for await (const outcome of proveHostile({ seed: SEED, cut: true, say: () => undefined })) {
    faults[outcome.name] = outcome.faults;
    // Not the times: they belong to the machine. That it was flooded at all, and others went on meanwhile:
    expect(outcome.sent.requests, outcome.name).toBeGreaterThan(0);
    expect(outcome.others.answers.statuses['200'], outcome.name).toBeGreaterThan(0);
  }
  expect(faults).toEqual(Object.fromEntries(FLOODS.map(({ name }) => [name, []])));
});
