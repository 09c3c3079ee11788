import { CONTRADICTION_WORDS, contradictionsOf, createLanes, dayOf, EmcError, localIso } from '@emc/contract';
import type { Clock, Dossiers, OneDossier, Systems } from '@emc/contract';
import { defineQuery } from '@emc/event-store';
import type { EventStore } from '@emc/event-store';
import { z } from 'zod';
import { inStore } from '../store-days.ts';
import { readPeriod } from './figures/period.ts';

const OF_THE_PERIOD = 'day BETWEEN {from:Date} AND {to:Date} AND flags != 0';
const period = { from: z.string(), to: z.string() };

/** How many dossiers of some systems say what cannot be, by system. */
export const contradictedCounts = defineQuery({
  name: 'contradicted-dossier-counts',
  sql: `SELECT system_id AS systemId, count() AS dossiers FROM dossier_contradictions FINAL
  WHERE system_id IN {system_ids:Array(UInt32)} AND ${OF_THE_PERIOD} GROUP BY system_id ORDER BY system_id`,
  params: z.object({ ...period, system_ids: z.array(z.int()) }),
  row: z.object({ systemId: z.int(), dossiers: z.int() }),
});
export type ContradictedCount = z.output<typeof contradictedCounts.row>;

const contradictedDossiers = defineQuery({
  name: 'contradicted-dossiers',
  sql: `SELECT dossier, toString(day) AS onDay, flags, count() OVER () AS total FROM dossier_contradictions FINAL
  WHERE system_id = {system_id:UInt32} AND ${OF_THE_PERIOD} ORDER BY onDay DESC, dossier LIMIT 200`,
  params: z.object({ ...period, system_id: z.int() }),
  row: z.object({ dossier: z.string(), onDay: z.string(), flags: z.int(), total: z.int() }),
});

/** The words of what cannot be. @param flags bits of DOSSIER_CONTRADICTIONS */
export function contradictionsInWords(flags: number): OneDossier['contradictions'] {
  return contradictionsOf(flags).map((code) => ({ code, words: CONTRADICTION_WORDS[code] }));
}

/** Lists that are read at the same time: it is a page for engineers. */
const AT_ONCE = 2;

/** A way to list the dossiers of a system that say what cannot be; it throws EmcError `system-unknown`, `period-invalid`. */
export function createContradicted(options: {
  eventStore: EventStore;
  systems: Pick<Systems, 'systemsOn'>;
  clock: Clock;
}): Dossiers['contradicted'] {
  const { eventStore: store, systems, clock } = options;
  const lanes = createLanes(AT_ONCE);
  return async (systemId, query) => {
    const now_ms = clock();
    const { from, to } = readPeriod(query, now_ms);
    const known = await systems.systemsOn(dayOf(now_ms));
    if (!known.some((system) => system.systemId === systemId)) {
      throw new EmcError('system-unknown', `system ${systemId}`);
    }
    const asked = { system_id: systemId, from: inStore(from), to: inStore(to) };
    const rows = await lanes(() => store.ask(contradictedDossiers, asked));
    return {
      systemId,
      period: { from, to },
      asOf: localIso(now_ms),
      total: rows[0]?.total ?? 0,
      items: rows.map(({ dossier, onDay, flags }) => ({
        dossier,
        day: onDay,
        contradictions: contradictionsInWords(flags),
      })),
    };
  };
}
