import { createLanes, dayOf, EmcError, localIso } from '@emc/contract';
import type { Clock, Dossiers, Systems } from '@emc/contract';
import { defineQuery } from '@emc/event-store';
import type { EventStore } from '@emc/event-store';
import { z } from 'zod';
import { meaningOfDrop } from './drop-meanings.ts';

const params = z.object({ system_id: z.int(), since_ms: z.int(), since_day: z.string() });
const SINCE = "fromUnixTimestamp64Milli({since_ms:Int64}, 'UTC')";

const newestChanges = defineQuery({
  name: 'recent-dossier-changes',
  sql: `SELECT toUnixTimestamp64Milli(received) AS at_ms, toString(feed) AS feed, dossier, toString(procedure) AS procedure, status, toString(channel) AS channel
  FROM dossier_changes
  WHERE system_id = {system_id:UInt32} AND received > ${SINCE} AND day >= {since_day:Date}
  ORDER BY received DESC, dossier, feed, status LIMIT 100`,
  params,
  row: z.object({
    at_ms: z.int(),
    feed: z.string(),
    dossier: z.string(),
    procedure: z.string(),
    status: z.int(),
    channel: z.string(),
  }),
});

const newestDrops = defineQuery({
  name: 'recent-dossier-drops',
  sql: `SELECT toUnixTimestamp(minute) * 1000 AS minute_ms, toString(reason) AS reason, sum(count) AS count
  FROM dossier_drops
  WHERE system_id = {system_id:UInt32} AND minute >= toStartOfMinute(${SINCE})
  GROUP BY minute, reason ORDER BY minute DESC, count DESC, reason LIMIT 200`,
  params: params.omit({ since_day: true }),
  row: z.object({ minute_ms: z.int(), reason: z.string(), count: z.int() }),
});

/** Systems' last minutes that are read at the same time: it is a page for engineers. */
const AT_ONCE = 2;

/** A way to ask what arrived from a system in the last minutes, and what was not taken and why; it throws EmcError `system-unknown`. */
export function createRecentChanges(options: {
  eventStore: EventStore;
  systems: Pick<Systems, 'systemsOn'>;
  clock: Clock;
}): Dossiers['recentChanges'] {
  const { eventStore: store, systems, clock } = options;
  const lanes = createLanes(AT_ONCE);
  return async (systemId, minutes) => {
    const now_ms = clock();
    const known = await systems.systemsOn(dayOf(now_ms));
    if (!known.some((system) => system.systemId === systemId)) {
      throw new EmcError('system-unknown', `system ${systemId}`);
    }
    const since_ms = now_ms - minutes * 60_000;
    return lanes(async () => {
      const asked = { system_id: systemId, since_ms };
      const changes = await store.ask(newestChanges, { ...asked, since_day: dayOf(since_ms) });
      const drops = await store.ask(newestDrops, asked);
      return {
        systemId,
        asOf: localIso(now_ms),
        changes: changes.map(({ at_ms, ...change }) => Object.assign({ at: localIso(at_ms) }, change)),
        drops: drops.map(({ minute_ms, reason, count }) => ({
          minute: localIso(minute_ms),
          reason,
          count,
          meaning: meaningOfDrop(reason),
        })),
      };
    });
  };
}
