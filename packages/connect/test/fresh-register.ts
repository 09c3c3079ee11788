import { createRegistry, seedReferenceData } from '@emc/connect';
import { startOfDay } from '@emc/contract';
import { type FreshStores, freshStores, type MovableClock, movableClock } from '@emc/test-kit';

export interface FreshRegister {
  stores: FreshStores;
  clock: MovableClock;
  /** What the event store would say; tests write into it. */
  lastHits: Map<number, number>;
  registry: ReturnType<typeof createRegistry>;
}

export const quiet = { info: () => {}, warn: () => {}, error: () => {} };

/** Noon of a day after all the mergers of 2025. */
export const NOON_MS = startOfDay('2026-11-20') + 12 * 3_600_000;

/** A register with the reference data, in a database of its own. */
export async function freshRegister(now_ms = NOON_MS): Promise<FreshRegister> {
  const stores = await freshStores();
  await seedReferenceData(stores.control.db);
  const clock = movableClock(now_ms);
  const lastHits = new Map<number, number>();
  const publicUrl = 'https://emc.example.gov.vn';
  const registry = createRegistry({ db: stores.control.db, clock, lastHits: () => lastHits, publicUrl, log: quiet });
  return { stores, clock, lastHits, registry };
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
