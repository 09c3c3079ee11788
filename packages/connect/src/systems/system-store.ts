import type { Database, Kysely, Transaction } from '@emc/control-store';
import { type Day, EmcError } from '@emc/contract';
import { isRetired } from '../register.ts';
import type { StoredSystem, SystemFields } from './system-rules.ts';

const COLUMNS = [
  'id',
  'body_code as bodyCode',
  'name',
  'agency_code as agencyCode',
  'site_id as siteId',
  'addresses',
  'registered_at as registeredAt',
  'retired_on as retiredOn',
] as const;

/** All systems, retired ones included, by id. They are some hundreds; a look at all is a millisecond. */
export async function readSystems(db: Kysely<Database>): Promise<StoredSystem[]> {
  const rows = await db.selectFrom('systems').select(COLUMNS).orderBy('id').execute();
  return rows.map(({ registeredAt, ...row }) => ({ ...row, registeredAt_ms: registeredAt.getTime() }));
}

/** @returns its id. */
export async function insertSystem(
  trx: Transaction<Database>,
  system: SystemFields & { bodyCode: string; digest: string; now_ms: number },
): Promise<number> {
  const { id } = await trx
    .insertInto('systems')
    .values({
      ...columnsOf(system),
      body_code: system.bodyCode,
      key_digest: system.digest,
      registered_at: new Date(system.now_ms),
      retired_on: null,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

export function columnsOf({ name, agencyCode, siteId, addresses }: SystemFields) {
  return { name, agency_code: agencyCode, site_id: siteId, addresses };
}

/** @throws EmcError system-unknown */
export function knownSystem(systems: readonly StoredSystem[], id: number): StoredSystem {
  const system = systems.find((known) => known.id === id);
  if (system === undefined) throw new EmcError('system-unknown', `There is no system ${id}.`);
  return system;
}

/** @throws EmcError system-unknown, system-retired */
export function systemInUse(systems: readonly StoredSystem[], id: number, today: Day): StoredSystem {
  const system = knownSystem(systems, id);
  if (isRetired(system, today)) {
    throw new EmcError('system-retired', `System ${id} (${system.name}) was retired on ${system.retiredOn}.`);
  }
  return system;
}
