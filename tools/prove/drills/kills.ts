import type { Drill } from '../drill.ts';
import type { Victim } from '../installation.ts';
import { underLoad } from '../under-load.ts';

const HOW: Record<Victim, string> = {
  program: 'the program, which is started again',
  clickhouse: 'ClickHouse, which the program starts again',
  postgres: 'the postmaster of PostgreSQL, which the program starts again',
  all: 'program, ClickHouse and PostgreSQL with all its processes at once; the program is started again',
};

/** kill -9 at random moments under load. */
function killDrill(victim: Victim): Drill {
  return {
    name: `kill-${victim}`,
    what: `kill -9 of ${HOW[victim]}`,
    rounds: 15,
    // In the cut the stores are killed with everything else; the program alone dies in journal-bit and segment-bit.
    cutRounds: victim === 'all' ? 1 : undefined,
    run: (stage) =>
      underLoad(stage, {}, async ({ emc, work, check }) => {
        for (let round = 1; round <= stage.rounds; round += 1) {
          await work(200, 2000);
          await emc.kill(victim);
          if (emc.port === undefined) await emc.start();
          await work(50, 600);
          if (!(await check(round))) return;
        }
      }),
  };
}

export const killDrills: readonly Drill[] = (['program', 'clickhouse', 'postgres', 'all'] as const).map(killDrill);
