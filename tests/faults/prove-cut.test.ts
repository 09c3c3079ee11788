import { afterAll, beforeAll, expect, test } from 'vitest';
import { DRILLS } from '../../tools/prove/drills/index.ts';
import { type Outcome, runDrill } from '../../tools/prove/run-drill.ts';

// The cut of `npm run prove` that needs no privilege: the same drills, fewer rounds. The whole of it is for people.
const SEED = 2026;
const cut = DRILLS.filter(({ cutRounds }) => cutRounds !== undefined);
const listeners = process.getMaxListeners();
beforeAll(() => void process.setMaxListeners(0));
afterAll(() => void process.setMaxListeners(listeners));

test.each(cut)('$name under load: nothing acknowledged is lost, doubled or unreported', async (drill) => {
  const outcome = await runDrill(drill, { seed: SEED, rounds: drill.cutRounds!, say: () => undefined });
  // Not the seconds: they belong to the machine.
  expect(outcome).toMatchObject({ kind: 'run', tally: { rounds: drill.cutRounds, doubled: 0, faults: [] } });
  const { lost, reported } = (outcome as Extract<Outcome, { kind: 'run' }>).tally;
  if (drill.destroys) expect(reported).toBeGreaterThan(0);
  else expect(reported).toBe(0);
  // What nobody answered may be reported as well; what was acknowledged must be.
  if (drill.destroys) expect(lost).toBeLessThanOrEqual(reported);
  else expect(lost).toBe(0);
});
