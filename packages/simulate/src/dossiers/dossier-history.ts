import { addDays, type Day, dayOf } from '@emc/contract';
import { DOSSIER_ROW_VERSION, encodeDossierChange, type EventStore, RowWriter } from '@emc/event-store';
import { missingStretches, type Range, type Stretch } from '../blocks.ts';
import type { CountryPlan } from '../country.ts';
import { insertOnce } from '../insert-once.ts';
import { changesOf, dossiersOf, LONGEST_DAYS, type MadeDossier, openDesks, systemSendsOn } from './dossier-day.ts';

const FIRST_BUFFER_BYTES = 8 * 1024 * 1024;
/** A stretch, a third of a month at most, and what was received before it. */
const KEPT_DAYS = 11 + LONGEST_DAYS;

export interface SimulateDossiers extends Range {
  plan: CountryPlan;
  /** Numbers of the register, by body. */
  systemIds: ReadonlyMap<string, number>;
  eventStore: Pick<EventStore, 'insertDossierChanges' | 'dossierBatchExists'>;
  /** Dossiers as a multiple of the usual; 1 = about 600 a day in the whole country in January 2024. */
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
  const made = madeDays(options);
  const missing = await missingStretches(plan.seed, options, (batchIds) => eventStore.dossierBatchExists(batchIds));
  const progress = {
    done_ms: 0,
    total_ms: missing.reduce((sum, part) => sum + part.end_ms - part.start_ms, 0),
    changes: 0,
  };
  const writer = new RowWriter(FIRST_BUFFER_BYTES);
  for (const stretch of missing) {
    writer.reset();
    const changes = encodeChanges({ from: options.from, made, stretch }, writer);
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

/** The dossiers received on a day. */
type MadeDays = (day: Day) => readonly MadeDossier[];

/** Stretches come in order of time and need the same days again: each day is made once, and forgotten when it is too old. */
function madeDays({ plan, systemIds, scale }: SimulateDossiers): MadeDays {
  const desks = openDesks(plan, systemIds);
  const kept = new Map<Day, readonly MadeDossier[]>();
  return (day) => {
    const known = kept.get(day);
    if (known !== undefined) return known;
    const sending = desks.filter(({ system }) => systemSendsOn(system, day));
    const made = sending.flatMap((desk) => dossiersOf(plan.seed, desk, day, scale));
    kept.set(day, made);
    const oldest = addDays(day, -KEPT_DAYS);
    for (const old of kept.keys()) if (old < oldest) kept.delete(old);
    return made;
  };
}

interface EncodeChanges {
  from: Day;
  made: MadeDays;
  stretch: Stretch;
}

/** Every change that arrives within the stretch, also of dossiers that were received before it. */
function encodeChanges({ from, made, stretch }: EncodeChanges, writer: RowWriter): number {
  const within = (at_ms: number): boolean => at_ms >= stretch.start_ms && at_ms < stretch.end_ms;
  let count = 0;
  const first = addDays(dayOf(stretch.start_ms), -LONGEST_DAYS);
  const last = dayOf(stretch.end_ms - 1);
  for (let day: Day = first < from ? from : first; day <= last; day = addDays(day, 1)) {
    for (const dossier of made(day)) {
      if (!within(dossier.received_ms) && !within(dossier.finished_ms)) continue;
      for (const change of changesOf(dossier)) {
        if (!within(change.received_ms) || !systemSendsOn(dossier.desk.system, dayOf(change.received_ms))) continue;
        encodeDossierChange(change, writer);
        count++;
      }
    }
  }
  return count;
}
