import type { ClickHouseClient } from '@clickhouse/client';
import type { DossierDropReason } from '@emc/contract';
import { INSERT_SETTINGS, insertId, insertRows, refusing } from '../batches.ts';
import { dossierStatesSelect, systemDaysSelect } from '../schema/dossiers.ts';
import { DOSSIER_COLUMNS, DOSSIER_ROW_VERSION } from './dossier-change.ts';

/** A block of dossier changes as the loader sends it. */
export interface DossierBatch {
  /** Fixed in the loader's journal before it is sent; 64 bits, unsigned. */
  batchId: bigint;
  /** Rows of `encodeDossierChange`, one after the other; all received in one local month, at most about 10,000. */
  rows: Buffer;
  /** The `DOSSIER_ROW_VERSION` with which the rows were written. */
  rowVersion: number;
}

/** What was not taken in a minute, from one system and for one reason. */
export interface DossierDropCount {
  /** 0 = no system could be told. */
  systemId: number;
  /** Beginning of the minute, Unix milliseconds. */
  minute_ms: number;
  reason: DossierDropReason;
  count: number;
}

export interface DossierDropBatch {
  batchId: bigint;
  drops: readonly DossierDropCount[];
}

const ROW_STRUCTURE = DOSSIER_COLUMNS.map(({ name, type }) => `${name} ${type}`).join(', ');
const INSERT_CHANGES_SQL = `INSERT INTO dossier_changes (${[...DOSSIER_COLUMNS.map(({ name }) => name), 'batch_id'].join(', ')})
SELECT *, {batch_id:UInt64} FROM input('${ROW_STRUCTURE.replaceAll("'", "\\'")}') FORMAT RowBinary`;

/** Inserts one block of changes and resolves when it is on disk. @throws as `insertRows` does */
export function insertDossierChanges(client: ClickHouseClient, database: string, batch: DossierBatch): Promise<void> {
  const queryId = insertId(database, 'dossier_changes', batch.batchId);
  return insertRows(client, batch, { sql: INSERT_CHANGES_SQL, queryId, rowVersion: DOSSIER_ROW_VERSION });
}

/** Inserts the drops of a batch; nothing is sent when there are none. All of one month. */
export async function insertDossierDrops(
  client: ClickHouseClient,
  database: string,
  batch: DossierDropBatch,
): Promise<void> {
  if (batch.drops.length === 0) return;
  const values = batch.drops.map((drop) => ({
    system_id: drop.systemId,
    minute: Math.floor(drop.minute_ms / 60_000) * 60,
    reason: drop.reason,
    count: drop.count,
    batch_id: batch.batchId.toString(),
  }));
  await refusing(batch.batchId, () =>
    client.insert({
      table: 'dossier_drops',
      format: 'JSONEachRow',
      query_id: insertId(database, 'dossier_drops', batch.batchId),
      values,
      clickhouse_settings: { ...INSERT_SETTINGS, max_partitions_per_insert_block: '0' },
    }),
  );
}

const OF_THE_BATCHES = 'batch_id IN {batch_ids:Array(UInt64)}';
/** A month's worth of changes that does not fit into memory is slow, and is not lost. */
const SPILL_BYTES = '500000000';

/**
 * Makes the states of some blocks again, from the changes themselves, for blocks that a crash may have left in
 * `dossier_changes` alone. All columns of the states are maxima, minima and unions, so that doing it for nothing, twice or
 * beside inserts does no harm. When it throws, call it again.
 */
export function repairDossiers(client: ClickHouseClient, batchIds: readonly bigint[]): Promise<void> {
  return repairDossiersWhere(client, OF_THE_BATCHES, { batch_ids: batchIds });
}

/** As `repairDossiers`, for the changes of which a condition holds. */
export async function repairDossiersWhere(
  client: ClickHouseClient,
  condition: string,
  query_params: Record<string, unknown>,
): Promise<void> {
  for (const query of [
    `INSERT INTO dossiers ${dossierStatesSelect(condition)}`,
    `INSERT INTO system_days ${systemDaysSelect(condition)}`,
  ]) {
    await client.command({
      query,
      query_params,
      clickhouse_settings: {
        async_insert: 0,
        insert_deduplicate: 0,
        max_bytes_before_external_group_by: SPILL_BYTES,
        wait_end_of_query: 1,
      },
    });
  }
}
