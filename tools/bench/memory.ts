import { readFileSync } from 'node:fs';

/** Resident memory of a process, in bytes. */
export function memory(pid: number): number {
  const line = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return Number(line?.[1] ?? 0) * 1024;
}

/** The same with all processes that it started. */
export function memoryOfTree(pid: number): number {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
    .trim()
    .split(/\s+/)
    .filter(Boolean)
    .map(Number);
  return memory(pid) + children.reduce((sum, child) => sum + memoryOfTree(child), 0);
}
