import { createHeadNotes } from '@emc/accounts/heads';
import { leadInTurn } from '@emc/control-store';
import { createDossierRefresher, createRefresher, createRounds } from '@emc/measure';
import { atMost, STOP_PATIENCE_MS } from '../patience.ts';
import type { StartRooms } from './start-rooms.ts';
import type { RegisterRooms } from './register.ts';

/** Work in the background. `stop` ends after the piece under way; it may be started again. */
interface Task {
  start(): void;
  stop(): Promise<void>;
}

/** How soon after midnight the head of the audit log is noted. */
const HEADS_PAUSE_MS = 30_000;

/** The work that nobody asks for, prepared; see {@link startWork}. */
export function prepareWork(
  { settings, stores, clock, log, simulated, readers }: StartRooms,
  { pageChecker }: Pick<RegisterRooms, 'pageChecker'>,
  loadedThrough: () => number,
) {
  const eventStore = stores.event;
  const noteHead = createHeadNotes({ db: stores.control.db, clock, file: settings.auditHeadsFile });
  return {
    refresher: createRefresher({ eventStore, clock, loadedThrough, log }),
    dossierRefresher: createDossierRefresher({ eventStore, clock, loadedThrough, log }),
    auditHeads: createRounds({ round: noteHead, log, what: 'heads of the audit log', pause_ms: HEADS_PAUSE_MS }),
    // The portals of a simulated country bear the names of real ones, whose servers have nothing to do with it. Where readers have a
    // process of their own, pages are read there.
    ...(simulated || readers !== undefined ? {} : { pageChecker }),
  };
}

/**
 * Does the work of `tasks` until the stop. Of several processes with this role one does it and the others stand by:
 * what is computed would be the same, but twice.
 */
export function startWork({ stores, parts, log, stack }: StartRooms, tasks: readonly Task[]): void {
  const start = (): void => tasks.forEach((task) => task.start());
  const stop = async (): Promise<void> => {
    await Promise.all(tasks.map((task) => atMost(STOP_PATIENCE_MS, task.stop())));
  };
  if (!parts.split) {
    start();
    stack.defer(stop);
    return;
  }
  const stopping = new AbortController();
  const { url } = stores.control;
  const led = leadInTurn({ url, name: 'work', start, stop, signal: stopping.signal, log });
  stack.defer(async () => {
    stopping.abort();
    await led;
  });
}
