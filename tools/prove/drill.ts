import type { Worst } from './prober.ts';

/** What a drill found. Anything lost that is not reported is in `faults`, in words. */
export interface Tally {
  rounds: number;
  acknowledged: number;
  lost: number;
  doubled: number;
  /** Records that the program itself says are missing, where data were destroyed on purpose. */
  reported: number;
  /** In words: a broken chain, a figure that differs, a program that does not start. */
  faults: string[];
  /** Answers that never came, in words. They depend on the machine, so the cut in CI leaves them out. */
  late: string[];
  worst: Worst;
}

/** Where and how a drill runs. */
export interface Stage {
  /** An empty directory of its own, removed afterwards unless a fault was found. */
  dir: string;
  rounds: number;
  /** The same numbers for the same seed and drill. */
  random: () => number;
  tally: Tally;
  /** What is going on, for who waits. */
  say: (text: string) => void;
}

export interface Drill {
  /** As in `--only`. */
  name: string;
  /** What is done to the installation, in one sentence. */
  what: string;
  /** How many rounds it has in the whole run … */
  rounds: number;
  /** … and in the cut that needs no privilege and less than 90 seconds in all; left out = none. */
  cutRounds?: number;
  /** Records are destroyed on purpose: exactly what is lost must be reported. */
  destroys?: true;
  /** Why it cannot run on this machine; undefined = it can. */
  cannotRun?: () => string | undefined;
  run: (stage: Stage) => Promise<void>;
}

export function emptyTally(): Tally {
  return {
    rounds: 0,
    acknowledged: 0,
    lost: 0,
    doubled: 0,
    reported: 0,
    faults: [],
    late: [],
    worst: { health: 0, register: 0, usage: 0 },
  };
}

export function isFaulty({ doubled, faults, late }: Tally): boolean {
  return doubled > 0 || faults.length > 0 || late.length > 0;
}
