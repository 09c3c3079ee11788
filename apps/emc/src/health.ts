import type { Loader, Spool } from '@emc/collect';
import { type Damage, type Day, type Heartbeat, type HealthReport, localIso } from '@emc/contract';
import type { ReaderStore } from '@emc/event-store';
import type { CollectorState, ProcessSeen } from '@emc/control-store';
import type { Stores } from './stores.ts';

/** How far the hits of this process are loaded, and how its spool does. */
export function collectorState(loader: Loader, spool: Spool, store: Stores['event']): CollectorState {
  const loaded = loader.status();
  const spooled = spool.status();
  return {
    loader: {
      oldestUnloadedMs: Math.round(loaded.oldestUnloaded_ms),
      loadedThrough: new Date(store.wholeThrough(loaded.loadedThrough_ms)).toISOString(),
      failing: loaded.lastError !== undefined,
      setAside: loaded.quarantined.length,
      ...(loaded.quarantined.length > 0 ? { rowsSetAside: shownRows(loaded.rowsSetAside) } : {}),
    },
    spool: {
      accepting: spooled.accepting,
      failing: spooled.lastError !== undefined,
      usedBytes: spooled.used_bytes,
      limitBytes: spooled.limit_bytes,
    },
    serversLacking: store.lacking(),
  };
}

/**
 * What the program knows about itself, for GET /api/v1/health: a process that collects tells of its own collector, one
 * that does not of all that it has heard of. Asks nobody, so that it is answered whatever hangs.
 */
export function healthOf(parts: {
  stores: Pick<Stores, 'eventHeartbeat'> & { control: Pick<Stores['control'], 'heartbeat'> };
  /** Of the process that answers readers, where it is not this one. */
  readers?: Pick<Heartbeat, 'unavailableSince_ms'> | undefined;
  own: CollectorState | undefined;
  seen: readonly ProcessSeen[];
  /** Of today and yesterday. */
  visitorsTwice: readonly Day[];
  damage: readonly Damage[];
  unanswered: ReturnType<ReaderStore['unanswered']>;
}): HealthReport {
  const { stores, readers, own, seen, visitorsTwice, damage, unanswered } = parts;
  const running = seen.filter(({ state }) => state === 'running').flatMap(({ collector }) => collector ?? []);
  const { loader, spool } = own ?? together(running);
  return {
    stores: { events: partHealth(stores.eventHeartbeat), control: partHealth(stores.control.heartbeat) },
    ...(readers === undefined ? {} : { readers: partHealth(readers) }),
    loader,
    spool,
    ...(unanswered === undefined
      ? {}
      : { unanswered: { since: localIso(unanswered.since_ms), questions: unanswered.questions } }),
    ...(visitorsTwice.length > 0 ? { visitorsTwice: [...visitorsTwice] } : {}),
    ...(damage.length > 0 ? { damage: damage.slice(0, MOST_DAMAGE) } : {}),
    ...(seen.length > 1 ? { processes: seen.map(shown) } : {}),
  };
}

const MOST_DAMAGE = 100;
type RowsSetAside = NonNullable<CollectorState['loader']['rowsSetAside']>;

function shownRows({ rows, unreadable_bytes }: ReturnType<Loader['status']>['rowsSetAside']): RowsSetAside {
  const { hits = 0, dossiers = 0, drops = 0, dossierDrops = 0 } = rows;
  return { hits, dossiers, drops: drops + dossierDrops, unreadableBytes: unreadable_bytes };
}

/** Several collectors as if they were one: as late as the latest, as full as all. */
function together(states: readonly CollectorState[]): CollectorState {
  const loaders = states.map(({ loader }) => loader);
  const spools = states.map(({ spool }) => spool);
  const rows = loaders.flatMap(({ rowsSetAside }) => rowsSetAside ?? []);
  const sum = (numbers: number[]): number => numbers.reduce((total, number) => total + number, 0);
  return {
    loader: {
      oldestUnloadedMs: Math.max(0, ...loaders.map(({ oldestUnloadedMs }) => oldestUnloadedMs)),
      loadedThrough: loaders.map(({ loadedThrough }) => loadedThrough ?? '').sort()[0] || null,
      failing: loaders.some(({ failing }) => failing),
      setAside: sum(loaders.map(({ setAside }) => setAside)),
      ...(rows.length > 0
        ? {
            rowsSetAside: {
              hits: sum(rows.map(({ hits }) => hits)),
              dossiers: sum(rows.map(({ dossiers }) => dossiers)),
              drops: sum(rows.map(({ drops }) => drops)),
              unreadableBytes: sum(rows.map(({ unreadableBytes }) => unreadableBytes)),
            },
          }
        : {}),
    },
    spool: {
      // None that is heard: this process cannot tell, and it is told by the missing ones.
      accepting: spools.length === 0 || spools.some(({ accepting }) => accepting),
      failing: spools.some(({ failing }) => failing),
      usedBytes: sum(spools.map(({ usedBytes }) => usedBytes)),
      limitBytes: sum(spools.map(({ limitBytes }) => limitBytes)),
    },
  };
}

function shown({ name, roles, state, seenAt, collector }: ProcessSeen) {
  return {
    name,
    roles: [...roles],
    state,
    seenAt: seenAt.toISOString(),
    loadedThrough: collector?.loader.loadedThrough ?? null,
  };
}

/** The reason is in the log; an address or a user's name has no place in a public answer. */
function partHealth(heartbeat: Pick<Heartbeat, 'unavailableSince_ms'>): HealthReport['stores']['events'] {
  const since_ms = heartbeat.unavailableSince_ms();
  return since_ms === undefined
    ? { ok: true, detail: null }
    : { ok: false, detail: 'it does not answer', since: localIso(since_ms) };
}
