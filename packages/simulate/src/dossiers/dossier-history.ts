import { addDays, DAY_MS, type Day, dayOf } from '@emc/contract';
import { DOSSIER_ROW_VERSION, encodeDossierChange, type EventStore, RowWriter } from '@emc/event-store';
import { missingStretches, type Range, type Stretch } from '../blocks.ts';
import type { CountryPlan } from '../country.ts';
import { insertOnce } from '../insert-once.ts';
import { changesOf, type Desk, dossiersOf, LONGEST_DAYS, openDesks, systemSendsOn } from './dossier-day.ts';

const FIRST_BUFFER_BYTES = 8 * 1024 * 1024;

export interface SimulateDossiers extends Range {
  plan: CountryPlan;
  /** Numbers of the register, by body. */
  systemIds: ReadonlyMap<string, number>;
  eventStore: Pick<EventStore, 'insertDossierChanges' | 'dossierBatchExists'>;
  /** Dossiers as a multiple of the usual; 1 = about 900 a day in the whole country. */
  scale: number;
  onProgress?: (progress: { done_ms: number; total_ms: number; changes: number }) => void;
}

/**
 * Writes the changes of dossiers from `from` up to `to_ms` into the event store, in the loader's form, as far as they are
 * not there. What they amount to is computed by whoever runs this.
 *
 * @throws EmcError `store-unavailable`; what was written stays, and a new run goes on from there
 */
export async function simulateDossiers(options: SimulateDossiers): Promise<{ changes: number }> {
  const { plan, eventStore } = options;
  const desks = openDesks(plan, options.systemIds);
  const missing = await missingStretches(plan.seed, options, (batchIds) => eventStore.dossierBatchExists(batchIds));
  const progress = {
    done_ms: 0,
    total_ms: missing.reduce((sum, part) => sum + part.end_ms - part.start_ms, 0),
    changes: 0,
  };
  const writer = new RowWriter(FIRST_BUFFER_BYTES);
  for (const stretch of missing) {
    writer.reset();
    const changes = encodeChanges({ ...options, desks, stretch }, writer);
    const { batchId } = stretch;
    const rows = writer.copy();
    const insert = () => eventStore.insertDossierChanges({ batchId, rows, rowVersion: DOSSIER_ROW_VERSION });
    if (changes > 0) await insertOnce(batchId, insert, (batchIds) => eventStore.dossierBatchExists(batchIds));
    progress.done_ms += stretch.end_ms - stretch.start_ms;
    progress.changes += changes;
    options.onProgress?.({ ...progress });
  }
  return { changes: progress.changes };
}

interface EncodeChanges extends SimulateDossiers {
  desks: readonly Desk[];
  stretch: Stretch;
}

/** Every change that arrives within the stretch, also of dossiers that were received before it. */
function encodeChanges({ plan, desks, scale, from, stretch }: EncodeChanges, writer: RowWriter): number {
  let count = 0;
  const first = addDays(dayOf(stretch.start_ms), -LONGEST_DAYS);
  const last = dayOf(stretch.end_ms - 1);
  for (let day: Day = first < from ? from : first; day <= last; day = addDays(day, 1)) {
    for (const desk of desks) {
      if (!systemSendsOn(desk.system, day)) continue;
      for (const dossier of dossiersOf(plan.seed, desk, day, scale)) {
        if (dossier.finished_ms < stretch.start_ms - DAY_MS) continue;
        for (const change of changesOf(dossier)) {
          const { received_ms } = change;
          if (received_ms < stretch.start_ms || received_ms >= stretch.end_ms) continue;
          if (!systemSendsOn(desk.system, dayOf(received_ms))) continue;
          encodeDossierChange(change, writer);
          count++;
        }
      }
    }
  }
  return count;
}
