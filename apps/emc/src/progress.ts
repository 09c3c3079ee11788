import { readdirSync, readFileSync } from 'node:fs';

/** A process as the operating system counts it. */
interface Counted {
  pid: number;
  parentPid: number;
  /** Ticks of CPU time, of itself alone. */
  cpu: number;
}

/**
 * What a process and those that it started have done so far, as the operating system counts it: CPU time and bytes written. Two
 * readings that are the same mean that nothing was done between them.
 * @returns undefined where the operating system does not tell (no /proc), or the process is gone
 */
export function progressOf(pid: number): string | undefined {
  const family = familyOf(pid);
  if (family.length === 0) return undefined;
  return family.map(({ pid: one, cpu }) => `${one}:${cpu}:${writtenBy(one)}`).join(' ');
}

/** Ends a process and those that it started, at once; also one that is stopped. */
export function killFamily(pid: number): void {
  const pids = familyOf(pid).map((one) => one.pid);
  for (const one of pids.length === 0 ? [pid] : pids) {
    try {
      process.kill(one, 'SIGKILL');
    } catch {
      // It has ended meanwhile.
    }
  }
}

/** The process first, then those that it started, and those that these did; none where the operating system does not tell. */
function familyOf(pid: number): Counted[] {
  const all = readAll();
  const family = all.filter((one) => one.pid === pid);
  for (const member of family) family.push(...all.filter(({ parentPid }) => parentPid === member.pid));
  return family;
}

function readAll(): Counted[] {
  try {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .flatMap((name) => readStat(Number(name)) ?? []);
  } catch {
    return [];
  }
}

/** Fields of proc_pid_stat(5); the name in parentheses may hold anything. */
function readStat(pid: number): Counted | undefined {
  const stat = readText(`/proc/${pid}/stat`);
  if (stat === undefined) return undefined;
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return { pid, parentPid: Number(fields[1]), cpu: Number(fields[11]) + Number(fields[12]) };
}

/** Bytes, to disks and to everything else; empty where this user may not know. */
function writtenBy(pid: number): string {
  const io = readText(`/proc/${pid}/io`) ?? '';
  return [...io.matchAll(/^(?:wchar|write_bytes): (\d+)$/gm)].map(([, bytes]) => bytes).join('+');
}

function readText(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
