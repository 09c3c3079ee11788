import { type Database, type Kysely, type Log, REGISTER_CHANNEL } from '@emc/control-store';
import { type Clock, type CollectedSite, dayOf } from '@emc/contract';
import { collectedHosts } from './addresses.ts';
import { isRetired } from './register.ts';
import { watchRows } from './watch-rows.ts';

/** Read at once: hits wait while they are made into sites. */
const PORTALS_AT_ONCE = 500;

/** Every portal as the collector needs it, retired ones included, by siteId. */
export async function loadCollectedSites(db: Kysely<Database>, clock: Clock): Promise<CollectedSite[]> {
  const today = dayOf(clock());
  const sites: CollectedSite[] = [];
  let count = PORTALS_AT_ONCE;
  while (count === PORTALS_AT_ONCE) {
    const rows = await db
      .selectFrom('portals')
      .select(['site_id', 'url', 'allowed_hosts', 'retired_on'])
      .where('site_id', '>', sites.at(-1)?.siteId ?? 0)
      .orderBy('site_id')
      .limit(PORTALS_AT_ONCE)
      .execute();
    for (const row of rows)
      sites.push({
        siteId: row.site_id,
        hosts: collectedHosts({ url: row.url, allowedHosts: row.allowed_hosts }),
        retired: isRetired({ retiredOn: row.retired_on }, today),
      });
    count = rows.length;
  }
  return sites;
}

/** Changes with the register and, since portals retire on a day, with the day. */
async function versionOfSites(db: Kysely<Database>, clock: Clock): Promise<string> {
  const today = dayOf(clock());
  const { version } = await db.selectFrom('register_version').select('version').executeTakeFirstOrThrow();
  return `${today} ${version}`;
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
  const version = () => versionOfSites(options.db, options.clock);
  return watchRows({ ...options, load, version, what: 'sites', channel: REGISTER_CHANNEL });
}
