import type { Clock, Repair, Repairs } from '@emc/contract';
import { EmcError, localIso } from '@emc/contract';
import { createInspector, type EventStore, isUncompared, repairStore } from '@emc/event-store';
import type { Logger } from 'pino';
import { repeat } from '../patience.ts';
import { type DamageBook, NO_REPAIR } from './book.ts';

interface KeeperOptions {
  store: EventStore;
  book: DamageBook;
  clock: Clock;
  log: Logger;
  /** Tables that were made again, empty, at this start. */
  lostTables: readonly string[];
  /** Computes visits and dossiers anew where they are not current. */
  refresh: () => Promise<void>;
}

const ROUND_EVERY_MS = 60_000;

/** Looks for damage in the background, and repairs it when it is asked to; one of both at a time. */
export interface Keeper {
  watch: { start(): void; stop(): Promise<void> };
  repairs: Repairs;
}

export function createKeeper({ store, book, clock, log, lostTables, refresh }: KeeperOptions): Keeper {
  // What was lost before an earlier start is known from the register alone.
  const lostBefore = book.current().filter(({ table, kind }) => kind !== 'set-aside' && isUncompared(table));
  const lost = [...lostTables, ...lostBefore.map(({ table }) => table)];
  const inspector = createInspector({ store, ledger: book.ledger, clock, log, lost, every_ms: ROUND_EVERY_MS });
  const inTurn = createTurns();
  let watching: ReturnType<typeof repeat> | undefined;
  let away = false;
  const round = async (): Promise<void> => {
    try {
      await inTurn(async () => {
        const known = book.current().length;
        const damage = await book.put(await inspector.round());
        if (damage.length > known) log.error({ damage: damage.slice(0, 20) }, 'the event store is damaged');
      });
      away = false;
    } catch (error) {
      if (!away) log.warn({ err: error }, 'damage cannot be looked for at the moment');
      away = true;
    }
  };

  let state: Repair = NO_REPAIR;
  const repair = async (accept: boolean): Promise<void> => {
    const { setAside, attached, days, findings } = await repairStore({ store, inspector, refresh, log });
    await book.put(findings);
    const left = accept ? await book.accept() : book.current();
    state = { ...state, setAside, attached, days, left: left.slice(0, 100) };
  };
  const run = async (accept: boolean): Promise<void> => {
    try {
      await inTurn(() => repair(accept));
    } catch (error) {
      log.error({ err: error }, 'the repair was cut short; start it again');
      state = { ...state, error: error instanceof EmcError ? error.code : 'internal' };
    }
    state = { ...state, running: false, finishedAt: localIso(clock()) };
  };
  return {
    watch: {
      start: () => void (watching ??= repeat(ROUND_EVERY_MS, round)),
      stop: async () => {
        const stopped = watching?.stop();
        watching = undefined;
        await stopped;
      },
    },
    repairs: {
      start: ({ accept }) => {
        if (!state.running) {
          state = { ...NO_REPAIR, running: true, startedAt: localIso(clock()) };
          void run(accept);
        }
        return Promise.resolve(state);
      },
      state: () => Promise.resolve(state),
    },
  };
}

/** Runs one piece of work after the other. */
function createTurns(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const mine = last.catch(() => undefined).then(work);
    last = mine;
    return mine;
  };
}
