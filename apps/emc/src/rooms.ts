import { createRegistry, createSystems, readConnectionRules, ruleOn, seedReferenceData, systemKey } from '@emc/connect';
import { type Arrivals, type Clock, dayOf } from '@emc/contract';
import { readSetting } from '@emc/control-store';
import { cacheLastHits } from '@emc/measure';
import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import type { DataDirectory } from './data-directory.ts';
import { healthOf } from './health.ts';
import { startCollect } from './roles/collect.ts';
import { answerHealthOnly } from './roles/no-pages.ts';
import { createPresence } from './roles/presence.ts';
import { startPublish } from './roles/publish.ts';
import type { Parts } from './roles/roles.ts';
import { prepareWork, startWork } from './roles/work.ts';
import type { Settings } from './settings.ts';
import type { Stores } from './stores.ts';

export interface StartRooms {
  settings: Settings;
  data: DataDirectory;
  stores: Stores;
  /** What of all this the process does. */
  parts: Parts;
  clock: Clock;
  publicUrl: string;
  simulated: boolean;
  log: Logger;
  say: (text: string) => void;
  /** What is started registers its stop here. */
  stack: AsyncDisposableStack;
}

/** How old the answer to "when was each portal last heard" may be: part of how soon a state changes on a page. */
const LAST_HITS_AGE_MS = 1000;

/** Wires the rooms: connect, collect and measure meet in the stores, publish is handed the first and the last. */
export async function startRooms(given: StartRooms) {
  const { settings, data, stores, parts, clock, publicUrl, log, say, stack } = given;
  const { db } = stores.control;
  const entered = await seedReferenceData(db);
  if (entered > 0) say(`entered ${entered} bodies of the reference data into the register`);
  // A register that the simulator filled stays a simulated one, whoever serves it.
  const options = { ...given, simulated: given.simulated || (await readSetting(db, 'simulated')) === true };

  const presence = createPresence({ db, data, parts, clock, log, stack });
  const collect = parts.roles.has('collect') ? await startCollect(options) : undefined;
  await presence.start(collect?.state);
  const work = prepareWork(options);
  if (parts.roles.has('work')) startWork(options, Object.values(work));

  const trackingPath = settings.collectorPaths[0]!;
  const lastHits = cacheLastHits(stores.event, clock, LAST_HITS_AGE_MS);
  const arrivals: Arrivals = {
    asOf: async (days) =>
      new Map(
        await Promise.all(days.map(async (day) => [day, { hits: await lastHits(), changes: new Map() }] as const)),
      ),
    wrongHosts: async () => [],
  };
  const rules = readConnectionRules();
  const systems = createSystems({
    db,
    clock,
    lastChanges: () => new Map(),
    window_h: ruleOn(rules, dayOf(clock())).systemWindowHours,
    newKey: () => systemKey(randomBytes(32)),
    log,
  });
  const portalsChanged = collect?.reloadSites;
  const registryAt = (at: Clock) =>
    createRegistry({ db, clock: at, arrivals, systems, rules, publicUrl, trackingPath, portalsChanged, log });
  const health = () => healthOf({ stores, own: collect?.state(), seen: presence.seen() });
  const answer = parts.roles.has('publish')
    ? await startPublish(options, { registryAt, freshness: () => presence.freshness(), health, trackingPath })
    : answerHealthOnly(health, parts.roles);
  return {
    stores,
    ...work,
    registryAt,
    collectorPath: trackingPath,
    handle: (request: IncomingMessage, response: ServerResponse): void => {
      if (collect?.handle(request, response) !== true) answer(request, response);
    },
  };
}
