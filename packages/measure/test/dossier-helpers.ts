import { dayOf } from '@emc/contract';
import type { DossierChange, EventStore } from '@emc/event-store';
import { DOSSIER_ROW_VERSION, encodeDossierChange, RowWriter } from '@emc/event-store';

let batchId = 0n;

/** Enters changes as the loader does: one block for each month of receipt. */
export async function enterChanges(store: EventStore, changes: readonly DossierChange[]): Promise<void> {
  for (const month of Map.groupBy(changes, (one) => dayOf(one.received_ms).slice(0, 7)).values()) {
    const rows = new RowWriter();
    for (const change of month) encodeDossierChange(change, rows);
    await store.insertDossierChanges({ batchId: ++batchId, rows: rows.copy(), rowVersion: DOSSIER_ROW_VERSION });
  }
}
