import { ratioOf } from '@emc/contract';
import type { DossierCounts, DossierRates } from '@emc/contract';
import { DOSSIER_DAY_COUNTS } from '@emc/event-store';

/** One sum for each of DOSSIER_DAY_COUNTS, in its order. */
export type Sums = readonly number[];

type StoredCount = (typeof DOSSIER_DAY_COUNTS)[number];
const of = (sums: Sums, name: StoredCount): number => sums[DOSSIER_DAY_COUNTS.indexOf(name)] ?? 0;

/** What it takes the catalogue to know. */
export type ByCatalogue = Pick<DossierCounts, 'fullOnline' | 'receivedWithCatalogue'>;

/** Without a catalogue nothing says which procedures are full: full online is not known, and no part of any rate. */
const WITHOUT_CATALOGUE: ByCatalogue = { fullOnline: null, receivedWithCatalogue: 0 };

/** Counts as they are shown. */
export function countsOf(sums: Sums, byCatalogue: ByCatalogue): DossierCounts {
  return {
    received: of(sums, 'received'),
    receivedDirect: of(sums, 'received_direct'),
    receivedOnline: of(sums, 'received_online'),
    receivedPost: of(sums, 'received_post'),
    ...byCatalogue,
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

/** Counts of one procedure of a body. @param isFull by the catalogue of the body; undefined = it has none */
export function countsOfProcedure(sums: Sums, isFull: boolean | undefined): DossierCounts {
  if (isFull === undefined) return countsOf(sums, WITHOUT_CATALOGUE);
  return countsOf(sums, {
    fullOnline: isFull ? of(sums, 'online_home') : 0,
    receivedWithCatalogue: of(sums, 'received'),
  });
}

/** @param hasCatalogue of any of the bodies that send */
export function noCounts(hasCatalogue: boolean): DossierCounts {
  return countsOf([], hasCatalogue ? { fullOnline: 0, receivedWithCatalogue: 0 } : WITHOUT_CATALOGUE);
}

/** What is known adds up; what is known of none stays unknown. */
export function addCounts(sum: DossierCounts, more: DossierCounts): void {
  const { fullOnline, ...known } = more;
  for (const name of Object.keys(known) as (keyof typeof known)[]) sum[name] += known[name];
  if (fullOnline !== null) sum.fullOnline = (sum.fullOnline ?? 0) + fullOnline;
}

/** @param hasCatalogue of any of the bodies that send */
export function sumOf(all: Iterable<DossierCounts>, hasCatalogue: boolean): DossierCounts {
  const sum = noCounts(hasCatalogue);
  for (const counts of all) addCounts(sum, counts);
  return sum;
}

const DAY_S = 86_400;

/** Rates of counts; of unknown counts, unknown rates. */
export function ratesOf(counts: DossierCounts | null): DossierRates {
  const rate = (part: keyof DossierCounts, whole: (known: DossierCounts) => number | null) =>
    counts === null ? ratioOf(null, null) : ratioOf(counts[part], whole(counts));
  return {
    online: rate('receivedOnline', ({ received }) => received),
    // Out of the dossiers of which it is known whether they were: those of a body without a catalogue are in neither part.
    fullOnline: rate('fullOnline', ({ fullOnline, receivedWithCatalogue }) =>
      fullOnline === null ? null : receivedWithCatalogue,
    ),
    onTime: rate('onTime', ({ onTime, late }) => onTime + late),
    paidOnline: rate('paidOnline', ({ withFee }) => withFee),
    averageProcessingDays:
      counts === null || counts.processingKnown === 0
        ? null
        : counts.processingSeconds / counts.processingKnown / DAY_S,
  };
}
