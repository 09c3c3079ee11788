import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';

/** A part of the program that runs as a child process. */
export interface ChildOfOurs {
  pid: number;
  stop(): Promise<void>;
  /** Calls back once, with the reason in words, when the process has ended without having been told to. */
  onExit(listener: (reason: string) => void): void;
}

/** A store that runs as a child process. */
export interface StoreProcess extends ChildOfOurs {
  url: string;
}

/** Where a store that was started listens. */
export function portOf({ url }: StoreProcess): number {
  return Number(new URL(url).port);
}

/** A child that is watched: started again when it ends by itself, until it is stopped. */
export interface WatchedChild<Child extends ChildOfOurs> {
  /** As it was started the first time: address and credentials stay the same over restarts. */
  first: Child;
  /** The process that answers, or should; undefined while one is being started. */
  running(): Child | undefined;
  stop(): Promise<void>;
}

const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 10_000;

/**
 * Starts a child and starts it again whenever it ends by itself.
 * @param start gets the first one when it is there, so that clients find the restarted child where it was
 */
export async function watchChild<Child extends ChildOfOurs>(
  name: string,
  log: Logger,
  start: (first?: Child) => Promise<Child>,
): Promise<WatchedChild<Child>> {
  let stopping = false;
  const pausing = new AbortController();
  const first = await start();
  let running: Child | undefined = first;
  let restarting = Promise.resolve();

  const restart = async (reason: string): Promise<void> => {
    running = undefined;
    // oxlint-disable-next-line no-unmodified-loop-condition -- `stop` sets it
    for (let pause_ms = FIRST_PAUSE_MS; !stopping; pause_ms = Math.min(pause_ms * 2, LONGEST_PAUSE_MS)) {
      log.error({ child: name, reason, pause_ms }, 'a child process ended by itself; starting it again');
      await sleep(pause_ms, undefined, { signal: pausing.signal }).catch(() => undefined);
      if (stopping) return;
      try {
        const again = await start(first);
        running = again;
        watch(again);
        log.info({ child: name }, 'the child process is back');
        return;
      } catch (error) {
        reason = String(error);
      }
    }
  };
  const watch = (child: Child): void => {
    child.onExit((reason) => {
      if (!stopping) restarting = restart(reason);
    });
  };
  watch(first);

  return {
    first,
    running: () => running,
    stop: async () => {
      stopping = true;
      pausing.abort();
      await restarting;
      await running?.stop();
    },
  };
}
