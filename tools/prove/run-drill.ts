import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { mix, seededRandom, textSeed } from '@emc/simulate';
import { undoLater } from './clean-up.ts';
import { type Drill, emptyTally, isFaulty, type Tally } from './drill.ts';

export type Outcome = { name: string; took_s: number } & (
  | { kind: 'run'; tally: Tally; kept: string | undefined }
  | { kind: 'not run'; why: string }
);

interface RunDrill {
  seed: number;
  rounds: number;
  say: (text: string) => void;
}

/** Runs one drill in a directory of its own, which is kept when it found a fault. */
export async function runDrill(drill: Drill, { seed, rounds, say }: RunDrill): Promise<Outcome> {
  const began = performance.now();
  const took = (): number => (performance.now() - began) / 1000;
  const why = process.platform === 'linux' ? drill.cannotRun?.() : 'it finds processes in /proc, which only Linux has';
  if (why !== undefined) return { name: drill.name, kind: 'not run', why, took_s: took() };
  const dir = mkdtempSync(path.join(tmpdir(), `emc-prove-${drill.name}-`));
  let kept: string | undefined;
  const remove = undoLater(() => kept ?? rmSync(dir, { recursive: true, force: true }));
  const tally = emptyTally();
  const random = seededRandom(mix(seed, textSeed(drill.name)));
  const stage = { dir, rounds, random, tally, say: (text: string) => say(`${drill.name}: ${text}`) };
  await drill.run(stage).catch((error: unknown) => tally.faults.push(String((error as Error)?.stack ?? error)));
  if (isFaulty(tally)) kept = dir;
  remove();
  return { name: drill.name, kind: 'run', tally, kept, took_s: took() };
}
