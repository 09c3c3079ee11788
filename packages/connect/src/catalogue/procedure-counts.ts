import type { ProcedureList } from '@emc/contract';
import type { ProcedureContent } from './catalogue-copy.ts';

type Counts = ProcedureList['counts'];

export function noCounts(): Counts {
  return { full: 0, partial: 0, information: 0, online: 0, total: 0, withFee: 0, withFeePayableOnline: 0 };
}

export function countIn(counts: Counts, { level, hasFee, onlinePayment }: ProcedureContent): void {
  counts[level]++;
  counts.total++;
  if (level !== 'information') counts.online++;
  if (!hasFee) return;
  counts.withFee++;
  if (onlinePayment) counts.withFeePayableOnline++;
}
