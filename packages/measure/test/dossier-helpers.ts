import type { DossierChange, EventStore } from '@emc/event-store';
import { DOSSIER_COLUMNS, encodeDossierChange, RowWriter } from '@emc/event-store';
import { Readable } from 'node:stream';

const INSERT = `INSERT INTO dossier_changes (${DOSSIER_COLUMNS.map(({ name }) => name).join(', ')}) FORMAT RowBinary`;

/** Enters changes as one block of the form that the collector spools. */
export async function enterChanges(store: EventStore, changes: readonly DossierChange[]): Promise<void> {
  if (changes.length === 0) return;
  const rows = new RowWriter();
  for (const change of changes) encodeDossierChange(change, rows);
  const reply = await store.write.exec({
    query: INSERT,
    values: Readable.from([rows.copy()], { objectMode: false }),
    clickhouse_settings: { async_insert: 0, wait_end_of_query: 1 },
  });
  await reply.stream.resume().toArray();
}
