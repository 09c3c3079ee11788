import type { ClickHouseClient } from '@clickhouse/client';
import type { Log } from '@emc/contract';
import type { EventStore } from '../event-store.ts';
import { activeParts, type ActivePart, partsSetAside, type SetAsidePart, setAsideWhenDamaged } from './parts.ts';

const DAY_MS = 86_400_000;
/** A slice is no smaller than this, so that a small store is read whole in one. */
const SMALLEST_SLICE_BYTES = 64 * 1024 ** 2;
/** Parts of a slice, where there are many small ones. */
const MOST_AT_ONCE = 200;
const AGAIN_AFTER_MS = 20 * 3_600_000;
/** The rounds of a day together read a fifth more than there is. */
const HASTE = 1.2;

export interface PartsSeen {
  active: ActivePart[];
  setAside: SetAsidePart[];
  /** Parts that could not be read and were put aside now. */
  damaged: number;
}

/**
 * A way to look over the parts of every server: each time a slice of them is read and held against its checksums, those that
 * were not read for the longest time first, so that all are within a day.
 */
export function createPartChecks(store: EventStore, log: Log, every_ms: number) {
  /** When each was read last; by server, table and name. */
  const checked = new Map<string, number>();

  async function ofServer(client: ClickHouseClient, server: string, which: Slice): Promise<PartsSeen> {
    const parts = await activeParts(client);
    const keyOf = ({ table, name }: ActivePart): string => `${server} ${table} ${name}`;
    const isAsked = ({ table }: ActivePart): boolean => which.all || which.tables.has(table);
    const readAt = (part: ActivePart): number => checked.get(keyOf(part)) ?? -Infinity;
    let [left_bytes, left] = [sliceOf(parts, every_ms), MOST_AT_ONCE];
    let damaged = 0;
    // Of those that were never read the largest first: small ones are soon merged away.
    for (const part of parts.toSorted((a, b) => readAt(a) - readAt(b) || b.size_bytes - a.size_bytes)) {
      const isDue = left > 0 && left_bytes > 0 && which.now_ms - readAt(part) > AGAIN_AFTER_MS;
      if (!isDue && !isAsked(part)) continue;
      left--;
      left_bytes -= part.size_bytes;
      const why = await setAsideWhenDamaged(client, part);
      checked.set(keyOf(part), which.now_ms);
      if (why === undefined) continue;
      damaged++;
      log.error(
        { table: part.table, part: part.name, why },
        'a part cannot be read: it was put aside, its bytes are kept',
      );
    }
    forget(parts.map(keyOf), server);
    return { active: await activeParts(client), setAside: await partsSetAside(client), damaged };
  }

  /** Parts are merged away all the time. */
  function forget(keys: readonly string[], server: string): void {
    const there = new Set(keys);
    for (const key of checked.keys()) if (key.startsWith(`${server} `) && !there.has(key)) checked.delete(key);
  }

  return async (which: Slice): Promise<PartsSeen> => {
    const seen: PartsSeen = { active: [], setAside: [], damaged: 0 };
    let server = 0;
    await store.onEachServer(async (client) => {
      const found = await ofServer(client, String(server++), which);
      seen.active.push(...found.active);
      seen.setAside.push(...found.setAside);
      seen.damaged += found.damaged;
    });
    return seen;
  };
}

export interface Slice {
  now_ms: number;
  /** Every part at once. */
  all: boolean;
  /** All parts of these, besides the slice. */
  tables: ReadonlySet<string>;
}

function sliceOf(parts: readonly ActivePart[], every_ms: number): number {
  const total_bytes = parts.reduce((sum, { size_bytes }) => sum + size_bytes, 0);
  return Math.max(SMALLEST_SLICE_BYTES, (total_bytes * HASTE * every_ms) / DAY_MS);
}
