import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Outcome } from './run-drill.ts';

const FILE = path.resolve(import.meta.dirname, '../../.cache/prove.json');

/** How far a run has come: the drills that are done, by name. */
export interface Progress {
  seed: number;
  done: Outcome[];
}

/** What an interrupted run left; undefined when there is none. */
export function readProgress(): Progress | undefined {
  try {
    return JSON.parse(readFileSync(FILE, 'utf8')) as Progress;
  } catch {
    return undefined;
  }
}

export function writeProgress(progress: Progress): void {
  mkdirSync(path.dirname(FILE), { recursive: true });
  writeFileSync(`${FILE}.new`, JSON.stringify(progress));
  renameSync(`${FILE}.new`, FILE);
}

export function forgetProgress(): void {
  rmSync(FILE, { force: true });
}
