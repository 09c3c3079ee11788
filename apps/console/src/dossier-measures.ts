import type { DossierCounts } from '@emc/contract';
import type { Formats } from './formats.ts';
import type { Texts } from './texts/vi.ts';

export const DOSSIER_MEASURES = [
  'received',
  'online',
  'fullOnline',
  'finished',
  'onTime',
  'processing',
  'paidOnline',
] as const;
export type DossierMeasure = (typeof DOSSIER_MEASURES)[number];

const share = (part: number | null, whole: number): number | null =>
  part === null || whole === 0 ? null : part / whole;

/** The value of a measure from counts: a count, a share from 0 to 1, or days. null = not known, or nothing to divide by. */
export function measureOf(measure: DossierMeasure, counts: DossierCounts | null): number | null {
  if (counts === null) return null;
  switch (measure) {
    case 'received':
      return counts.received;
    case 'finished':
      return counts.finished;
    case 'online':
      return share(counts.receivedOnline, counts.received);
    case 'fullOnline':
      return share(counts.fullOnline, counts.receivedWithCatalogue);
    case 'onTime':
      return share(counts.onTime, counts.onTime + counts.late);
    case 'paidOnline':
      return share(counts.paidOnline, counts.withFee);
    case 'processing': {
      const seconds = share(counts.processingSeconds, counts.processingKnown);
      return seconds === null ? null : seconds / 86_400;
    }
  }
}

/** By which channel how many dossiers were received: all of them, those too of which no feed told the channel, when there are any. */
export function channelsOf({ received, receivedOnline, receivedDirect, receivedPost }: DossierCounts) {
  const told = [
    { channel: 'online', count: receivedOnline },
    { channel: 'direct', count: receivedDirect },
    { channel: 'post', count: receivedPost },
  ] as const;
  const unknown = received - receivedOnline - receivedDirect - receivedPost;
  return unknown > 0 ? [...told, { channel: 'unknown', count: unknown } as const] : told;
}

/** What a share is made of; null for counts, and where it is not known. */
export function partsOf(measure: DossierMeasure, counts: DossierCounts | null): [number, number] | null {
  if (counts === null) return null;
  switch (measure) {
    case 'online':
      return [counts.receivedOnline, counts.received];
    case 'fullOnline':
      return counts.fullOnline === null ? null : [counts.fullOnline, counts.receivedWithCatalogue];
    case 'onTime':
      return [counts.onTime, counts.onTime + counts.late];
    case 'paidOnline':
      return [counts.paidOnline, counts.withFee];
    case 'received':
    case 'finished':
    case 'processing':
      return null;
  }
}

/** Writes a measure as the reader expects it. */
export function writeMeasure(
  measure: DossierMeasure,
  value: number | null,
  { t, f }: { t: Texts; f: Formats },
): string {
  if (value === null) return f.missing;
  if (measure === 'received' || measure === 'finished') return f.number(value);
  return measure === 'processing' ? t.dossiers.averageDays(f.decimal(value)) : f.percent2(value);
}

/**
 * How a measure stands to the period before, and what it was then: counts differ by a share of what they were, shares by
 * percentage points, a time by days.
 */
export function writeChange(
  measure: DossierMeasure,
  counts: DossierCounts | null,
  previous: DossierCounts | null,
  words: { t: Texts; f: Formats },
): string {
  const { t, f } = words;
  const now = measureOf(measure, counts);
  const before = measureOf(measure, previous);
  if (now === null || before === null) return t.figures.noPrevious;
  const then = t.figures.previous(writeMeasure(measure, before, words));
  const change = differenceOf(measure, now, before, f);
  if (change === '0' || change === '0%') return `${t.rankings.same}, ${then}`;
  if (measure === 'received' || measure === 'finished') return change === f.missing ? then : `${change}, ${then}`;
  return `${measure === 'processing' ? t.dossiers.averageDays(change) : t.figures.change(change)}, ${then}`;
}

function differenceOf(measure: DossierMeasure, now: number, before: number, f: Formats): string {
  if (measure === 'received' || measure === 'finished') return now === before ? '0' : f.change(now, before);
  return measure === 'processing' ? f.signed(now - before) : f.points(now, before);
}

/** A measure, short, for an axis. */
export function writeMeasureShort(measure: DossierMeasure, value: number, f: Formats): string {
  if (measure === 'received' || measure === 'finished') return f.compact(value);
  return measure === 'processing' ? f.decimal(value) : `${f.number(value * 100)}%`;
}
