import type { IncomingMessage, ServerResponse } from 'node:http';
import type { News } from '../readers/messages.ts';
import { type Readers, type readersHeartbeat, startReaders } from '../readers/readers.ts';
import type { startCollect } from './collect.ts';
import { sendElsewhere } from './no-pages.ts';
import type { Shown } from './shown.ts';
import type { StartRooms } from './start-rooms.ts';

interface Beside {
  collect: Awaited<ReturnType<typeof startCollect>> | undefined;
  /** Where readers have a process of their own. */
  readers: ReturnType<typeof readersHeartbeat> | undefined;
  avoided: () => readonly string[];
}

/** All that is no hit, feed or question about health: answered by a process of its own beside a collector, else by this one or not at all. */
export async function startPages(options: StartRooms, shown: Shown, beside: Beside): Promise<Readers> {
  const { collect, readers } = beside;
  if (options.readers !== undefined && readers !== undefined && collect !== undefined)
    return startReadersApart(options, shown, { ...beside, readers, collect }, options.readers);
  if (!options.parts.roles.has('publish'))
    return { handle: sendElsewhere(options.parts.roles), keepStanding: () => undefined };
  // Loaded here alone: a process that takes hits has nothing of it.
  const { startPublish } = await import('./publish.ts');
  const { answer } = await startPublish(options, { ...shown, operatorKey: options.data.operatorKey() });
  return {
    handle: (request: IncomingMessage, response: ServerResponse) => answer(request, response),
    keepStanding: shown.register.keepStanding,
  };
}

type Apart = { [Name in keyof Beside]: NonNullable<Beside[Name]> };

function startReadersApart(
  options: StartRooms,
  { freshness, health, damage, repairs }: Shown,
  { collect, readers, avoided }: Apart,
  first: NonNullable<StartRooms['readers']>,
): Promise<Readers> {
  const { settings, data, stores, parts, clock, publicUrl, simulated, log, stack } = options;
  const { collectorPaths, pageCheckAllow, publicUrl: setUrl, trustedProxies, logLevel } = settings;
  const news = async (): Promise<News> => ({
    clockAhead_ms: clock() - Date.now(),
    freshness: freshness(),
    health: await health(),
    damage: damage(),
    avoid: [...avoided(), ...stores.event.lacking()],
  });
  return startReaders({
    first,
    dataDir: data.dir,
    handover: {
      settings: { collectorPaths, pageCheckAllow, publicUrl: setUrl, trustedProxies },
      stores: { controlUrl: stores.control.url, event: stores.readerAccess },
      operatorKey: data.operatorKey(),
      publicUrl,
      simulated,
      logLevel,
      checksPages: parts.roles.has('work') && !simulated,
    },
    news,
    answers: {
      reloadSites: collect.reloadSites,
      reloadSystems: collect.reloadSystems,
      startRepair: (given) => repairs.start(given),
      repairState: () => repairs.state(),
    },
    heartbeat: readers,
    log,
    stack,
  });
}
