import { randomBytes } from 'node:crypto';
import {
  createCatalogue,
  createConnections,
  createPageChecker,
  createRegistry,
  createSystems,
  openCatalogue,
  openRegister,
  readConnectionRules,
  ruleOn,
  systemKey,
} from '@emc/connect';
import { type Arrivals, type Clock, dayOf, type Systems } from '@emc/contract';
import { createArrivals } from '@emc/measure';
import type { StartReading } from './start-reading.ts';

/** The collector beside: knows of a change before it is answered; others learn of it by notice. */
interface OwnCollector {
  reloadSites: () => Promise<void>;
  reloadSystems: () => Promise<void>;
}

/**
 * The room `connect` with what it judges by: who is measured, and who is connected. Some of it can be made for another
 * clock, for whoever enters what happened long ago.
 */
export function openRegisterRooms(options: StartReading, own: OwnCollector | undefined) {
  const { settings, stores, clock, publicUrl, log } = options;
  const register = openRegister(stores.control.db);
  const forCatalogue = { store: openCatalogue(stores.control.db), register, log };
  const trackingPath = settings.collectorPaths[0]!;
  const arrivals = createArrivals({ eventStore: stores.eventForReaders, clock });
  const rules = readConnectionRules();
  const lastChanges = async () => {
    const today = dayOf(clock());
    return (await arrivals.asOf([today])).get(today)?.changes ?? new Map<number, number>();
  };
  const forSystems = {
    register,
    window_h: ruleOn(rules, dayOf(clock())).systemWindowHours,
    newKey: () => systemKey(randomBytes(32)),
    log,
  };
  const systems = createSystems({ ...forSystems, clock, lastChanges, systemsChanged: own?.reloadSystems });
  const forRegistry = { register, rules, publicUrl, trackingPath, log };
  const pageChecker = createPageChecker({
    register,
    clock,
    publicUrl,
    allow: settings.pageCheckAllow,
    log,
  });
  return {
    registry: createRegistry({ ...forRegistry, clock, arrivals, systems, portalsChanged: own?.reloadSites }),
    systems,
    // For whoever enters the past, hundreds at once: they hear nothing and so ask nothing, and nothing that was heard before
    // the past was there is remembered. The collector learns of what they enter by notice.
    registryAt: (at: Clock) => createRegistry({ ...forRegistry, clock: at, ...NOTHING_HEARD }),
    systemsAt: (at: Clock) => createSystems({ ...forSystems, clock: at, lastChanges: () => new Map<number, number>() }),
    catalogue: createCatalogue({ ...forCatalogue, clock }),
    catalogueAt: (at: Clock) => createCatalogue({ ...forCatalogue, clock: at }),
    connections: createConnections({ register, clock, arrivals, systems, pageChecks: pageChecker, rules }),
    pageChecker,
    trackingPath,
    /**
     * Asks once for what the pages of the register show of today: what was known last stands when the event store hangs later. To be
     * called when the past that a simulator enters is there: what is read before it would be remembered without it.
     */
    keepStanding: (): void => {
      const today = dayOf(clock());
      void arrivals.asOf([today]).catch(() => undefined);
      void arrivals.wrongHosts(today, ruleOn(rules, today).portalWindowHours).catch(() => undefined);
    },
  };
}

const NOTHING_HEARD: { arrivals: Arrivals; systems: Pick<Systems, 'systemsOn'> } = {
  arrivals: {
    asOf: (days) => Promise.resolve(new Map(days.map((day) => [day, { hits: new Map(), changes: new Map() }]))),
    wrongHosts: () => Promise.resolve([]),
  },
  systems: { systemsOn: () => Promise.resolve([]) },
};

export type RegisterRooms = ReturnType<typeof openRegisterRooms>;
