import { vietnameseDay } from '@emc/contract';
import type { Damage, Missing, Period } from '@emc/contract';
import { COUNTS_OF_REFUSALS, isOfUsage } from '@emc/event-store';

/** Damaged days of a period from which figures about usage, or about dossiers, are made; those that touch are joined. */
export function damagedDays(damage: readonly Damage[], of: 'usage' | 'dossiers', { from, to }: Period): Period[] {
  const touched = damage
    .filter(({ table }) => isOfUsage(table) === (of === 'usage') && !COUNTS_OF_REFUSALS.has(table))
    .filter((one) => one.from <= to && one.to >= from)
    .map((one) => ({ from: one.from < from ? from : one.from, to: one.to > to ? to : one.to }))
    .toSorted((a, b) => a.from.localeCompare(b.from));
  const joined: Period[] = [];
  for (const one of touched) {
    const last = joined.at(-1);
    if (last === undefined || one.from > last.to) joined.push(one);
    else if (one.to > last.to) last.to = one.to;
  }
  return joined;
}

/** The same as something that a figure about dossiers lacks. */
export function damageOfDossiers(damage: readonly Damage[], period: Period): Missing[] {
  return damagedDays(damage, 'dossiers', period).map(({ from, to }) => ({
    what: `damage:${from}`,
    words: {
      vi: `Dữ liệu hồ sơ ${from === to ? `ngày ${vietnameseDay(from)}` : `từ ngày ${vietnameseDay(from)} đến ngày ${vietnameseDay(to)}`} bị hỏng trên đĩa.`,
      en: `Data of dossiers ${from === to ? `of ${from}` : `from ${from} to ${to}`} are damaged on the disk.`,
    },
  }));
}
