import { ratioOf } from '@emc/contract';
import type { DossierCounts, DossierRates } from '@emc/contract';
import { DOSSIER_DAY_COUNTS } from '@emc/event-store';

/** One sum for each of DOSSIER_DAY_COUNTS, in its order. */
export type Sums = readonly number[];

type StoredCount = (typeof DOSSIER_DAY_COUNTS)[number];
const of = (sums: Sums, name: StoredCount): number => sums[DOSSIER_DAY_COUNTS.indexOf(name)] ?? 0;

/** Counts as they are shown. `fullOnline` is told beside them: it takes the catalogue to know. */
export function countsOf(sums: Sums, fullOnline: number): DossierCounts {
  return {
    received: of(sums, 'received'),
    receivedDirect: of(sums, 'received_direct'),
    receivedOnline: of(sums, 'received_online'),
    receivedPost: of(sums, 'received_post'),
    fullOnline,
    withFee: of(sums, 'with_fee'),
    paidOnline: of(sums, 'paid_online'),
    finished: of(sums, 'finished'),
    onTime: of(sums, 'on_time'),
    late: of(sums, 'late'),
    withoutDueTime: of(sums, 'without_due_time'),
    processingSeconds: of(sums, 'processing_s'),
    processingKnown: of(sums, 'processing_known'),
  };
}

/** Counts of one procedure, of which the catalogue says whether it is full. */
export function countsOfProcedure(sums: Sums, isFull: boolean): DossierCounts {
  return countsOf(sums, isFull ? of(sums, 'online_home') : 0);
}

export function noCounts(): DossierCounts {
  return countsOf([], 0);
}

export function addCounts(sum: DossierCounts, more: DossierCounts): void {
  for (const name of Object.keys(sum) as (keyof DossierCounts)[]) sum[name] += more[name];
}

export function sumOf(all: Iterable<DossierCounts>): DossierCounts {
  const sum = noCounts();
  for (const counts of all) addCounts(sum, counts);
  return sum;
}

const DAY_S = 86_400;

/** Rates of counts; of unknown counts, unknown rates. */
export function ratesOf(counts: DossierCounts | null): DossierRates {
  const rate = (part: keyof DossierCounts, whole: (known: DossierCounts) => number) =>
    counts === null ? ratioOf(null, null) : ratioOf(counts[part], whole(counts));
  return {
    online: rate('receivedOnline', ({ received }) => received),
    fullOnline: rate('fullOnline', ({ received }) => received),
    onTime: rate('onTime', ({ onTime, late }) => onTime + late),
    paidOnline: rate('paidOnline', ({ withFee }) => withFee),
    averageProcessingDays:
      counts === null || counts.processingKnown === 0
        ? null
        : counts.processingSeconds / counts.processingKnown / DAY_S,
  };
}
