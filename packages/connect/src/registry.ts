import type { Log } from '@emc/control-store';
import {
  type Arrivals,
  type BodyWithConnection,
  type Clock,
  dayOf,
  type Hierarchy,
  type PortalWithSnippet,
  type Registry,
  type Systems,
} from '@emc/contract';
import { addBody, changeBody } from './change-bodies.ts';
import { addPortal, changePortal, retirePortal } from './change-portals.ts';
import { addUnit, changeUnit } from './change-units.ts';
import { connectionOf, factsByBody, NO_FACTS } from './connection/body-facts.ts';
import { createHearing, type Heard, type Hearing, type HearingOptions, type Signs } from './connection/hearing.ts';
import { type ConnectionRules, readConnectionRules } from './connection/rules.ts';
import { createHierarchy } from './hierarchy.ts';
import { listPortals } from './list-portals.ts';
import { readNewestChecks } from './page-check/check-store.ts';
import { bodyExistingOn, knownBody, knownPortal, knownUnit } from './refusals.ts';
import { bodyOn, isValidOn, nameOn, type Register, type RegisteredBody } from './register.ts';
import type { RegisterStore } from './register-store.ts';
import { snippetOf } from './snippet.ts';
import { bodyView, portalView, unitView } from './views.ts';

export interface RegistryOptions {
  register: RegisterStore;
  clock: Clock;
  /** What arrived. Asked with every answer: whoever gives it shares answers about today and keeps those about closed days. */
  arrivals: Arrivals;
  systems: Pick<Systems, 'systemsOn'>;
  /** As in `reference-data/connection-rules.json` when left out. @throws Error when that file is not right */
  rules?: ConnectionRules;
  /** Where browsers reach this service; a function where that is known only later. */
  publicUrl: string | (() => string);
  /** Where the collector listens, for the monitoring codes; `/tracking` when left out. */
  trackingPath?: string;
  /**
   * Called after every change of a portal, before it is answered: a collector in this process knows the portal by the
   * time its engineer sends the first hit. Others learn of it by notice.
   */
  portalsChanged?: () => Promise<void>;
  log: Log;
}

/**
 * The register: who is measured. Answers from memory as long as nothing has changed in the store; changes are made one
 * after another, in all processes, each held against the whole register.
 */
export function createRegistry(options: RegistryOptions): Registry & Hierarchy {
  const { register: store, clock, rules = readConnectionRules() } = options;
  const readChecks: HearingOptions['readChecks'] = (...of) => readNewestChecks(store.db, ...of);
  const hearing = createHearing({ ...options, rules, readChecks });
  const publicUrl = (): string => (typeof options.publicUrl === 'string' ? options.publicUrl : options.publicUrl());
  return {
    ...createHierarchy(store, clock, hearing),
    ...bodiesOf(store, clock, hearing),
    ...unitsOf(store, clock),
    ...portalsOf(store, hearing, publicUrl, options),
  };
}

/** The bodies as they are, and are connected, on the day that was heard of. */
function withConnection(register: Register, bodies: RegisteredBody[], heard: Heard): BodyWithConnection[] {
  const facts = factsByBody(register, heard);
  return bodies.map((body) => ({
    ...bodyView(body, heard.day),
    connection: connectionOf(facts.get(body.code) ?? NO_FACTS, heard),
  }));
}

