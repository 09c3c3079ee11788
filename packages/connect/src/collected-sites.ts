import { type Database, type Kysely, listen, type Log, REGISTER_CHANNEL } from '@emc/control-store';
import { type Clock, type CollectedSite, dayOf } from '@emc/contract';
import { collectedHosts } from './addresses.ts';
import { isRetired } from './register.ts';
import { answered } from './store-answer.ts';

/** Every portal as the collector needs it, retired ones included, by siteId. */
export async function loadCollectedSites(db: Kysely<Database>, clock: Clock): Promise<CollectedSite[]> {
  const rows = await answered(
    db.selectFrom('portals').select(['site_id', 'url', 'allowed_hosts', 'retired_on']).orderBy('site_id').execute(),
  );
  const today = dayOf(clock());
  return rows.map((row) => ({
    siteId: row.site_id,
    hosts: collectedHosts({ url: row.url, allowedHosts: row.allowed_hosts }),
    retired: isRetired({ retiredOn: row.retired_on }, today),
  }));
}

export interface WatchOptions {
  db: Kysely<Database>;
  /** Of the same store, for a connection that listens. */
  url: string;
  clock: Clock;
  /** Gets all sites, at the beginning and whenever one has changed. */
  onChange: (sites: CollectedSite[]) => void;
  signal: AbortSignal;
  log: Log;
}

/** A notice can get lost with its connection, and a portal retires at midnight without one. */
const POLL_MS = 30_000;

/**
 * Keeps the collector's sites up to date until the signal aborts: a change made anywhere is seen within milliseconds.
 * While the store is away, the last known sites stand.
 *
 * @returns once the first sites have been handed over: a way to hand over a change of one's own at once, without
 * waiting for its notice. @throws EmcError store-unavailable when they cannot be read.
 */
export async function watchCollectedSites(options: WatchOptions): Promise<() => Promise<void>> {
  const { db, url, clock, onChange, signal, log } = options;
  let known = '';
  const load = async (): Promise<void> => {
    const sites = await loadCollectedSites(db, clock);
    const now = JSON.stringify(sites);
    if (now === known || signal.aborted) return;
    known = now;
    onChange(sites);
  };
  await load();
  const loadOrWarn = (): Promise<void> =>
    load().catch((error: unknown) => {
      if (!signal.aborted) log.warn(`the sites cannot be read: ${String(error)}`);
    });
  const reload = oneAtATime(loadOrWarn);
  const poll = setInterval(reload, POLL_MS).unref();
  signal.addEventListener('abort', () => clearInterval(poll), { once: true });
  if (signal.aborted) clearInterval(poll);
  void listen({ url, channel: REGISTER_CHANNEL, onNotice: reload, signal, log });
  return loadOrWarn;
}

/** Calls that come while one is running are answered by a single further run. */
function oneAtATime(work: () => Promise<unknown>): () => void {
  let running = false;
  let again = false;
  const run = async (): Promise<void> => {
    running = true;
    do {
      again = false;
      await work();
    } while (again);
    running = false;
  };
  return () => {
    if (running) again = true;
    else void run();
  };
}
