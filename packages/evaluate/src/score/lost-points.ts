import type { BodyResult, ReportCard } from '@emc/contract';
import { add, fractionOf, twoDecimals } from './fraction.ts';

/** Where a body that was evaluated loses most points, most first; indicators that lose none are left out. */
export function lostPoints({ indicators }: BodyResult): ReportCard['wouldRaise'] {
  return indicators
    .flatMap(({ id, points, maxPoints }) =>
      points === null
        ? []
        : [{ indicatorId: id, lostPoints: twoDecimals(add(fractionOf(maxPoints), fractionOf(-points))) }],
    )
    .filter((lost) => lost.lostPoints > 0)
    .sort((a, b) => b.lostPoints - a.lostPoints);
}
