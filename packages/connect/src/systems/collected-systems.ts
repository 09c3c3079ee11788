import { type Database, type Kysely, type Log, SYSTEMS_CHANNEL } from '@emc/control-store';
import { type Clock, type CollectedSystem, dayOf } from '@emc/contract';
import { isRetired } from '../register.ts';
import { watchRows } from '../watch-rows.ts';

/** Every system as the collector needs it, retired ones included, by id. */
async function loadCollectedSystems(db: Kysely<Database>, clock: Clock): Promise<CollectedSystem[]> {
  const rows = await db
    .selectFrom('systems')
    .select([
      'id as systemId',
      'key_digest as keyDigest',
      'agency_code as agencyCode',
      'site_id as siteId',
      'addresses',
      'retired_on as retiredOn',
    ])
    .orderBy('id')
    .execute();
  const today = dayOf(clock());
  return rows.map(({ retiredOn, ...row }) => ({ ...row, retired: isRetired({ retiredOn }, today) }));
}

export interface WatchSystemsOptions {
  db: Kysely<Database>;
  /** Of the same store, for a connection that listens. */
  url: string;
  clock: Clock;
  /** Gets all systems, at the beginning and whenever one has changed. */
  onChange: (systems: CollectedSystem[]) => void;
  signal: AbortSignal;
  log: Log;
}

/**
 * Keeps the collector's systems up to date until the signal aborts, as watchCollectedSites does its sites.
 * @throws EmcError store-unavailable when they cannot be read the first time
 */
export function watchCollectedSystems(options: WatchSystemsOptions): Promise<() => Promise<void>> {
  const load = () => loadCollectedSystems(options.db, options.clock);
  return watchRows({ ...options, load, what: 'systems', channel: SYSTEMS_CHANNEL });
}
