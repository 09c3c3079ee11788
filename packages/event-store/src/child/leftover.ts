import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { join } from 'node:path';

/** How long an orphan may take to finish by itself before it is ended. */
const PATIENCE_MS = 5_000;

/**
 * Waits for, then ends, a ClickHouse that an earlier run left behind in this directory (its parent was killed a moment
 * ago, so it is about to finish by itself).
 * @throws Error when it still belongs to a living program.
 */
export async function endLeftover(dir: string): Promise<void> {
  const recorded = readPids(join(dir, 'server.pid'));
  if (recorded === undefined) return;
  const isOurs = () => {
    const found = lookUp(recorded.pid);
    return found !== undefined && found.command.includes(dir) ? found : undefined;
  };
  const found = isOurs();
  if (found === undefined) return;
  if (found.parentPid === recorded.parentPid && recorded.parentPid !== 1) {
    throw new Error(`${dir} is in use: process ${found.parentPid} runs a ClickHouse (process ${recorded.pid}) on it.`);
  }
  for (let waited_ms = 0; waited_ms < PATIENCE_MS; waited_ms += 50) {
    await sleep(50);
    if (isOurs() === undefined) return;
  }
  process.kill(recorded.pid, 'SIGKILL');
  while (isOurs() !== undefined) await sleep(20);
}

function readPids(path: string): { pid: number; parentPid: number } | undefined {
  try {
    const [pid, parentPid] = readFileSync(path, 'utf8').trim().split(' ').map(Number);
    return pid !== undefined && parentPid !== undefined && pid > 0 ? { pid, parentPid } : undefined;
  } catch {
    return undefined;
  }
}

function lookUp(pid: number): { parentPid: number; command: string } | undefined {
  try {
    if (process.platform === 'linux') {
      const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
      const parentPid = Number(/^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
      return command === '' ? undefined : { parentPid, command };
    }
    const line = execFileSync('ps', ['-o', 'ppid=,args=', '-p', String(pid)], { encoding: 'utf8' }).trim();
    return { parentPid: Number.parseInt(line, 10), command: line };
  } catch {
    return undefined;
  }
}
