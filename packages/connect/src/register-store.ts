import { type Database, type Kysely, sql, type Transaction } from '@emc/control-store';
import { dayOf } from '@emc/contract';
import type { BodyName, Owner, Register, RegisteredBody, RegisteredPortal, RegisteredUnit } from './register.ts';
import { lockTables, openVersionedCopy, type VersionedCopy } from './versioned-copy.ts';

/** The register: opened once in a process, and handed to all who read or change it. */
export type RegisterStore = VersionedCopy<Register>;

/** Any number that nothing else in this database takes as an advisory lock. */
const REGISTER_LOCK = 422_022;

export function openRegister(db: Kysely<Database>): RegisterStore {
  return openVersionedCopy({ db, versionTable: 'register_version', lock: REGISTER_LOCK, load: loadRegister });
}

/** Held until the transaction ends. */
export function lockRegister(trx: Transaction<Database>): Promise<void> {
  return lockTables(trx, REGISTER_LOCK);
}

interface LoadedRows {
  version: number;
  bodies: { code: string; certainty: string }[];
  names: (BodyName & { code: string })[];
  successions: { predecessor: string; successor: string; on: string }[];
  units: RegisteredUnit[];
  portals: Omit<RegisteredPortal, 'owners' | 'registeredOn'>[];
  owners: (Owner & { siteId: number })[];
}

/** All of it in one statement. */
async function loadRegister(trx: Transaction<Database>): Promise<Register> {
  const { rows } = await sql<LoadedRows>`
    select version,
      (select coalesce(json_agg(b), '[]') from bodies b) as bodies,
      (select coalesce(json_agg(n), '[]') from (
        select code, name_vi as "nameVi", name_en as "nameEn", kind, valid_from as "from", valid_to as "to"
        from body_names order by code, valid_from nulls first) n) as names,
      (select coalesce(json_agg(s), '[]') from (
        select predecessor, successor, on_day as "on"
        from body_successions order by on_day, predecessor, successor) s) as successions,
      (select coalesce(json_agg(u), '[]') from (
        select id, body_code as "bodyCode", parent_id as "parentId", code, name_vi as "nameVi", name_en as "nameEn",
          valid_from as "from", valid_to as "to"
        from units order by id) u) as units,
      (select coalesce(json_agg(p), '[]') from (
        select site_id as "siteId", kind, name, name_en as "nameEn", url, url_key as "urlKey",
          allowed_hosts as "allowedHosts", live_on as "liveOn", retired_on as "retiredOn",
          floor(extract(epoch from registered_at) * 1000) as "registeredAt_ms"
        from portals order by site_id) p) as portals,
      (select coalesce(json_agg(o), '[]') from (
        select site_id as "siteId", body_code as "bodyCode", unit_id as "unitId", valid_from as "from", valid_to as "to"
        from portal_owners order by site_id, valid_from nulls first) o) as owners
    from register_version`.execute(trx);
  const loaded = rows[0];
  if (loaded === undefined) throw new Error('the table register_version is empty');
  return assemble(loaded);
}

function assemble(loaded: LoadedRows): Register {
  const names = Map.groupBy(loaded.names, (name) => name.code);
  const owners = Map.groupBy(loaded.owners, (owner) => owner.siteId);
  const successors = Map.groupBy(loaded.successions, (succession) => succession.predecessor);
  const predecessors = Map.groupBy(loaded.successions, (succession) => succession.successor);
  const bodies = loaded.bodies.map((body): RegisteredBody => ({
    ...body,
    names: (names.get(body.code) ?? []).map(({ nameVi, nameEn, kind, from, to }) => ({
      nameVi,
      nameEn,
      kind,
      from,
      to,
    })),
    successors: (successors.get(body.code) ?? []).map(({ successor, on }) => ({ code: successor, on })),
    predecessors: (predecessors.get(body.code) ?? []).map(({ predecessor, on }) => ({ code: predecessor, on })),
  }));
  const portals = loaded.portals.map((portal): RegisteredPortal => ({
    ...portal,
    registeredOn: dayOf(portal.registeredAt_ms),
    owners: (owners.get(portal.siteId) ?? []).map(({ bodyCode, unitId, from, to }) => ({ bodyCode, unitId, from, to })),
  }));
  return {
    version: loaded.version,
    bodies: new Map(bodies.map((body) => [body.code, body])),
    units: new Map(loaded.units.map((unit) => [unit.id, unit])),
    portals: new Map(portals.map((portal) => [portal.siteId, portal])),
  };
}
