import { defineQuery, DOSSIER_DAY_COUNTS } from '@emc/event-store';
import type { EventStore } from '@emc/event-store';
import { z } from 'zod';

const scopeParams = z.object({
  system_ids: z.array(z.int()),
  from: z.string(),
  to: z.string(),
});

const OF_THE_PERIOD = 'system_id IN {system_ids:Array(UInt32)} AND day BETWEEN {from:Date} AND {to:Date}';
/** The newest row of each system and day, a row for each procedure in it. */
const PROCEDURE_DAYS = `(
    SELECT system_id, day, procedures, ${DOSSIER_DAY_COUNTS.join(', ')} FROM dossier_days FINAL WHERE ${OF_THE_PERIOD}
  ) ARRAY JOIN procedures AS code, ${DOSSIER_DAY_COUNTS.map((name) => `${name} AS n_${name}`).join(', ')}`;
const SUMS = `[${DOSSIER_DAY_COUNTS.map((name) => `sum(n_${name})`).join(', ')}] AS sums`;
const sums = z.array(z.int()).length(DOSSIER_DAY_COUNTS.length);

/** What was counted of each procedure of each system. */
export const countsByProcedure = defineQuery({
  name: 'dossiers-by-procedure',
  sql: `SELECT system_id AS systemId, toString(code) AS procedure, ${SUMS} FROM ${PROCEDURE_DAYS}
  GROUP BY systemId, procedure ORDER BY systemId, procedure`,
  params: scopeParams,
  row: z.object({ systemId: z.int(), procedure: z.string(), sums }),
});
export type ProcedureRow = z.output<typeof countsByProcedure.row>;

/** What was counted on each day. `full_…` name the pairs of system and procedure whose level is full, `catalogued` the systems of bodies with a catalogue. */
export const countsByDay = defineQuery({
  name: 'dossiers-by-day',
  sql: `SELECT toString(day) AS day, ${SUMS},
    sumIf(n_online_home, (system_id, toString(code)) IN arrayZip({full_systems:Array(UInt32)}, {full_codes:Array(String)})) AS fullOnline,
    sumIf(n_received, system_id IN {catalogued:Array(UInt32)}) AS receivedWithCatalogue
  FROM ${PROCEDURE_DAYS} GROUP BY day ORDER BY day`,
  params: scopeParams.extend({
    full_systems: z.array(z.int()),
    full_codes: z.array(z.string()),
    catalogued: z.array(z.int()),
  }),
  row: z.object({ day: z.string(), sums, fullOnline: z.int(), receivedWithCatalogue: z.int() }),
});

/** When systems were heard, by days of receipt. */
const heard = defineQuery({
  name: 'dossiers-heard',
  sql: `SELECT system_id AS systemId, toString(min(day)) AS firstDay, toString(max(day)) AS lastDay,
    toUnixTimestamp64Milli(max(touched_at)) AS touched_ms
  FROM system_days GROUP BY system_id`,
  params: z.object({}),
  row: z.object({ systemId: z.int(), firstDay: z.string(), lastDay: z.string(), touched_ms: z.int() }),
});

/** The first day on which a dossier of each system counts. */
const counted = defineQuery({
  name: 'dossiers-counted',
  sql: `SELECT system_id AS systemId, toString(min(day)) AS firstDay
  FROM dossier_days FINAL WHERE notEmpty(procedures) GROUP BY system_id`,
  params: z.object({}),
  row: z.object({ systemId: z.int(), firstDay: z.string() }),
});

/** What is known of one system's sending. */
export interface Sending {
  /** The first day of which anything is known: of receipt, or of a dossier that was brought in later. */
  firstDay: string;
  /** The last day on which anything arrived. */
  lastDay: string;
  /** The last insert of anything of it, clock of the store. */
  touched_ms: number;
}

/** Of every system that ever sent, when it did. @throws EmcError store-unavailable */
export async function readSending(store: EventStore): Promise<ReadonlyMap<number, Sending>> {
  const [days, rows] = await Promise.all([store.ask(counted, {}), store.ask(heard, {})]);
  const firstDays = new Map(days.map(({ systemId, firstDay }) => [systemId, firstDay]));
  return new Map(
    rows.map(({ systemId, firstDay, ...last }) => {
      const first = firstDays.get(systemId);
      return [systemId, { ...last, firstDay: first !== undefined && first < firstDay ? first : firstDay }];
    }),
  );
}
