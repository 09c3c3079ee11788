import { defineQuery, defineStatement } from '@emc/event-store';
import { z } from 'zod';

const NEVER = 'toDate(0)';

/**
 * Writes which dossiers of some systems that were touched since an instant another system counts as received too, for both of
 * them. After their receipts are written. Nobody's counts change by it: who sends another's codes takes nothing from them.
 */
export const noteToldTwice = defineStatement({
  name: 'note-dossiers-told-twice',
  sql: `INSERT INTO dossiers_told_twice (system_id, other_id, dossier, day, resolved_at)
  WITH touched AS (
    SELECT DISTINCT dossier FROM dossiers
    WHERE system_id IN {system_ids:Array(UInt32)} AND touched_at >= fromUnixTimestamp64Milli({since_ms:Int64}, 'UTC')
      AND NOT startsWith(dossier, 'x-') AND dossier >= {from_code:String} AND ({to_code:String} = '' OR dossier < {to_code:String})
  ),
  told AS (
    SELECT dossier, system_id, maxIf(day, counts = 1) AS on_day
    FROM dossier_receipts FINAL WHERE dossier IN touched GROUP BY dossier, system_id
  ),
  by_several AS (
    SELECT dossier, groupArray((system_id, on_day)) AS tellers FROM told GROUP BY dossier HAVING length(tellers) > 1
  ),
  ones AS (SELECT dossier, tellers, arrayJoin(tellers) AS one FROM by_several)
  SELECT one.1, other.1, dossier, if(other.2 > ${NEVER}, one.2, ${NEVER}),
    fromUnixTimestamp64Milli({resolved_at_ms:Int64}, 'UTC')
  FROM (SELECT dossier, one, arrayJoin(tellers) AS other FROM ones) WHERE one.1 != other.1`,
  params: z.object({
    system_ids: z.array(z.int()),
    since_ms: z.int(),
    resolved_at_ms: z.int().describe('Version of the rows, asked before: see askVersion'),
    from_code: z.string().describe('Codes from this on'),
    to_code: z.string().describe("Codes before this; '' = all"),
  }),
});

/** How many dossiers that some systems count as received in a period each other system counts too. */
export const toldTwice = defineQuery({
  name: 'dossiers-told-twice',
  sql: `SELECT system_id AS systemId, other_id AS otherId, count() AS dossiers
  FROM dossiers_told_twice FINAL
  WHERE system_id IN {system_ids:Array(UInt32)} AND day BETWEEN {from:Date} AND {to:Date} AND day > ${NEVER}
  GROUP BY systemId, otherId ORDER BY systemId, otherId`,
  params: z.object({ system_ids: z.array(z.int()), from: z.string(), to: z.string() }),
  row: z.object({ systemId: z.int(), otherId: z.int(), dossiers: z.int() }),
});
export type ToldTwice = z.output<typeof toldTwice.row>;
