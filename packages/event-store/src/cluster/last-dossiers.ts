import { z } from 'zod';
import { askAs } from '../client.ts';
import { repairDossiersWhere } from '../dossiers/dossier-batches.ts';
import { defineQuery } from '../query.ts';
import type { ClusterNode } from './nodes.ts';

/** More than all processes together insert in the seconds between a server's return and its catching up. */
const LAST_INSERTS = 1000;

/** A server numbers its inserts, and a part's name says of which: partition_first_last_merges. */
const lastInsertQuery = defineQuery({
  name: 'last-insert-of-dossiers',
  sql: `SELECT max(max_block_number) AS last FROM system.parts
  WHERE database = currentDatabase() AND table = 'dossier_changes' AND active`,
  params: z.object({}),
  row: z.object({ last: z.int() }),
});
const INSERTED_AFTER = `toUInt64OrZero(splitByChar('_', _part)[3]) > {after:Int64}`;

/**
 * Makes the states of dossiers hold what is in the last inserts of a node (and what has been merged with them). A server that is
 * killed between a block of changes and what the views make of it has the one and not the other, and nobody else knows.
 */
export async function repairLastDossiers({ local }: ClusterNode): Promise<void> {
  const [row] = await askAs(local, lastInsertQuery, {});
  const after = Math.max(-1, (row?.last ?? 0) - LAST_INSERTS);
  await repairDossiersWhere(local, INSERTED_AFTER, { after });
}
