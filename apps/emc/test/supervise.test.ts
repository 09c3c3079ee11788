import { expect, test, vi } from 'vitest';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { supervise } from '../src/supervise.ts';

const STUCK_MS = 600;
const log = { error: vi.fn<() => void>(), warn: () => undefined };
const silent = { unavailableSince_ms: () => 0, silent_ms: () => Infinity };

/** A process that does what it is given, as `node -e` has it. */
function start(code: string): ChildProcess {
  return spawn(process.execPath, ['-e', code], { stdio: ['ignore', 'pipe', 'ignore'] });
}

/** With a grandchild, as PostgreSQL has. */
const FAMILY = `require('node:child_process').spawn(process.execPath, ['-e', 'console.log(process.pid); setInterval(() => {}, 1000)'], { stdio: 'inherit' });
  setInterval(() => {}, 1000)`;

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

test('a store that neither answers nor gets on is ended with all that it started', async () => {
  const child = start(FAMILY);
  const [printed] = (await once(child.stdout!, 'data')) as [Buffer];
  const grandchild = Number(printed.toString());
  process.kill(grandchild, 'SIGSTOP');
  child.kill('SIGSTOP');
  const supervision = supervise({
    name: 'store',
    running: () => ({ pid: child.pid! }),
    heartbeat: silent,
    log,
    stuck_ms: STUCK_MS,
  });
  const [, signal] = (await once(child, 'exit')) as [null, string];
  expect(signal).toBe('SIGKILL');
  await expect.poll(() => isAlive(grandchild)).toBe(false);
  supervision.stop();
});

test('a store that does not answer but works on, or that is being started, is left alone', async () => {
  const busy = start('for (;;) {}');
  const stopped = start('setInterval(() => {}, 1000)');
  await once(stopped, 'spawn');
  stopped.kill('SIGSTOP');
  const options = { name: 'store', heartbeat: silent, log, stuck_ms: STUCK_MS };
  const supervisions = [
    supervise({ ...options, running: () => ({ pid: busy.pid! }) }),
    supervise({ ...options, running: () => undefined }),
    supervise({
      ...options,
      running: () => ({ pid: stopped.pid! }),
      heartbeat: { ...silent, unavailableSince_ms: () => undefined },
    }),
  ];
  // A third that hangs is ended meanwhile: by then the others would have been.
  const hung = start('setInterval(() => {}, 1000)');
  await once(hung, 'spawn');
  hung.kill('SIGSTOP');
  supervisions.push(supervise({ ...options, running: () => ({ pid: hung.pid! }) }));
  await once(hung, 'exit');
  expect([busy.exitCode, busy.signalCode, stopped.signalCode]).toEqual([null, null, null]);
  for (const supervision of supervisions) supervision.stop();
  for (const child of [busy, stopped]) child.kill('SIGKILL');
});

test('within an hour a store is ended three times and no more', async () => {
  log.error.mockClear();
  const children: ChildProcess[] = [];
  let ended = 0;
  const next = async (): Promise<void> => {
    const child = start('setInterval(() => {}, 1000)');
    await once(child, 'spawn');
    child.once('exit', () => ended++);
    child.kill('SIGSTOP');
    children.push(child);
  };
  await next();
  const supervision = supervise({
    name: 'store',
    running: () => {
      const child = children.at(-1)!;
      return child.signalCode === null ? { pid: child.pid! } : undefined;
    },
    heartbeat: silent,
    log,
    stuck_ms: STUCK_MS,
    mostAnHour: 3,
  });
  for (let time = 1; time <= 3; time++) {
    await expect.poll(() => ended).toBe(time);
    await next();
  }
  await expect.poll(() => log.error.mock.calls.length).toBe(4);
  expect(ended).toBe(3);
  supervision.stop();
  children.at(-1)!.kill('SIGKILL');
});
