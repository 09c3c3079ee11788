import { CONTROLLED_MAIN, setControl } from '../control.ts';
import type { Drill } from '../drill.ts';
import { underLoad } from '../under-load.ts';

const HOUR_MS = 3_600_000;
/** How far the clock is from that of the machine, round after round; the last is the furthest ahead. */
const STEPS_MS = [HOUR_MS, 0, -HOUR_MS, 0.25 * HOUR_MS, 2 * HOUR_MS, 26 * HOUR_MS];

/** Suspend and NTP step clocks: the clock that is passed in, never that of the machine. */
export const clockDrill: Drill = {
  name: 'clock-steps',
  what: 'the clock of the program steps under load: hours forward and back, and into the next day',
  rounds: STEPS_MS.length,
  run: (stage) =>
    underLoad(stage, { main: CONTROLLED_MAIN, visitors: false }, async ({ work, check }) => {
      for (let round = 1; round <= stage.rounds; round += 1) {
        await work(2000, 4000);
        setControl(stage.dir, { clockStep_ms: STEPS_MS[(round - 1) % STEPS_MS.length]! });
        await work(2000, 4000);
        if (!(await check(round))) return;
      }
    }),
};
