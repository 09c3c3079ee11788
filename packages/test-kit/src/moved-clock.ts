import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { freshDirectory } from './directory.ts';

const PRELOADED = path.join(import.meta.dirname, 'moved-clock-preload.ts');

/** The clock of a real program, moved while it runs: start it with `env`. The stores beside it keep the machine's. */
export function movedClock(): { env: Record<string, string>; move(by_ms: number): void; [Symbol.dispose]: () => void } {
  const directory = freshDirectory();
  const file = path.join(directory.path, 'moved_ms');
  const move = (by_ms: number): void => writeFileSync(file, String(by_ms));
  move(0);
  return {
    env: { TEST_CLOCK_FILE: file, NODE_OPTIONS: `--import ${PRELOADED}` },
    /** Against the machine's; the program follows within a twentieth of a second. */
    move,
    [Symbol.dispose]: () => directory.remove(),
  };
}
