import type { Hierarchy, HierarchyPortal } from '@emc/contract';
import { dayOf } from '@emc/contract';
import { encodeHit, HIT_ROW_VERSION, RowWriter } from '@emc/event-store';
import type { EventStore, Hit } from '@emc/event-store';

let batchId = 0n;

/** Inserts hits as the loader does: one block for each month. */
export async function insert(store: EventStore, hits: readonly Hit[]): Promise<bigint[]> {
  const ids: bigint[] = [];
  for (const month of Map.groupBy(hits, (hit) => dayOf(hit.time_ms).slice(0, 7)).values()) {
    const rows = new RowWriter();
    for (const hit of month) encodeHit(hit, rows);
    await store.insertHits({ batchId: ++batchId, rows: rows.copy(), rowVersion: HIT_ROW_VERSION });
    ids.push(batchId);
  }
  return ids;
}

/** A map with the portals given: each a body of its own, all of them the country. */
export function hierarchyOf(portals: readonly HierarchyPortal[]): Hierarchy {
  const named = async (siteIds: readonly number[]) =>
    portals
      .filter(({ siteId }) => siteIds.includes(siteId))
      .map(({ siteId, name }) => ({ siteId, name, bodyCode: 'H56' }));
  return {
    resolve: async (subject) => ({
      id: subject.kind,
      nameVi: subject.kind,
      nameEn: subject.kind,
      portals: portals.filter(({ siteId }) => subject.kind !== 'portal' || siteId === subject.siteId),
    }),
    counts: async () => ({ bodies: 83, connected: 67, partly: 4, portals: portals.length, receiving: 1 }),
    portal: async (siteId) => (await named([siteId]))[0],
    portals: named,
  };
}

export function portal(siteId: number, change: Partial<HierarchyPortal> = {}): HierarchyPortal {
  return { siteId, name: `Cổng ${siteId}`, liveOn: null, registeredOn: '2026-01-01', retiredOn: null, ...change };
}
