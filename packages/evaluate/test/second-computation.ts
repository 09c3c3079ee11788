import type { BodyMeasures, BodyResult, MeasureId } from '@emc/contract';

/**
 * The scores once more, written from the text of the law and not from the files: whole numbers only, no rounding.
 * Instead of computing a rounded score, it tells whether a given one is the right one.
 */

/** max points, numerator, denominator, and the share that gives all points as a fraction. */
type Part = readonly [max: bigint, above: MeasureId[], below: MeasureId[], fullAbove: bigint, fullBelow: bigint];

const PARTS: Record<string, readonly Part[]> = {
  // Decision 766/QĐ-TTg: 20 × in time / finished; 2·min(1, A/0.8) + 4·B + 6·min(1, C/0.5);
  // 2·min(1, p/0.8) + 2·min(1, q/0.8) + 6·(dossiers paid online / dossiers with a fee).
  'decision-766-2022': [
    [20n, ['dossiers.on_time', 'dossiers.without_due_time'], ['dossiers.finished'], 1n, 1n],
    [2n, ['procedures.online'], ['procedures.total'], 4n, 5n],
    [4n, ['procedures.online_with_dossiers'], ['procedures.online'], 1n, 1n],
    [6n, ['dossiers.online'], ['dossiers.received'], 1n, 2n],
    [2n, ['procedures.with_fee_payable_online'], ['procedures.with_fee'], 4n, 5n],
    [2n, ['procedures.with_fee_paid_online'], ['procedures.with_fee'], 4n, 5n],
    [6n, ['dossiers.paid_online'], ['dossiers.with_fee'], 1n, 1n],
  ],
  'emc-2024': [
    [10n, ['procedures.online'], ['procedures.total'], 1n, 1n],
    [20n, ['dossiers.online'], ['dossiers.received'], 1n, 1n],
    [20n, ['dossiers.full_online'], ['dossiers.received'], 1n, 1n],
    [10n, ['procedures.online_with_dossiers'], ['procedures.online'], 1n, 1n],
    [20n, ['dossiers.online'], ['dossiers.received'], 7n, 10n],
    [10n, ['portal_days.used'], ['portal_days.expected'], 1n, 1n],
    [10n, ['portals.receiving', 'systems.receiving'], ['portals.expected', 'systems.expected'], 1n, 1n],
  ],
};

/** Of the text of the rule: 60 % of what the set can compute here, 30 dossiers received; Decision 766 by the points of the 42. */
const LEAST_POINTS: Record<string, number> = { 'decision-766-2022': 25.2, 'emc-2024': 60 };

/** Why a body with points has no place. */
export function reasonsWithoutPlace(setId: string, values: BodyMeasures['values']): string[] {
  return [
    ...(mostPoints(setId, values) < LEAST_POINTS[setId]! ? ['too-little-computed'] : []),
    ...((values['dossiers.received'] ?? 0) < 30 ? ['too-few-dossiers'] : []),
  ];
}

/** Points of a body as whole numbers: it reached `reached / parts` of `most` points. */
function count(setId: string, values: BodyMeasures['values']): { reached: bigint; parts: bigint; most: bigint } {
  let [reached, parts, most] = [0n, 1n, 0n];
  for (const [max, above, below, fullAbove, fullBelow] of PARTS[setId] ?? []) {
    const numbers = [...above, ...below].map((id) => values[id]);
    if (numbers.some((number) => number === null || number === undefined)) continue;
    const total = (ids: MeasureId[]) => ids.reduce((sum, id) => sum + BigInt(values[id] ?? 0), 0n);
    const whole = total(below) * fullAbove;
    if (whole === 0n) continue;
    const part = total(above) * fullBelow;
    reached = reached * whole + max * (part < whole ? part : whole) * parts;
    parts *= whole;
    most += max;
  }
  return { reached, parts, most };
}

/** Whether the score is 100 × reached / most, for Decision 766 the points reached, rounded to two decimals, a half up. */
export function isScoreOf(setId: string, values: BodyMeasures['values'], score: number): boolean {
  if (setId === 'decision-766-2022') return arePointsOf(setId, values, score);
  const { reached, parts, most } = count(setId, values);
  return isRounded(score, 100n * reached, parts * most);
}

/** Whether these are the points reached, rounded in the same way. */
export function arePointsOf(setId: string, values: BodyMeasures['values'], points: number): boolean {
  const { reached, parts } = count(setId, values);
  return isRounded(points, reached, parts);
}

function isRounded(shown: number, above: bigint, below: bigint): boolean {
  const hundredths = BigInt(shown.toFixed(2).replace('.', ''));
  const exact = 200n * above;
  return (2n * hundredths - 1n) * below <= exact && exact < (2n * hundredths + 1n) * below;
}

export function mostPoints(setId: string, values: BodyMeasures['values']): number {
  return Number(count(setId, values).most);
}

/** The place by its meaning: one more than how many of the group have a higher score. */
export function placeOf(result: BodyResult, all: readonly BodyResult[]): { rank: number; shared: boolean } {
  const rivals = all.filter(({ group, bodyCode }) => group === result.group && bodyCode !== result.bodyCode);
  return {
    rank: 1 + rivals.filter(({ score }) => score !== null && score > (result.score ?? 0)).length,
    shared: rivals.some(({ score }) => score !== null && score === result.score),
  };
}

export function gradeOf(score: number): string {
  if (score >= 90) return 'Xuất sắc';
  if (score >= 80) return 'Tốt';
  if (score >= 70) return 'Khá';
  return score >= 50 ? 'Trung bình' : 'Yếu';
}
