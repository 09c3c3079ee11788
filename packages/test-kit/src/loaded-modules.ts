import { readFileSync } from 'node:fs';
import path from 'node:path';
import { freshDirectory } from './directory.ts';

const PRELOADED = path.join(import.meta.dirname, 'loaded-modules-preload.ts');

/** What code each process of a real program loads: start it with `env`. */
export function loadedModules(): {
  env: Record<string, string>;
  /** Addresses of files, of the process with that number. */
  of(pid: number): string[];
  [Symbol.dispose]: () => void;
} {
  const directory = freshDirectory();
  return {
    env: { TEST_MODULES_DIR: directory.path, NODE_OPTIONS: `--import ${PRELOADED}` },
    of: (pid) => readFileSync(path.join(directory.path, `${pid}`), 'utf8').split('\n'),
    [Symbol.dispose]: () => directory.remove(),
  };
}
