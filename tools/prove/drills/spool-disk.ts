import { CONTROLLED_MAIN, setControl, type Control } from '../control.ts';
import type { Drill } from '../drill.ts';
import { underLoad } from '../under-load.ts';

/** Writes to the spool that take a second each, as on a disk that is busy with something else, while robots come too. */
const slow: Drill = {
  name: 'slow-disk',
  what: 'each write to the spool takes a second longer, for four to fifteen seconds, while robots are dropped too',
  rounds: 6,
  cutRounds: 1,
  run: (stage) =>
    underLoad(stage, { main: CONTROLLED_MAIN }, async ({ work, check }) => {
      for (let round = 1; round <= stage.rounds; round += 1) {
        await work(300, 1500);
        setControl(stage.dir, { writeDelay_ms: 1000 + stage.random() * 1500 });
        await work(4000, round % 3 === 0 ? 15_000 : 8000);
        setControl(stage.dir, {});
        await work(200, 1000);
        if (!(await check(round))) return;
      }
    }),
};

const REFUSALS = ['ENOSPC', 'EROFS', 'EIO'] as const satisfies Control['writeError'][];

/** What needs no privilege of `full-disk` and `read-only-disk`: only the spool meets the error. */
const refusing: Drill = {
  name: 'refused-writes',
  what: 'writes to the spool fail, halfway or at once: disk full, read-only, broken; the program is killed at times meanwhile',
  rounds: 6,
  cutRounds: 1,
  run: (stage) =>
    underLoad(stage, { main: CONTROLLED_MAIN }, async ({ emc, work, check }) => {
      for (let round = 1; round <= stage.rounds; round += 1) {
        await work(300, 1500);
        setControl(stage.dir, { writeError: REFUSALS[(round - 1) % REFUSALS.length]! });
        await work(500, 3000);
        if (round % 2 === 0) await emc.kill('program');
        setControl(stage.dir, {});
        if (emc.port === undefined) await emc.start();
        await work(300, 1500);
        if (!(await check(round))) return;
      }
    }),
};

export const spoolDiskDrills: readonly Drill[] = [slow, refusing];
