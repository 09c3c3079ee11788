import { createRegistry, createSystems, openRegister, seedReferenceData, systemKey } from '@emc/connect';
import { sql } from '@emc/control-store';
import { type Arrivals, DAY_MS, startOfDay, type Systems } from '@emc/contract';
import { randomBytes } from 'node:crypto';
import { type FreshStores, freshStores, type MovableClock, movableClock } from '@emc/test-kit';

export interface FreshRegister {
  stores: FreshStores;
  register: ReturnType<typeof openRegister>;
  clock: MovableClock;
  /** What the event store would say; tests write into it. */
  lastHits: Map<number, number>;
  lastChanges: Map<number, number>;
  arrivals: Arrivals;
  systems: Systems;
  registry: ReturnType<typeof createRegistry>;
}

export const quiet = { info: () => {}, warn: () => {}, error: () => {} };

/** Noon of a day after all the mergers of 2025. */
export const NOON_MS = startOfDay('2026-11-20') + 12 * 3_600_000;

/**
 * A register with the reference data and nothing else.
 * @param given of an earlier one, to be emptied: sooner done than a database of its own
 */
export async function freshRegister(now_ms = NOON_MS, given?: FreshStores): Promise<FreshRegister> {
  const stores = given ?? (await freshStores());
  if (given !== undefined) {
    const entered = ['portals', 'portal_owners', 'units', 'systems', 'page_checks', 'page_check_claims'];
    const decided = ['campaigns', 'campaign_decisions'];
    const tables = sql.join([...entered, ...decided].map((table) => sql.table(table)));
    await sql`truncate ${tables} restart identity cascade`.execute(given.control.db);
  }
  await seedReferenceData(stores.control.db);
  const clock = movableClock(now_ms);
  const lastHits = new Map<number, number>();
  const lastChanges = new Map<number, number>();
  const arrivals = arrivalsOf(lastHits, lastChanges);
  const register = openRegister(stores.control.db);
  const newKey = () => systemKey(randomBytes(32));
  const systems = createSystems({ register, clock, lastChanges: () => lastChanges, window_h: 168, newKey, log: quiet });
  const publicUrl = 'https://emc.example.gov.vn';
  const registry = createRegistry({ register, clock, arrivals, systems, publicUrl, log: quiet });
  return { stores, register, clock, lastHits, lastChanges, arrivals, systems, registry };
}

/** What the room `measure` would answer, when no host is wrong: the last moments before the end of each day. */
export function arrivalsOf(hits: ReadonlyMap<number, number>, changes: ReadonlyMap<number, number>): Arrivals {
  const before = (map: ReadonlyMap<number, number>, end_ms: number) =>
    new Map([...map].filter(([, at_ms]) => at_ms < end_ms));
  return {
    asOf: async (days) =>
      new Map(
        days.map((day) => {
          const end_ms = startOfDay(day) + DAY_MS;
          return [day, { hits: before(hits, end_ms), changes: before(changes, end_ms) }];
        }),
      ),
    wrongHosts: async () => [],
  };
}

let portalNumber = 0;

/** A portal as an operator would enter it, with an address that no other one has. */
export function aPortal(bodyCode = 'H56') {
  const number = ++portalNumber;
  return {
    bodyCode,
    name: `Cổng thử ${number}`,
    kind: 'information-portal' as const,
    url: `https://portal-${number}.example.gov.vn/`,
  };
}
