import type { Clock, LastHits } from '@emc/contract';
import { defineQuery } from '@emc/event-store';
import type { EventStore } from '@emc/event-store';
import { z } from 'zod';

const lastHitBySite = defineQuery({
  name: 'last-hits',
  sql: `SELECT site_id AS siteId, toUnixTimestamp64Milli(max(last_hit_at)) AS lastHit_ms FROM site_days GROUP BY site_id`,
  params: z.object({}),
  row: z.object({ siteId: z.int(), lastHit_ms: z.int() }),
});

/** When each portal was last heard; a portal that never sent anything is not in it. @throws EmcError store-unavailable */
export async function readLastHits(eventStore: EventStore): Promise<LastHits> {
  const rows = await eventStore.ask(lastHitBySite, {});
  return new Map(rows.map(({ siteId, lastHit_ms }) => [siteId, lastHit_ms]));
}

/**
 * A way to ask for the last hits as often as one likes: read at most once every `age_ms`. While the store is away the
 * last known answer stands (none at the beginning), so that the register stays readable.
 */
export function cacheLastHits(eventStore: EventStore, clock: Clock, age_ms: number): () => Promise<LastHits> {
  let known: LastHits = new Map();
  let asked_ms = Number.NEGATIVE_INFINITY;
  let asking: Promise<LastHits> | undefined;
  return () => {
    if (clock() - asked_ms < age_ms) return asking ?? Promise.resolve(known);
    asked_ms = clock();
    asking = readLastHits(eventStore)
      .then((read) => (known = read))
      .catch(() => known);
    return asking;
  };
}
