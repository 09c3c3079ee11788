import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

const LOOK_EVERY_MS = 2;
const NOTE_EVERY_MS = 500;

/** Where it is noted, beside the data directory. */
export function loopFile(dataDir: string): string {
  return path.join(dataDir, '..', 'loop.txt');
}

/**
 * Notes in a file how long the event loop of this process was held: one line each half second, `end (Unix ms) longest (ms)`. What
 * counts is the time of the processor that a turn took, as far as it came late: a turn that waited for a core held nothing up itself.
 */
export function watchLoop(file: string): void {
  let longest_ms = 0;
  let [looked_ms, used] = [performance.now(), process.threadCpuUsage()];
  setInterval(() => {
    const now_ms = performance.now();
    const { user, system } = process.threadCpuUsage(used);
    const late_ms = now_ms - looked_ms - LOOK_EVERY_MS;
    longest_ms = Math.max(longest_ms, Math.min(late_ms, (user + system) / 1000));
    [looked_ms, used] = [performance.now(), process.threadCpuUsage()];
  }, LOOK_EVERY_MS).unref();
  setInterval(() => {
    appendFileSync(file, `${Date.now()} ${longest_ms.toFixed(1)}\n`);
    longest_ms = 0;
  }, NOTE_EVERY_MS).unref();
}

/** The longest that it was held between two instants, Unix milliseconds; 0 when nothing was noted. */
export function longestHeld(file: string, from_ms: number, to_ms: number): number {
  const lines = existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [];
  return lines
    .map((line) => line.split(' ').map(Number) as [number, number])
    .filter(([end_ms]) => end_ms - NOTE_EVERY_MS >= from_ms && end_ms <= to_ms)
    .reduce((longest, [, held_ms]) => Math.max(longest, held_ms), 0);
}
