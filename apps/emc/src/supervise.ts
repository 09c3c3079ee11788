import type { Heartbeat } from '@emc/contract';
import type { Logger } from 'pino';
import { killFamily, progressOf } from './progress.ts';

export interface SuperviseOptions {
  /** For the log: "clickhouse". */
  name: string;
  /** The process that runs; undefined while it is being started, which may take as long as its recovery does. */
  running: () => { pid: number } | undefined;
  heartbeat: Pick<Heartbeat, 'unavailableSince_ms' | 'silent_ms'>;
  log: Pick<Logger, 'error' | 'warn'>;
  /** What it has done so far; the same twice = nothing between. As the operating system counts it when left out. */
  progress?: (pid: number) => string | undefined;
  /** How long it must neither answer nor get on with anything; 30 s when left out. */
  stuck_ms?: number;
  /** How often within an hour it is ended; three times when left out. */
  mostAnHour?: number;
}

const STUCK_MS = 30_000;
const MOST_AN_HOUR = 3;
const HOUR_MS = 3_600_000;
const LOOKS = 30;

/**
 * Ends a child process that hangs; what watches it starts it again. One that answers no ping but gets on with something, such
 * as a great merge, is left alone, and so is one of which the operating system does not tell how far it gets.
 */
export function supervise(options: SuperviseOptions): { stop: () => void } {
  const { name, running, heartbeat, log, stuck_ms = STUCK_MS, mostAnHour = MOST_AN_HOUR } = options;
  const read = options.progress ?? progressOf;
  const look_ms = stuck_ms / LOOKS;
  const ended_ms: number[] = [];
  let seen = '';
  let still_ms = 0;
  let looked_ms = performance.now();
  let isGivenUp = false;

  function stillness(pid: number, elapsed_ms: number): number {
    const progress = read(pid);
    const now = `${pid} ${progress}`;
    still_ms = progress === undefined || now !== seen ? 0 : still_ms + elapsed_ms;
    seen = now;
    return still_ms;
  }

  function end(pid: number): void {
    const now_ms = performance.now();
    while (ended_ms[0] !== undefined && now_ms - ended_ms[0] > HOUR_MS) ended_ms.shift();
    if (ended_ms.length >= mostAnHour) {
      if (!isGivenUp)
        log.error(
          { child: name, pid, mostAnHour },
          'a child process hangs again; it is ended no more within this hour',
        );
      isGivenUp = true;
      return;
    }
    isGivenUp = false;
    ended_ms.push(now_ms);
    still_ms = 0;
    log.error(
      { child: name, pid },
      'a child process neither answers nor gets on with anything: ending it, to start it again',
    );
    killFamily(pid);
  }

  const timer = setInterval(() => {
    const now_ms = performance.now();
    // Time in which this process stood still is not the store's.
    const elapsed_ms = Math.min(now_ms - looked_ms, 2 * look_ms);
    looked_ms = now_ms;
    const child = running();
    if (child === undefined || heartbeat.unavailableSince_ms() === undefined) {
      [seen, still_ms] = ['', 0];
      return;
    }
    if (stillness(child.pid, elapsed_ms) >= stuck_ms && heartbeat.silent_ms() >= stuck_ms) end(child.pid);
  }, look_ms);
  return { stop: () => clearInterval(timer) };
}
