import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from './log.ts';

export interface ServerProcess {
  child: ChildProcess;
  /** The last 20 lines it said. */
  tail: string[];
  /** The process is gone. */
  gone: boolean;
  /** Resolves when it is, with the reason in words; also when it could not be made. */
  exited: Promise<string>;
  /** Why the process could not be made. */
  failure: Error | undefined;
  /** We asked it to stop. */
  stopping: boolean;
}

/** Starts a program in its own process group and reads what it says, line by line. */
export function startServerProcess(
  command: { file: string; args: string[]; uid?: number; gid?: number },
  log: Log,
): ServerProcess {
  const { file, args, ...as } = command;
  const child = spawn(file, args, {
    ...as,
    cwd: '/',
    // Ctrl-C in a terminal goes to a whole process group. The server must outlive it until its users have finished.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const server: ServerProcess = {
    child,
    tail: [],
    gone: false,
    failure: undefined,
    stopping: false,
    exited: new Promise((resolve) => {
      child.once('exit', (code, signal) => resolve(signal === null ? `exit code ${code}` : `signal ${signal}`));
      child.once('error', (error) => {
        server.failure = error;
        if (child.pid === undefined) resolve(error.message);
      });
    }),
  };
  void server.exited.then(() => (server.gone = true));
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      server.tail.push(line);
      if (server.tail.length > 20) server.tail.shift();
      if (/^(WARNING|ERROR|FATAL|PANIC):/.test(line)) log.warn(line);
      else log.info(line);
    });
  }
  return server;
}

const STOP_STEPS: [NodeJS.Signals, number][] = [
  // PostgreSQL: cut the connections and close properly.
  ['SIGINT', 15_000],
  // Stop at once; the next start recovers from the log.
  ['SIGQUIT', 5000],
  ['SIGKILL', 5000],
];

/** Asks ever more firmly; resolves when the process is gone. */
export async function endServerProcess(server: ServerProcess): Promise<void> {
  server.stopping = true;
  for (const [signal, patience_ms] of STOP_STEPS) {
    if (!server.child.kill(signal)) break;
    const cancel = new AbortController();
    const patience = sleep(patience_ms, false, { signal: cancel.signal }).catch(() => false);
    const ended = await Promise.race([server.exited.then(() => true), patience]);
    cancel.abort();
    if (ended) break;
  }
  await server.exited;
}
