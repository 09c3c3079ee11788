import type { Database, Kysely, Log } from '@emc/control-store';
import {
  type BodyWithConnection,
  type Clock,
  type Day,
  dayOf,
  type Hierarchy,
  type LastHits,
  type PortalWithSnippet,
  type Registry,
} from '@emc/contract';
import { addBody, changeBody } from './change-bodies.ts';
import { addPortal, changePortal, retirePortal } from './change-portals.ts';
import { addUnit, changeUnit } from './change-units.ts';
import { connectionOf, type Heard, portalsByBody } from './connection.ts';
import { createHierarchy } from './hierarchy.ts';
import { listPortals } from './list-portals.ts';
import { bodyExistingOn, knownBody, knownPortal, knownUnit } from './refusals.ts';
import { bodyOn, isValidOn, nameOn, type Register, type RegisteredBody } from './register.ts';
import { openRegister, type RegisterStore } from './register-store.ts';
import { snippetOf } from './snippet.ts';
import { bodyView, portalView, unitView } from './views.ts';

export interface RegistryOptions {
  db: Kysely<Database>;
  clock: Clock;
  /** When each portal was last heard. Asked for with every answer that tells a state: keep it cheap. */
  lastHits: () => Promise<LastHits> | LastHits;
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
  const { db, clock } = options;
  const store = openRegister(db);
  const listen = async (): Promise<Heard> => ({ now_ms: clock(), lastHits: await options.lastHits() });
  const publicUrl = (): string => (typeof options.publicUrl === 'string' ? options.publicUrl : options.publicUrl());
  return {
    ...createHierarchy(store, clock, listen),
    ...bodiesOf(store, clock, listen),
    ...unitsOf(store, clock),
    ...portalsOf(store, listen, publicUrl, options),
  };
}

type Listen = () => Promise<Heard>;

function withConnection(register: Register, bodies: RegisteredBody[], day: Day, heard: Heard): BodyWithConnection[] {
  const byBody = portalsByBody(register, day, dayOf(heard.now_ms));
  return bodies.map((body) => ({
    ...bodyView(body, day),
    connection: connectionOf(byBody.get(body.code) ?? [], heard),
  }));
}

function bodiesOf(
  store: RegisterStore,
  clock: Clock,
  listen: Listen,
): Pick<Registry, 'listBodies' | 'getBody' | 'addBody' | 'changeBody'> {
  const bodyNow = async (code: string) => bodyView(knownBody(await store.read(), code), dayOf(clock()));
  return {
    async listBodies({ asOf, kind }) {
      const [register, heard] = await Promise.all([store.read(), listen()]);
      const day = asOf ?? dayOf(heard.now_ms);
      const bodies = [...register.bodies.values()]
        .filter((body) => {
          const name = nameOn(body, day);
          return name !== undefined && (kind === undefined || name.kind === kind);
        })
        .sort((a, b) => (a.code < b.code ? -1 : 1));
      return withConnection(register, bodies, day, heard);
    },
    async getBody(code, asOf) {
      const [register, heard] = await Promise.all([store.read(), listen()]);
      // Without a day, a body that has ended is shown as it was last; asked for a day, it must exist then.
      const body = asOf === undefined ? knownBody(register, code) : bodyExistingOn(register, code, asOf);
      const [view] = withConnection(register, [body], asOf ?? dayOf(heard.now_ms), heard);
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
  listen: Listen,
  publicUrl: () => string,
  {
    log,
    portalsChanged = async () => {},
    trackingPath = '/tracking',
  }: Pick<RegistryOptions, 'log' | 'portalsChanged' | 'trackingPath'>,
): Pick<Registry, 'listPortals' | 'getPortal' | 'addPortal' | 'changePortal' | 'retirePortal'> {
  const view = async (siteId: number, heard: Heard): Promise<PortalWithSnippet> => {
    const register = await store.read();
    const portal = portalView(register, knownPortal(register, siteId), heard);
    return { ...portal, snippet: snippetOf(siteId, publicUrl(), trackingPath) };
  };
  return {
    async listPortals(filter) {
      const [register, heard] = await Promise.all([store.read(), listen()]);
      return listPortals(register, filter, heard);
    },
    async getPortal(siteId) {
      return view(siteId, await listen());
    },
    // What was heard is asked before anything is changed: a change that was made must not be answered with an error.
    async addPortal(portal) {
      const heard = await listen();
      const siteId = await store.write((trx, register) => addPortal(trx, register, heard.now_ms, portal));
      log.info(`portal ${siteId} was registered for ${portal.bodyCode}`);
      await portalsChanged();
      return view(siteId, heard);
    },
    async changePortal(siteId, change) {
      const heard = await listen();
      await store.write((trx, register) => changePortal(trx, register, dayOf(heard.now_ms), siteId, change));
      await portalsChanged();
      return view(siteId, heard);
    },
    async retirePortal(siteId, on) {
      const heard = await listen();
      const today = dayOf(heard.now_ms);
      await store.write((trx, register) => retirePortal(trx, register, today, siteId, on ?? today));
      log.info(`portal ${siteId} was retired`);
      await portalsChanged();
      return view(siteId, heard);
    },
  };
}