function bodiesOf(
  store: RegisterStore,
  clock: Clock,
  hearing: Hearing,
): Pick<Registry, 'listBodies' | 'getBody' | 'addBody' | 'changeBody'> {
  const bodyNow = async (code: string) => bodyView(knownBody(await store.read(), code), dayOf(clock()));
  return {
    async listBodies({ asOf, kind }) {
      const [register, heard] = await Promise.all([store.read(), hearing.on(asOf)]);
      const bodies = [...register.bodies.values()]
        .filter((body) => {
          const name = nameOn(body, heard.day);
          return name !== undefined && (kind === undefined || name.kind === kind);
        })
        .sort((a, b) => (a.code < b.code ? -1 : 1));
      return withConnection(register, bodies, heard);
    },
    async getBody(code, asOf) {
      const [register, heard] = await Promise.all([store.read(), hearing.on(asOf)]);
      // Without a day, a body that has ended is shown as it was last; asked for a day, it must exist then.
      const body = asOf === undefined ? knownBody(register, code) : bodyExistingOn(register, code, asOf);
      const [view] = withConnection(register, [body], heard);
      if (view === undefined) throw new Error('one body in, one body out');
      return view;
    },
    async addBody(body) {
      await store.write((trx, register) => addBody(trx, register, body));
      return bodyNow(body.code);
    },
    async changeBody(code, change) {
      await store.write((trx, register) => changeBody(trx, register, code, change));
      return bodyNow(code);
    },
  };
}

function unitsOf(store: RegisterStore, clock: Clock): Pick<Registry, 'listUnits' | 'addUnit' | 'changeUnit'> {
  const unitNow = async (id: number) => {
    const register = await store.read();
    return unitView(register, knownUnit(register, id), dayOf(clock()));
  };
  return {
    async listUnits(bodyCode, asOf) {
      const register = await store.read();
      knownBody(register, bodyCode);
      const day = asOf ?? dayOf(clock());
      return [...register.units.values()]
        .filter((unit) => isValidOn(unit, day) && bodyOn(register, unit.bodyCode, day) === bodyCode)
        .map((unit) => unitView(register, unit, day));
    },
    async addUnit(bodyCode, unit) {
      const id = await store.write((trx, register) => addUnit(trx, register, dayOf(clock()), bodyCode, unit));
      return unitNow(id);
    },
    async changeUnit(id, change) {
      await store.write((trx, register) => changeUnit(trx, register, dayOf(clock()), id, change));
      return unitNow(id);
    },
  };
}

function portalsOf(
  store: RegisterStore,
  hearing: Hearing,
  publicUrl: () => string,
  {
    log,
    portalsChanged = async () => {},
    trackingPath = '/tracking',
  }: Pick<RegistryOptions, 'log' | 'portalsChanged' | 'trackingPath'>,
): Pick<Registry, 'listPortals' | 'getPortal' | 'addPortal' | 'changePortal' | 'retirePortal'> {
  const listen = async (siteIds: readonly number[]): Promise<Listened> => {
    const heard = await hearing.on();
    return { heard, signs: await hearing.signs(heard, siteIds) };
  };
  const view = async (siteId: number, { heard, signs }: Listened): Promise<PortalWithSnippet> => {
    const register = await store.read();
    const portal = portalView(register, knownPortal(register, siteId), heard, signs);
    return { ...portal, snippet: snippetOf(siteId, publicUrl(), trackingPath) };
  };
  return {
    async listPortals(filter) {
      const [register, heard] = await Promise.all([store.read(), hearing.on()]);
      return listPortals(register, filter, heard, hearing);
    },
    async getPortal(siteId) {
      return view(siteId, await listen([siteId]));
    },
    // What was heard is asked before anything is changed: a change that was made must not be answered with an error.
    async addPortal(portal) {
      // Nobody has looked at its page yet.
      const listened = await listen([]);
      const siteId = await store.write((trx, register) => addPortal(trx, register, listened.heard.at_ms, portal));
      log.info(`portal ${siteId} was registered for ${portal.bodyCode}`);
      await portalsChanged();
      return view(siteId, listened);
    },
    async changePortal(siteId, change) {
      const listened = await listen([siteId]);
      await store.write((trx, register) => changePortal(trx, register, listened.heard.day, siteId, change));
      await portalsChanged();
      return view(siteId, listened);
    },
    async retirePortal(siteId, on) {
      const listened = await listen([siteId]);
      const today = listened.heard.day;
      await store.write((trx, register) => retirePortal(trx, register, today, siteId, on ?? today));
      log.info(`portal ${siteId} was retired`);
      await portalsChanged();
      return view(siteId, listened);
    },
  };
}

/** What was heard and seen of the portals until now. */
interface Listened {
  heard: Heard;
  signs: Signs;
}
