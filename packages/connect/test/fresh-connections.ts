import { createConnections } from '@emc/connect';
import { type Arrivals, type Connections, DAY_MS, type Day, startOfDay } from '@emc/contract';
import type { FreshStores } from '@emc/test-kit';
import { aPortal, type FreshRegister, freshRegister, NOON_MS } from './fresh-register.ts';

export interface FreshConnections {
  fresh: FreshRegister;
  connections: Connections;
  /** What arrived, and which hosts were refused: tests write into these. */
  hits: [siteId: number, at_ms: number][];
  changes: [systemId: number, at_ms: number][];
  wrongHosts: { siteId: number; host: string; count: number }[];
  /** Pages looked at, on demand. */
  looked: { siteId: number; url: string; bodyCode: string }[];
  /** How often it was asked what had arrived, and for how many days. */
  asked: Day[][];
}

/** Connections on the real register, emptied, with what arrived made up as a history. */
export async function freshConnections(stores: FreshStores): Promise<FreshConnections> {
  const fresh = await freshRegister(NOON_MS, stores);
  const [hits, changes]: [number, number][][] = [[], []];
  const wrongHosts: FreshConnections['wrongHosts'] = [];
  const looked: FreshConnections['looked'] = [];
  const asked: Day[][] = [];
  const last = (events: readonly [number, number][], end_ms: number) => {
    const newest = new Map<number, number>();
    for (const [id, at_ms] of events) if (at_ms < end_ms) newest.set(id, Math.max(at_ms, newest.get(id) ?? 0));
    return newest;
  };
  const arrivals: Arrivals = {
    async asOf(days) {
      asked.push([...days]);
      const endOf = (day: Day) => startOfDay(day) + DAY_MS;
      return new Map(days.map((day) => [day, { hits: last(hits!, endOf(day)), changes: last(changes!, endOf(day)) }]));
    },
    wrongHosts: async () => wrongHosts,
  };
  const connections = createConnections({
    register: fresh.register,
    clock: fresh.clock,
    arrivals,
    systems: fresh.systems,
    pageChecks: { check: async (portal) => void looked.push(portal) },
  });
  return { fresh, connections, hits: hits!, changes: changes!, wrongHosts, looked, asked };
}

/** A body with a portal and a system, both entered at the time of the clock. */
export async function aBody({ fresh }: FreshConnections, code: string): Promise<{ siteId: number; systemId: number }> {
  const { siteId } = await fresh.registry.addPortal(aPortal(code));
  const { id } = await fresh.systems.addSystem({ bodyCode: code, name: `Hệ thống của ${code}` });
  return { siteId, systemId: id };
}

/** Lets both send once a day, at noon, on each of the days. */
export function sendOn(
  { hits, changes }: FreshConnections,
  ids: { siteId: number; systemId: number },
  days: Day[],
): void {
  for (const day of days) {
    const noon_ms = startOfDay(day) + DAY_MS / 2;
    hits.push([ids.siteId, noon_ms]);
    changes.push([ids.systemId, noon_ms]);
  }
}
