import { type Database, type Kysely, type Log, REGISTER_CHANNEL } from '@emc/control-store';
import { type Clock, type CollectedSite, dayOf } from '@emc/contract';
import { collectedHosts } from './addresses.ts';
import { isRetired } from './register.ts';
import { watchRows } from './watch-rows.ts';

/** Every portal as the collector needs it, retired ones included, by siteId. */
export async function loadCollectedSites(db: Kysely<Database>, clock: Clock): Promise<CollectedSite[]> {
  const rows = await db
    .selectFrom('portals')
    .select(['site_id', 'url', 'allowed_hosts', 'retired_on'])
    .orderBy('site_id')
    .execute();
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

/**
 * Keeps the collector's sites up to date until the signal aborts, see {@link watchRows}.
 *
 * @returns once the first sites have been handed over: a way to hand over a change of one's own at once, without
 * waiting for its notice. @throws EmcError store-unavailable when they cannot be read.
 */
export function watchCollectedSites(options: WatchOptions): Promise<() => Promise<void>> {
  const load = () => loadCollectedSites(options.db, options.clock);
  return watchRows({ ...options, load, what: 'sites', channel: REGISTER_CHANNEL });
}
