import { fork } from 'node:child_process';
import os from 'node:os';
import path from 'node:path';
import type { ChildOfOurs } from '../child.ts';
import { killFamily } from '../progress.ts';
import { openChannel, type Answers, type Remote } from './channel.ts';
import { type AskedOfIntake, type AskedOfReaders, NAMES_OF_READERS } from './messages.ts';

const ENTRY = path.resolve(import.meta.dirname, 'main.ts');

/** How long it may take to stop in order. */
const STOP_LIMIT_MS = 10_000;
/** Where the processor is scarce, readers wait rather than hits. */
const NICER_BY = 5;

/** The process that answers readers: loads its code as soon as it is begun, and answers after `remote.start`. */
export interface ReaderProcess extends ChildOfOurs {
  remote: Remote<AskedOfReaders>;
  /** Answers what it asks; to be given before it is started. */
  answerWith(answers: Answers<AskedOfIntake>): void;
}

/** @param dataDir for the list of processes alone */
export function beginReaders(dataDir: string): ReaderProcess {
  const child = fork(ENTRY, [dataDir], { serialization: 'advanced', stdio: ['ignore', 2, 2, 'ipc'] });
  const pid = child.pid ?? 0;
  yieldTo(pid);
  let isStopping = false;
  const exited = new Promise<string>((resolve) => {
    child.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`));
    child.once('error', (error) => child.pid === undefined && resolve(error.message));
  });
  let answers: Answers<AskedOfIntake> | undefined;
  const intake: Answers<AskedOfIntake> = {
    reloadSites: () => answers?.reloadSites(),
    reloadSystems: () => answers?.reloadSystems(),
    startRepair: (given) => answers!.startRepair(given),
    repairState: () => answers!.repairState(),
  };
  const end = {
    send: (message: object) => void child.send(message, () => undefined),
    on: (event: 'message', listener: (message: unknown) => void) => child.on(event, listener),
    once: (event: 'disconnect', listener: () => void) => child.once(event, listener),
  };
  const remote = openChannel<AskedOfReaders, AskedOfIntake>(end, intake, NAMES_OF_READERS);
  return {
    pid,
    remote,
    answerWith: (given) => (answers = given),
    stop: async () => {
      isStopping = true;
      const limit = setTimeout(() => killFamily(pid), STOP_LIMIT_MS);
      await remote.stop().catch(() => undefined);
      await exited;
      clearTimeout(limit);
    },
    onExit: (listener) => void exited.then((reason) => isStopping || listener(reason)),
  };
}

function yieldTo(pid: number): void {
  try {
    os.setPriority(pid, Math.min(os.getPriority() + NICER_BY, os.constants.priority.PRIORITY_LOW));
  } catch {
    // Forbidden here, or it has ended; it works all the same.
  }
}
