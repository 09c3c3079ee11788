import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { undoLater } from '../clean-up.ts';
import { Installation } from '../installation.ts';
import { registerCountry, type Size } from './country.ts';
import { FLOODS } from './floods/index.ts';
import { type FloodOutcome, runFlood } from './run-flood.ts';

export interface Hostile {
  seed: number;
  /** Names of floods; all when left out. */
  only?: readonly string[];
  /** A small register, a few seconds for each flood, no ordinary run: what CI runs. */
  cut: boolean;
  say: (text: string) => void;
}

const WATCHED_MAIN = path.join(import.meta.dirname, 'watched-program.ts');
const WHOLE: Size = { portals: 5_000, procedures: 200_000 };
const CUT: Size = { portals: 40, procedures: 2_000 };
const WHOLE_S = 15;
const CUT_S = 2;

/** Senders that mean harm, one kind after another, against one installation; see docs/operate/prove.md. */
export async function* proveHostile({ seed, only, cut, say }: Hostile): AsyncGenerator<FloodOutcome> {
  const dir = mkdtempSync(path.join(tmpdir(), 'emc-prove-hostile-'));
  let faulty = false;
  const remove = undoLater(() => faulty || rmSync(dir, { recursive: true, force: true }));
  const logFile = path.join(dir, 'program.log');
  const emc = new Installation({ dataDir: path.join(dir, 'data'), logFile, main: WATCHED_MAIN });
  try {
    await emc.start();
    const size = cut ? CUT : WHOLE;
    say(`registering ${size.portals} portals and ${size.procedures} procedures`);
    const target = await registerCountry(emc, size);
    for (const flood of FLOODS.filter(({ name }) => only?.includes(name) ?? true)) {
      say(`${flood.name}: ${flood.what}`);
      const outcome = await runFlood({ emc, target, flood, seed, cut, seconds: cut ? CUT_S : WHOLE_S });
      faulty ||= outcome.faults.length > 0;
      yield outcome;
    }
    await emc.stop();
  } finally {
    emc.end();
    if (faulty) say(`kept: ${dir}`);
    remove();
  }
}
