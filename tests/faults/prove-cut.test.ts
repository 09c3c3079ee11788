import { afterAll, beforeAll, expect, test } from 'vitest';
import { DRILLS } from '../../tools/prove/drills/index.ts';
import { type Outcome, runDrill } from '../../tools/prove/run-drill.ts';

// The cut of `npm run prove` that needs no privilege: the same drills, fewer rounds. The whole of it is for people.
const SEED = 2026;
const cut = DRILLS.filter(({ cutRounds }) => cutRounds !== undefined);
const listeners = process.getMaxListeners();
beforeAll(() => void process.setMaxListeners(0));
afterAll(() => void process.setMaxListeners(listeners));

/** What a drill found, without seconds: they belong to the machine. */
function found(outcome: Outcome) {
  if (outcome.kind === 'not run') return outcome.why;
  const { lost, doubled, reported, faults } = outcome.tally;
  return { lost, doubled, reported, faults };
}

test.each(cut)('$name under load: nothing acknowledged is lost, doubled or unreported', async (drill) => {
  const outcome = await runDrill(drill, { seed: SEED, rounds: drill.cutRounds!, say: () => undefined });
  expect(found(outcome)).toEqual({ lost: 0, doubled: 0, reported: 0, faults: [] });
  expect(outcome).toMatchObject({ kind: 'run', tally: { rounds: drill.cutRounds } });
});
