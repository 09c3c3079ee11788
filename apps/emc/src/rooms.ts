import { buildTracker } from '@emc/tracker';
import { createCollector, createLoader, Spool } from '@emc/collect';
import { createRegistry, createSalts, seedReferenceData, watchCollectedSites } from '@emc/connect';
import type { Clock, CollectedSite } from '@emc/contract';
import { readSetting } from '@emc/control-store';
import { createFigures, createRefresher, cacheLastHits } from '@emc/measure';
import { createApi } from '@emc/publish';
import { existsSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import path from 'node:path';
import type { Logger } from 'pino';
import program from '../package.json' with { type: 'json' };
import type { DataDirectory } from './data-directory.ts';
import { healthOf } from './health.ts';
import { atMost } from './patience.ts';
import type { Settings } from './settings.ts';
import type { Stores } from './stores.ts';

export interface StartRooms {
  settings: Settings;
  data: DataDirectory;
  stores: Stores;
  publicUrl: string;
  simulated: boolean;
  log: Logger;
  say: (text: string) => void;
  /** What is started registers its stop here. */
  stack: AsyncDisposableStack;
}

const CONSOLE_DIR = path.resolve(import.meta.dirname, '../../console/dist');
/** How long a stop waits for the event store to take what is spooled; the rest is loaded after the next start. */
const DRAIN_PATIENCE_MS = 5000;
/** How long a stop waits for a question that a store does not answer. */
const STOP_PATIENCE_MS = 3000;
/** How old the answer to "when was each portal last heard" may be: part of how soon a state changes on a page. */
const LAST_HITS_AGE_MS = 1000;

/** Wires the rooms: connect, collect and measure meet in the stores, publish is handed the first and the last. */
export async function startRooms(options: StartRooms) {
  const { settings, data, stores, publicUrl, log, say, stack } = options;
  const clock: Clock = Date.now;
  const { db } = stores.control;
  const entered = await seedReferenceData(db);
  if (entered > 0) say(`entered ${entered} bodies of the reference data into the register`);

  const trackingPath = settings.collectorPaths[0]!;
  // A register that the simulator filled stays a simulated one, whoever serves it.
  const simulated = options.simulated || (await readSetting(db, 'simulated')) === true;
  const intake = await startIntake(options, clock);
  const refresher = createRefresher({ eventStore: stores.event, clock, log });
  refresher.start();
  stack.defer(() => atMost(STOP_PATIENCE_MS, refresher.stop()));

  const lastHits = cacheLastHits(stores.event, clock, LAST_HITS_AGE_MS);
  const registryAt = (at: Clock) =>
    createRegistry({ db, clock: at, lastHits, publicUrl, trackingPath, portalsChanged: intake.reloadSites, log });
  const registry = registryAt(clock);
  const figures = createFigures({
    eventStore: stores.event,
    hierarchy: registry,
    clock,
    simulated,
    loaderStatus: () => intake.loader.status(),
  });
  const api = await createApi({
    registry,
    figures,
    health: () => healthOf({ stores, loader: intake.loader, spool: intake.spool }),
    operatorKey: data.operatorKey,
    trackerFiles: (await buildTracker({ trackingPath })).files,
    consoleDir: existsSync(CONSOLE_DIR) ? CONSOLE_DIR : undefined,
    log,
    publicUrl,
    version: program.version,
    simulated,
  });
  await api.ready();
  stack.defer(() => atMost(STOP_PATIENCE_MS, api.close()));
  return {
    stores,
    refresher,
    loader: intake.loader,
    registryAt,
    collectorPath: trackingPath,
    handle: (request: IncomingMessage, response: ServerResponse): void => {
      if (!intake.collector.handle(request, response)) api.routing(request, response);
    },
  };
}

/** The collector with what it stands on: the day's salt, the portals, the spool and the loader behind it. */
async function startIntake({ settings, data, stores, log, stack }: StartRooms, clock: Clock) {
  const { db, url } = stores.control;
  const salts = createSalts({ db, clock, log });
  stack.defer(() => salts.stop());
  await salts.refresh();

  const sites = new Map<number, CollectedSite>();
  const watching = new AbortController();
  stack.defer(() => watching.abort());
  const reloadSites = await watchCollectedSites({
    db,
    url,
    clock,
    signal: watching.signal,
    log,
    onChange: (all) => {
      sites.clear();
      for (const site of all) sites.set(site.siteId, site);
    },
  });

  const spool = await Spool.open({ dir: data.place('spool'), limit_bytes: settings.spoolLimit_bytes, clock, log });
  stack.defer(() => spool.close());
  const loader = createLoader({ spool, eventStore: stores.event, clock, log });
  await loader.start();
  stack.defer(async () => {
    await atMost(DRAIN_PATIENCE_MS, loader.drain());
    await atMost(STOP_PATIENCE_MS, loader.stop());
  });
  let stopping = false;
  const collector = createCollector({
    spool,
    sites,
    salt: salts,
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
  return { collector, loader, spool, reloadSites };
}
