import type { Database, Log, Transaction } from '@emc/control-store';
import {
  type Clock,
  type Day,
  dayOf,
  type LastHits,
  type NewSystem,
  type System,
  type SystemChange,
  type Systems,
} from '@emc/contract';
import { bodyExistingOn, knownBody } from '../refusals.ts';
import { bodyOn, type Register } from '../register.ts';
import type { RegisterStore } from '../register-store.ts';
import { keyDigest } from './keys.ts';
import { checkedFields } from './system-rules.ts';
import { type HeardOfSystems, systemView } from './system-view.ts';
import { columnsOf, insertSystem, knownSystem, readSystems, systemInUse } from './system-store.ts';

export interface SystemsOptions {
  register: RegisterStore;
  clock: Clock;
  /** When a dossier change of each system last arrived, by system id, Unix milliseconds. Asked for with every answer. */
  lastChanges: () => Promise<LastHits> | LastHits;
  /** A system is receiving when a change arrived within these hours: the rule's window of systems. */
  window_h: number;
  /** A key that nobody can guess; see {@link systemKey}. */
  newKey: () => string;
  /** Called after every change, before it is answered: a collector in this process knows it by then. */
  systemsChanged?: () => Promise<void>;
  log: Log;
}

/** Systems that handle administrative procedures: who may send dossier changes, for which body, with which key. */
export function createSystems(options: SystemsOptions): Systems {
  return { ...readingOf(options), ...writingOf(options) };
}

type Reading = 'listSystems' | 'getSystem' | 'systemsOn';

function readingOf(options: SystemsOptions): Pick<Systems, Reading> {
  const { register: store } = options;
  const readAll = () => Promise.all([store.read(), readSystems(store.db), hear(options)]);
  return {
    async listSystems({ bodyCode, state }) {
      const [register, systems, heard] = await readAll();
      if (bodyCode !== undefined) knownBody(register, bodyCode);
      const items = systems
        .map((system) => systemView(register, system, heard))
        .filter((system) => bodyCode === undefined || system.bodyCode === bodyCode)
        .filter((system) => state === undefined || system.state === state);
      return { total: items.length, items };
    },
    async getSystem(id) {
      const [register, systems, heard] = await readAll();
      return systemView(register, knownSystem(systems, id), heard);
    },
    async systemsOn(day) {
      const [register, systems] = await Promise.all([store.read(), readSystems(store.db)]);
      return systems.map(({ id, bodyCode, name, registeredAt_ms, retiredOn }) => ({
        systemId: id,
        bodyCode: bodyOn(register, bodyCode, day),
        name,
        registeredOn: dayOf(registeredAt_ms),
        retiredOn,
      }));
    },
  };
}

function writingOf(options: SystemsOptions): Omit<Systems, Reading> {
  const { register: store, newKey, log, systemsChanged = async () => {} } = options;
  const view = async (id: number, heard: HeardOfSystems): Promise<System> => {
    const [register, systems] = await Promise.all([store.read(), readSystems(store.db)]);
    return systemView(register, knownSystem(systems, id), heard);
  };
  // What was heard is asked before anything is changed: a change that was made must not be answered with an error.
  const change = async (
    work: (trx: Transaction<Database>, register: Register, now_ms: number) => Promise<number>,
  ): Promise<System> => {
    const heard = await hear(options);
    const id = await store.write((trx, register) => work(trx, register, heard.now_ms));
    await systemsChanged();
    return view(id, heard);
  };
  const update = (id: number, columns: (today: Day) => { key_digest: string } | { retired_on: Day }) =>
    change(async (trx, _register, now_ms) => {
      const today = dayOf(now_ms);
      systemInUse(await readSystems(trx), id, today);
      await trx.updateTable('systems').set(columns(today)).where('id', '=', id).execute();
      return id;
    });
  return {
    async addSystem(system) {
      const key = newKey();
      const added = await change((trx, register, now_ms) => addSystem(trx, register, now_ms, system, keyDigest(key)));
      log.info(`system ${added.id} was registered for ${added.bodyCode}`);
      return { ...added, key };
    },
    changeSystem: (id, given) =>
      change((trx, register, now_ms) => changeSystem(trx, register, dayOf(now_ms), id, given)),
    async renewKey(id) {
      const key = newKey();
      const renewed = await update(id, () => ({ key_digest: keyDigest(key) }));
      log.info(`system ${id} got a new key`);
      return { ...renewed, key };
    },
    async retireSystem(id, on) {
      const retired = await update(id, (today) => ({ retired_on: on ?? today }));
      log.info(`system ${id} was retired`);
      return retired;
    },
  };
}

/** @throws EmcError body-unknown, body-not-valid-then, system-feed-taken, bad-request */
async function addSystem(
  trx: Transaction<Database>,
  register: Register,
  now_ms: number,
  { bodyCode, ...given }: NewSystem,
  digest: string,
): Promise<number> {
  const today = dayOf(now_ms);
  bodyExistingOn(register, bodyCode, today);
  const fields = checkedFields(given, { register, today, bodyCode, systems: await readSystems(trx) });
  return insertSystem(trx, { ...fields, bodyCode, digest, now_ms });
}

/** Changes what is given and leaves the rest. @throws EmcError system-unknown, system-retired, system-feed-taken, bad-request */
async function changeSystem(
  trx: Transaction<Database>,
  register: Register,
  today: Day,
  id: number,
  given: SystemChange,
): Promise<number> {
  const systems = await readSystems(trx);
  const system = systemInUse(systems, id, today);
  const bodyCode = bodyOn(register, system.bodyCode, today);
  const { name, agencyCode, siteId, addresses } = system;
  // What is not changed was checked when it was entered, and must not stand in the way of what is.
  const context = { register, today, bodyCode, systems, id };
  const checked = checkedFields({ name, ...given }, context);
  const fields = {
    name: checked.name,
    agencyCode: given.agencyCode === undefined ? agencyCode : checked.agencyCode,
    siteId: given.siteId === undefined ? siteId : checked.siteId,
    addresses: given.addresses === undefined ? addresses : checked.addresses,
  };
  await trx.updateTable('systems').set(columnsOf(fields)).where('id', '=', id).execute();
  return id;
}

async function hear({ clock, lastChanges, window_h }: SystemsOptions): Promise<HeardOfSystems> {
  return { now_ms: clock(), lastChanges: await lastChanges(), window_ms: window_h * 3_600_000 };
}
