export interface Place {
  /** 1 = best. */
  rank: number;
  /** Somebody else has the same place. */
  shared: boolean;
}

/**
 * Places by score, the highest first: equal scores share a place and the next is left out (1, 2, 2, 4).
 * @param scores hundredths of points, so that what is shown as equal is equal
 */
export function placesOf(scores: ReadonlyMap<string, number>): Map<string, Place> {
  const descending = [...scores.values()].sort((a, b) => b - a);
  const first = new Map<number, number>();
  const count = new Map<number, number>();
  for (const [index, score] of descending.entries()) {
    if (!first.has(score)) first.set(score, index + 1);
    count.set(score, (count.get(score) ?? 0) + 1);
  }
  return new Map(
    [...scores].map(([code, score]) => [code, { rank: first.get(score)!, shared: count.get(score)! > 1 }]),
  );
}
