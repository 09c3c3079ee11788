import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** Processes that one started and that live: of the program its stores and what answers readers. */
export function childrenOf(pid: number): number[] {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(/\s+/).filter(Boolean).map(Number);
}

/** Memory of processes together in bytes; what they share counts once (proportional set size). */
export function memoryOf(pids: readonly number[]): number {
  return pids.reduce((sum, pid) => {
    try {
      const line = /^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'));
      return sum + Number(line?.[1] ?? 0) * 1024;
    } catch {
      // It ended meanwhile.
      return sum;
    }
  }, 0);
}

/** Bytes on disk below a directory whose files come and go. */
export function sizeOf(dir: string): number {
  let names: string[];
  try {
    names = readdirSync(dir);
  } catch {
    return 0;
  }
  return names.reduce((sum, name) => {
    const full = path.join(dir, name);
    const found = lstatSync(full, { throwIfNoEntry: false });
    if (found === undefined) return sum;
    return sum + (found.isDirectory() ? sizeOf(full) : found.blocks * 512);
  }, 0);
}
