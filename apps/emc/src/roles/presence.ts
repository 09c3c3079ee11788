import { hostname } from 'node:os';
import {
  type CollectorState,
  type Database,
  type Kysely,
  type ProcessReport,
  type ProcessSeen,
  readProcesses,
  readVisitorsTwice,
  reportProcess,
  reportStopped,
} from '@emc/control-store';
import type { Clock, Day } from '@emc/contract';
import type { Logger } from 'pino';
import type { DataDirectory } from '../data-directory.ts';
import { atMost, repeat, STOP_PATIENCE_MS } from '../patience.ts';
import type { Stores } from '../stores.ts';
import type { Parts } from './roles.ts';

const REPORT_EVERY_MS = 1000;

/** What the figures need to know of all loaders together; see `loaderStatus` of the room measure. */
export interface Freshness {
  loadedThrough_ms: number;
  /** Collectors that do not run and whose hits are not all loaded. */
  missing: { name: string; since_ms: number; seen_ms: number }[];
  /** Days on which visitors may count twice. */
  visitorsTwice: readonly Day[];
}

/** This process among those that share its stores. */
export interface Presence {
  /** Tells the others, now and every second. `collector` gives the state of its own collector, if it has one. */
  start(collector: (() => CollectorState) | undefined): Promise<void>;
  freshness(): Freshness;
  /** All processes as last read; this one too. */
  seen(): readonly ProcessSeen[];
  /** Servers of a cluster that lack something, as other collectors say. */
  avoided(): readonly string[];
}

interface PresenceOptions {
  db: Kysely<Database>;
  /** Is told which of its servers the collectors know to lack something. */
  eventStore: Pick<Stores['event'], 'avoid'>;
  data: DataDirectory;
  parts: Parts;
  clock: Clock;
  log: Logger;
  stack: AsyncDisposableStack;
}

/** Prepares it; its stop is registered now, so that it comes after that of what is started later, and tells how that ended. */
export function createPresence({ db, eventStore, data, parts, clock, log, stack }: PresenceOptions): Presence {
  let collector: (() => CollectorState) | undefined;
  let seen: ProcessSeen[] = [];
  let avoided: string[] = [];
  let visitorsTwice: Day[] = [];
  let running: ReturnType<typeof repeat> | undefined;
  const report = (): ProcessReport => ({
    id: data.processId,
    name: `${hostname()}:${data.dir}`,
    roles: [...parts.roles],
    collector: collector?.() ?? null,
  });
  const turn = async (starting: boolean): Promise<void> => {
    await reportProcess(db, report(), starting);
    [seen, visitorsTwice] = await Promise.all([readProcesses(db), readVisitorsTwice(db)]);
    avoided = serversToAvoid(seen, data.processId);
    eventStore.avoid(avoided);
  };
  let away = false;
  const tell = async (): Promise<void> => {
    try {
      await turn(false);
      away = false;
    } catch (error) {
      if (!away) log.warn({ error: String(error) }, 'the other processes cannot be told that this one lives');
      away = true;
    }
  };
  stack.defer(async () => {
    const stopped = async (): Promise<void> => {
      await running?.stop();
      await reportStopped(db, report());
    };
    await atMost(
      STOP_PATIENCE_MS,
      stopped().catch(() => undefined),
    );
  });
  return {
    start: async (own) => {
      collector = own;
      await turn(true);
      running = repeat(REPORT_EVERY_MS, tell);
    },
    freshness: () => ({
      ...freshnessOf(seen, { id: data.processId, collector: collector?.() }, clock()),
      visitorsTwice,
    }),
    seen: () => seen,
    avoided: () => avoided,
  };
}

/** What other collectors say that run; what this process knows itself it need not be told. */
function serversToAvoid(seen: readonly ProcessSeen[], ownId: string): string[] {
  const others = seen.filter(({ id, state }) => id !== ownId && state === 'running');
  return [...new Set(others.flatMap(({ collector }) => collector?.serversLacking ?? []))];
}

/** How fresh the figures are: as fresh as the slowest collector that runs; those that do not run are named. */
export function freshnessOf(
  seen: readonly ProcessSeen[],
  own: { id: string; collector: CollectorState | undefined },
  now_ms: number,
): Omit<Freshness, 'visitorsTwice'> {
  const others = seen.filter((process) => process.id !== own.id && process.collector !== null);
  const through = (state: CollectorState): number =>
    Date.parse(state.loader.loadedThrough ?? new Date(0).toISOString());
  const lost = others.filter(({ state }) => state !== 'running');
  const states = others.filter(({ state }) => state === 'running').map(({ collector }) => collector!);
  if (own.collector !== undefined) states.push(own.collector);
  // Nobody collects: nothing newer than what those knew who did.
  if (states.length === 0) states.push(...lost.map(({ collector }) => collector!));
  return {
    loadedThrough_ms: states.length === 0 ? now_ms : Math.min(...states.map(through)),
    missing: lost.map(({ name, collector, seenAt }) => ({
      name,
      since_ms: through(collector!),
      seen_ms: seenAt.getTime(),
    })),
  };
}
