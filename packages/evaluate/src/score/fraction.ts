/**
 * Exact fractions. Scores are ranked by two decimals, and binary floating point rounds 1.005 down and 0.285 either way:
 * so points are added up and rounded as fractions of whole numbers, and become a number only when they are shown.
 */
export interface Fraction {
  numerator: bigint;
  /** Above 0. */
  denominator: bigint;
}

export const ZERO: Fraction = { numerator: 0n, denominator: 1n };
export const ONE: Fraction = { numerator: 1n, denominator: 1n };

/**
 * The decimal number that the value is written as: 0.7 is 7/10, not the binary number next to it.
 * @throws RangeError when it is not finite
 */
export function fractionOf(value: number): Fraction {
  if (!Number.isFinite(value)) throw new RangeError(`${value} is no number to compute with`);
  const [mantissa = '0', exponent = '0'] = String(value).split('e');
  const [whole = '0', decimals = ''] = mantissa.split('.');
  const digits = BigInt(whole + decimals);
  const shift = Number(exponent) - decimals.length;
  return shift >= 0
    ? { numerator: digits * 10n ** BigInt(shift), denominator: 1n }
    : reduced(digits, 10n ** BigInt(-shift));
}

export function add(a: Fraction, b: Fraction): Fraction {
  return reduced(a.numerator * b.denominator + b.numerator * a.denominator, a.denominator * b.denominator);
}

export function multiply(a: Fraction, b: Fraction): Fraction {
  return reduced(a.numerator * b.numerator, a.denominator * b.denominator);
}

/** @throws RangeError when b is 0 */
export function divide(a: Fraction, b: Fraction): Fraction {
  if (b.numerator === 0n) throw new RangeError('divided by zero');
  const sign = b.numerator < 0n ? -1n : 1n;
  return reduced(a.numerator * b.denominator * sign, a.denominator * b.numerator * sign);
}

export function smaller(a: Fraction, b: Fraction): Fraction {
  return a.numerator * b.denominator <= b.numerator * a.denominator ? a : b;
}

/** Hundredths, a half rounded up: 1.005 → 101. For fractions that are not negative. */
export function hundredthsOf({ numerator, denominator }: Fraction): number {
  return Number((numerator * 200n + denominator) / (2n * denominator));
}

/** Rounded to two decimals, a half up: the number that is written with these two decimals. */
export function twoDecimals(fraction: Fraction): number {
  return hundredthsOf(fraction) / 100;
}

function reduced(numerator: bigint, denominator: bigint): Fraction {
  let a = numerator < 0n ? -numerator : numerator;
  let b = denominator;
  while (b !== 0n) [a, b] = [b, a % b];
  return { numerator: numerator / a, denominator: denominator / a };
}
