import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Processes that work on a data directory, by their command line or the directory in which they run: the two stores and
 * their children. Read from /proc, so that only what is ours is ever signalled.
 */
export function processesOf(dataDir: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => pid !== process.pid && worksOn(pid, dataDir));
}

export function worksOn(pid: number, dataDir: string): boolean {
  try {
    if (`${readlinkSync(`/proc/${pid}/cwd`)}/`.startsWith(`${dataDir}/`)) return true;
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(`${dataDir}/`);
  } catch {
    // It ended meanwhile.
    return false;
  }
}

/** Sends a signal to a process that may have ended. */
export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** @throws Error when it still lives after `limit_ms` */
export async function untilGone(dataDir: string, limit_ms = 30_000): Promise<void> {
  const end = performance.now() + limit_ms;
  while (processesOf(dataDir).length > 0) {
    if (performance.now() > end) throw new Error(`processes ${processesOf(dataDir).join(', ')} do not end`);
    await sleep(20);
  }
}
