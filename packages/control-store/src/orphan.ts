import { execFile } from 'node:child_process';
import { readdir, readFile, readlink, realpath, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { Log } from './log.ts';

const run = promisify(execFile);

/**
 * Ends whatever PostgreSQL still runs on this data directory: after its parent's `kill -9` the server lives on.
 *
 * A process is ended only if it is a postgres of this very directory; a stranger that got the number of a dead server
 * is left alone. Asks it to close (SIGINT), then to stop at once (SIGQUIT), then does not ask (SIGKILL).
 *
 * @param cluster the data directory of the server; need not exist.
 */
export async function endOrphan(cluster: string, log: Log): Promise<void> {
  const pidFile = join(cluster, 'postmaster.pid');
  const pid = await readPid(pidFile);
  if (pid === undefined) return;
  const dir = await realpath(cluster);
  if (await isServerOf(pid, dir)) {
    log.warn(`a PostgreSQL server (${pid}) of an earlier run still works on ${cluster}: ending it`);
    await endProcess(pid, dir);
  }
  // Without their parent the server's own children end by themselves, but not always at once.
  await Promise.all((await serversOf(dir)).map((child) => endProcess(child, dir)));
  // The server removes this file when it closes. Left behind, it would keep the next one from starting if its
  // number meanwhile belongs to a stranger. Nobody works on the directory any more: this was made sure above.
  await rm(pidFile, { force: true });
}

async function readPid(pidFile: string): Promise<number | undefined> {
  try {
    const pid = Number.parseInt(await readFile(pidFile, 'utf8'), 10);
    return pid > 1 ? pid : undefined;
  } catch {
    return undefined;
  }
}

/** Whether the process is a postgres whose data directory is `dir` (resolved). False for a dead one and a zombie. */
async function isServerOf(pid: number, dir: string): Promise<boolean> {
  if (process.platform !== 'linux') return isServerByPs(pid, dir);
  try {
    // The server and its children change into the data directory; the arguments name the program.
    const [cwd, commandLine] = await Promise.all([
      readlink(`/proc/${pid}/cwd`),
      readFile(`/proc/${pid}/cmdline`, 'utf8'),
    ]);
    const program = commandLine.split('\0')[0] ?? '';
    return cwd === dir && (basename(program) === 'postgres' || program.startsWith('postgres:'));
  } catch {
    return false;
  }
}

async function isServerByPs(pid: number, dir: string): Promise<boolean> {
  try {
    const { stdout } = await run('ps', ['-o', 'command=', '-p', String(pid)]);
    return stdout.includes('/postgres ') && `${stdout.trim()} `.includes(` -D ${dir} `);
  } catch {
    return false;
  }
}

async function serversOf(dir: string): Promise<number[]> {
  if (process.platform !== 'linux') return [];
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  const found = await Promise.all(pids.map((pid) => isServerOf(pid, dir)));
  return pids.filter((_, index) => found[index]);
}

async function endProcess(pid: number, dir: string): Promise<void> {
  const steps: [NodeJS.Signals, number][] = [
    ['SIGINT', 8000],
    ['SIGQUIT', 4000],
    ['SIGKILL', 2000],
  ];
  for (const [signal, patience_ms] of steps) {
    try {
      process.kill(pid, signal);
    } catch {
      return;
    }
    for (let waited_ms = 0; waited_ms < patience_ms; waited_ms += 20) {
      if (!(await isServerOf(pid, dir))) return;
      await sleep(20);
    }
  }
  throw new Error(`The PostgreSQL server ${pid} of an earlier run does not end; end it by hand.`);
}
