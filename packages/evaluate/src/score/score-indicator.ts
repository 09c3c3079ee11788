import type { BodyMeasures, MeasureId } from '@emc/contract';
import type { SetIndicator } from '../sets/set-file.ts';
import { add, divide, type Fraction, fractionOf, multiply, ONE, smaller, ZERO } from './fraction.ts';

export interface KnownMeasure {
  id: MeasureId;
  /** null = nobody knows. */
  value: number | null;
}

/** What an indicator amounts to for one body. */
export type ScoredIndicator = {
  indicator: SetIndicator;
  numerator: KnownMeasure[];
  denominator: KnownMeasure[];
} & (
  | { status: 'scored'; ratio: Fraction; points: Fraction }
  /** Nothing to divide by, or nobody knows: the maximum is left out of what the body could reach. */
  | { status: 'not-available' }
  /** No source for anybody. */
  | { status: 'no-data' }
);

/**
 * points = maxPoints × min(1, ratio / fullAt), exactly; ratio = sum of the numerator / sum of the denominator.
 * @throws RangeError when a measure is negative or no number: a fault of the room that counted
 */
export function scoreIndicator(indicator: SetIndicator, values: BodyMeasures['values']): ScoredIndicator {
  const numerator = knownMeasures(indicator.numerator ?? [], values);
  const denominator = knownMeasures(indicator.denominator ?? [], values);
  const found = { indicator, numerator, denominator };
  if (indicator.noData !== undefined) return { ...found, status: 'no-data' };
  const above = sumOf(numerator);
  const below = sumOf(denominator);
  if (above === null || below === null || below.numerator === 0n) return { ...found, status: 'not-available' };
  const ratio = divide(above, below);
  const reached = smaller(ONE, divide(ratio, fractionOf(indicator.fullAt ?? 1)));
  return { ...found, status: 'scored', ratio, points: multiply(fractionOf(indicator.maxPoints), reached) };
}

function knownMeasures(ids: readonly MeasureId[], values: BodyMeasures['values']): KnownMeasure[] {
  return ids.map((id) => ({ id, value: values[id] ?? null }));
}

/** null as soon as one of them is not known: part of a sum is not the sum. */
function sumOf(measures: readonly KnownMeasure[]): Fraction | null {
  let sum = ZERO;
  for (const { id, value } of measures) {
    if (value === null) return null;
    if (!(value >= 0)) throw new RangeError(`the measure ${id} is ${value}; a count is at least 0`);
    sum = add(sum, fractionOf(value));
  }
  return sum;
}
