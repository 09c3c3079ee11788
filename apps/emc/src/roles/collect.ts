import { createCollector, createLoader, type KnownSites, Spool, starsOf } from '@emc/collect';
import { createSalts, watchCollectedSites, watchCollectedSystems } from '@emc/connect';
import { keepingRollups } from '@emc/event-store';
import type { CollectedSite, CollectedSystem } from '@emc/contract';
import { readRedaction, readSecret } from '@emc/control-store';
import { isCounted } from '@emc/measure';
import { ledgerOf } from '../damage/book.ts';
import { collectorState } from '../health.ts';
import { startBound } from './bound.ts';
import type { Logger } from 'pino';
import { atMost, repeat, STOP_PATIENCE_MS } from '../patience.ts';
import type { StartRooms } from './start-rooms.ts';
import type { Stores } from '../stores.ts';

/** How long a stop waits for the event store to take what is spooled; the rest is loaded after the next start. */
const DRAIN_PATIENCE_MS = 5000;

/** The collector with what it stands on: the day's salt, the portals and systems, the spool and the loader behind it. */
export async function startCollect(options: StartRooms) {
  const { settings, data, stores, clock, log, stack } = options;
  const { db, url } = stores.control;
  const salts = createSalts({
    db,
    dir: data.place('salts'),
    // A server that others run may be shared by other collectors; the embedded one is ours alone.
    ...(settings.postgresUrl === undefined ? {} : { sharedAs: data.processId }),
    clock,
    counted: (day) => isCounted(stores.event, day),
    log,
  });
  stack.defer(() => salts.stop());
  await salts.refresh();
  const watching = new AbortController();
  stack.defer(() => watching.abort());
  const watch = { db, url, clock, signal: watching.signal, log };
  const sites = await watchSites(watch);
  const systems = await watchSystems(watch);
  const { spool, loader } = await startLoading(options);
  const bound = await startBound(options);
  let stopping = false;
  const collector = createCollector({
    spool,
    sites: sites.known,
    salt: salts,
    redaction: await readRedaction(db),
    bound,
    dossiers: { systems: systems.known, secret: await readSecret(db, 'dossier-secret') },
    clock,
    paths: settings.collectorPaths,
    trustedProxies: settings.trustedProxies,
    recording: () => settings.recording && !stopping,
    log,
  });
  collector.start();
  stack.defer(() => {
    stopping = true;
    return collector.stop();
  });
  return {
    handle: collector.handle.bind(collector),
    reloadSites: sites.reload,
    reloadSystems: systems.reload,
    state: () => collectorState(loader, spool, stores.event),
  };
}

/** What was acknowledged, on its way into the event store. */
async function startLoading({ settings, data, stores, clock, log, stack }: StartRooms) {
  const spool = await Spool.open({ dir: data.place('spool'), limit_bytes: settings.spoolLimit_bytes, clock, log });
  stack.defer(() => spool.close());
  const eventStore = keepingRollups({ store: stores.event, ledger: ledgerOf(stores.control.db), log });
  const loader = createLoader({ spool, eventStore, clock, log });
  await loader.start();
  if (settings.clickhouseCluster !== undefined) keepReplicasEqual(stores.event, log, stack);
  stack.defer(async () => {
    await atMost(DRAIN_PATIENCE_MS, loader.drain());
    await atMost(STOP_PATIENCE_MS, loader.stop());
  });
  return { spool, loader };
}

type Watch = Omit<Parameters<typeof watchCollectedSites>[0], 'onChange'>;

/** The portals by siteId; kept up to date. */
async function watchSites(watch: Watch) {
  let bySiteId = new Map<number, CollectedSite>();
  let stars = starsOf([]);
  const reload = await watchCollectedSites({
    ...watch,
    onChange: (all) => {
      bySiteId = new Map(all.map((site) => [site.siteId, site]));
      stars = starsOf(all);
    },
  });
  const known: KnownSites = { get: (siteId) => bySiteId.get(siteId), starAbove: (host) => stars(host) };
  return { known, reload };
}

/** The procedure systems by what they are known by when they send; kept up to date. */
async function watchSystems(watch: Watch) {
  let bySite = new Map<number, CollectedSystem>();
  let byKeyDigest = new Map<string, CollectedSystem>();
  const reload = await watchCollectedSystems({
    ...watch,
    onChange: (all) => {
      // A system that is retired may have left its siteId to another.
      const inOrder = all.toSorted((one, other) => Number(other.retired) - Number(one.retired));
      bySite = new Map(inOrder.flatMap((system) => (system.siteId === null ? [] : [[system.siteId, system]])));
      byKeyDigest = new Map(inOrder.map((system) => [system.keyDigest, system]));
    },
  });
  const known = {
    bySite: (siteId: number) => bySite.get(siteId),
    byKeyDigest: (digest: string) => byKeyDigest.get(digest),
  };
  return { known, reload };
}

const CATCH_UP_EVERY_MS = 2000;

/** Brings replicas of the event store that were away up to date, for as long as this process runs. */
function keepReplicasEqual(store: Stores['event'], log: Logger, stack: AsyncDisposableStack): void {
  let behind = '';
  const look = async (): Promise<void> => {
    const now = (await store.catchUp()).join(', ');
    if (now === behind) return;
    behind = now;
    if (now === '') log.info('all servers of the event store hold the same');
    else
      log.warn(
        { behind },
        'servers of the event store lack what others hold; they are brought up to date when they are back',
      );
  };
  const run = repeat(CATCH_UP_EVERY_MS, () =>
    look().catch((error: unknown) =>
      log.warn({ error: String(error) }, 'servers of the event store cannot be brought up to date'),
    ),
  );
  stack.defer(() => atMost(STOP_PATIENCE_MS, run.stop()));
}
