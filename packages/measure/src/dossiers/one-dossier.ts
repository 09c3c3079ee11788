import { dayOf, EmcError, localIso, createLanes } from '@emc/contract';
import type { Clock, Dossiers, Systems } from '@emc/contract';
import { defineQuery } from '@emc/event-store';
import type { EventStore } from '@emc/event-store';
import { z } from 'zod';
import { contradictionsInWords } from './contradicted.ts';
import { RESOLVED_STATES } from './resolve.ts';

const params = z.object({ system_id: z.int(), dossier: z.string() });
const ms = (time: string): string => `toUnixTimestamp64Milli(${time})`;
/** Channels by their number in the store. */
const CHANNELS = ['unknown', 'direct', 'online', 'post'] as const;
const DELIVERIES = ['unknown', 'desk', 'post', 'electronic', 'desk-electronic'] as const;

/** What the dossier amounts to; no row when nothing of it ever came. 0 = no such time. */
const resolvedDossier = defineQuery({
  name: 'one-dossier',
  sql: `WITH touched AS (SELECT {system_id:UInt32}, {dossier:String}), ${RESOLVED_STATES}
  SELECT synced, ${ms('received')} AS received_ms, ${ms('ended')} AS ended_ms, ${ms('due')} AS due_ms, toUInt8(delivery) AS delivery, flags,
    toString(procedure) AS procedure, toUInt8(channel) AS channel, from_home AS fromHome, has_fee AS hasFee,
    paid_online AS paidOnline, in_time AS inTime, took_s
  FROM resolved`,
  params,
  row: z.object({
    synced: z.int().transform(Boolean),
    received_ms: z.int(),
    ended_ms: z.int(),
    due_ms: z.int(),
    procedure: z.string(),
    channel: z.int(),
    delivery: z.int(),
    flags: z.int(),
    fromHome: z.int().transform(Boolean),
    hasFee: z.int().transform(Boolean),
    paidOnline: z.int().transform(Boolean),
    inTime: z.int(),
    took_s: z.int(),
  }),
});

const changesOfDossier = defineQuery({
  name: 'changes-of-one-dossier',
  sql: `SELECT toUnixTimestamp64Milli(received) AS at_ms, toString(feed) AS feed, status, toString(channel) AS channel
  FROM dossier_changes WHERE system_id = {system_id:UInt32} AND dossier = {dossier:String}
  ORDER BY received DESC, feed, status LIMIT 50`,
  params,
  row: z.object({ at_ms: z.int(), feed: z.string(), status: z.int(), channel: z.string() }),
});

/** Its changes are looked for among all of the system: one question at a time. */
const AT_ONCE = 1;

/** A way to ask what is known of one dossier; it throws EmcError `system-unknown`, `dossier-unknown`. */
export function createOneDossier(options: {
  eventStore: EventStore;
  systems: Pick<Systems, 'systemsOn'>;
  clock: Clock;
}): Dossiers['oneDossier'] {
  const { eventStore: store, systems, clock } = options;
  const lanes = createLanes(AT_ONCE);
  return async (systemId, dossier) => {
    const now_ms = clock();
    const known = await systems.systemsOn(dayOf(now_ms));
    if (!known.some((system) => system.systemId === systemId)) {
      throw new EmcError('system-unknown', `system ${systemId}`);
    }
    return lanes(async () => {
      const asked = { system_id: systemId, dossier };
      const [state] = await store.ask(resolvedDossier, asked);
      if (state === undefined) throw new EmcError('dossier-unknown', `system ${systemId} sent nothing of ${dossier}`);
      const changes = await store.ask(changesOfDossier, asked);
      const { received_ms, ended_ms, due_ms, channel, delivery, flags, inTime, took_s, ...told } = state;
      return {
        ...told,
        systemId,
        dossier,
        asOf: localIso(now_ms),
        channel: CHANNELS[channel] ?? 'unknown',
        delivery: DELIVERIES[delivery] ?? 'unknown',
        contradictions: contradictionsInWords(flags),
        receivedAt: instant(received_ms),
        endedAt: instant(ended_ms),
        dueAt: instant(due_ms),
        onTime: ended_ms <= 0 || inTime < 0 ? null : inTime === 1,
        processingSeconds: took_s < 0 ? null : took_s,
        changes: changes.map(({ at_ms, ...change }) => Object.assign({ at: localIso(at_ms) }, change)),
      };
    });
  };
}

const instant = (time_ms: number): string | null => (time_ms <= 0 ? null : localIso(time_ms));
