import type { BodyMeasures, BodyResult, IndicatorResult, MeasureId } from '@emc/contract';
import { groupOfBody } from '@emc/contract';
import { MEASURE_WORDS } from '../sets/measures.ts';
import type { IndicatorSet } from '../sets/set-file.ts';
import { sumOf } from '../sets/set-view.ts';
import { explain } from './explain.ts';
import { add, divide, type Fraction, fractionOf, hundredthsOf, multiply, twoDecimals, ZERO } from './fraction.ts';
import { type Place, placesOf } from './rank.ts';
import { inOneText, type Reason, reasonsNotEvaluated, reasonsNotRanked } from './reasons.ts';
import { type KnownMeasure, type ScoredIndicator, scoreIndicator } from './score-indicator.ts';

export interface EvaluateOptions {
  /** Address of the API at which a body's number can be seen. */
  sourceOf: (id: MeasureId, bodyCode: string) => string;
  /** Places in the period before, by code. */
  previousRanks?: ReadonlyMap<string, number>;
}

/** What one body reached; everything but its place among the others. */
interface Judged {
  body: BodyMeasures;
  group: BodyResult['group'];
  scored: ScoredIndicator[];
  evaluated: boolean;
  /** Why it has no place. */
  reasons: Reason[];
  points: Fraction;
  /** Maximum of the indicators that could be scored. */
  available: number;
  /** In hundredths; undefined = no place. */
  score: number | undefined;
}

/**
 * Scores and places of all bodies: arithmetic and nothing else, the same whatever order the bodies come in.
 * A body that is not fully connected, or for which a decision says so, is not evaluated: it has no points and no place.
 * One of which too little is known by the rule of the set has points, but no score, place and grade.
 *
 * @returns ministries, then provinces; by place (those that share it by code), then those without a place by code
 * @throws RangeError when a measure is negative or no number
 */
export function evaluate(set: IndicatorSet, bodies: readonly BodyMeasures[], options: EvaluateOptions): BodyResult[] {
  return groupsOf(set, bodies).flatMap(({ members, places }) =>
    members.map((one) => resultOf(set, one, places.get(one.body.bodyCode), places.size, options)).sort(byPlaceThenCode),
  );
}

/** The places alone, by code. */
export function ranksOf(set: IndicatorSet, bodies: readonly BodyMeasures[]): Map<string, number> {
  const places = groupsOf(set, bodies).flatMap((group) => [...group.places]);
  return new Map(places.map(([bodyCode, { rank }]) => [bodyCode, rank]));
}

/** Ministries, then provinces, with their places. */
function groupsOf(set: IndicatorSet, bodies: readonly BodyMeasures[]) {
  const judged = bodies.map((body) => judge(set, body));
  return (['ministries', 'provinces'] as const).map((group) => {
    const members = judged.filter((one) => one.group === group);
    const scores = new Map<string, number>();
    for (const { body, score } of members) if (score !== undefined) scores.set(body.bodyCode, score);
    return { members, places: placesOf(scores) };
  });
}

function judge(set: IndicatorSet, body: BodyMeasures): Judged {
  const scored = set.indicators.map((indicator) => scoreIndicator(indicator, body.values));
  const given = scored.filter((one) => one.status === 'scored');
  const available = sumOf(given.map(({ indicator }) => indicator));
  const points = given.reduce((sum, one) => add(sum, one.points), ZERO);
  const obstacles = reasonsNotEvaluated(body, available);
  const evaluated = obstacles.length === 0;
  const reasons = evaluated ? reasonsNotRanked(set, body, available) : obstacles;
  return {
    body,
    group: groupOfBody(body.kind),
    scored,
    evaluated,
    reasons,
    points,
    available,
    score: reasons.length === 0 ? hundredthsOf(scoreOf(set, points, available)) : undefined,
  };
}

/** By points, what could not be computed for a body shrinks no maximum: it gives nothing. */
function scoreOf({ ranking }: IndicatorSet, points: Fraction, available: number): Fraction {
  if (ranking.by === 'points') return points;
  return divide(multiply(points, fractionOf(100)), fractionOf(available));
}

/** The grade of the law, where the set gives grades here. */
function gradeOf({ grades, ranking }: IndicatorSet, score: number | undefined): BodyResult['grade'] {
  if (score === undefined || ranking.grades === 'none') return null;
  const grade = grades.find(({ from }) => score >= Math.round(from * 100));
  return grade === undefined ? null : { id: grade.id, vi: grade.vi, en: grade.en };
}

function resultOf(
  set: IndicatorSet,
  { body, group, scored, evaluated, reasons, points, available, score }: Judged,
  place: Place | undefined,
  ranked: number,
  { sourceOf, previousRanks }: EvaluateOptions,
): BodyResult {
  const { bodyCode, nameVi, nameEn, kind, missing } = body;
  return {
    bodyCode,
    nameVi,
    nameEn,
    kind,
    group,
    status: evaluated ? 'evaluated' : 'not-evaluated',
    reasonCodes: reasons.map(({ code }) => code),
    reason: inOneText(reasons),
    score: score === undefined ? null : score / 100,
    points: evaluated ? twoDecimals(points) : null,
    availablePoints: available,
    grade: gradeOf(set, score),
    rank: place?.rank ?? null,
    rankOf: place === undefined ? null : ranked,
    shared: place?.shared ?? false,
    previousRank: previousRanks?.get(bodyCode) ?? null,
    indicators: scored.map((one) => indicatorResult(one, evaluated, (id) => sourceOf(id, bodyCode))),
    missing,
  };
}

function indicatorResult(
  scored: ScoredIndicator,
  withPoints: boolean,
  addressOf: (id: MeasureId) => string,
): IndicatorResult {
  const { indicator, numerator, denominator, status } = scored;
  const measures = new Map<MeasureId, KnownMeasure>();
  for (const measure of [...numerator, ...denominator]) measures.set(measure.id, measure);
  return {
    id: indicator.id,
    status,
    points: status === 'scored' && withPoints ? twoDecimals(scored.points) : null,
    maxPoints: indicator.maxPoints,
    value: status === 'scored' ? Number(scored.ratio.numerator) / Number(scored.ratio.denominator) : null,
    explanation: explain(scored, withPoints),
    measures: [...measures.values()].map(({ id, value }) => {
      const { vi, en } = MEASURE_WORDS[id];
      return { id, nameVi: vi, nameEn: en, value, source: addressOf(id) };
    }),
  };
}

function byPlaceThenCode(a: BodyResult, b: BodyResult): number {
  const last = Number.MAX_SAFE_INTEGER;
  const places = (a.rank ?? last) - (b.rank ?? last);
  if (places !== 0) return places;
  return a.bodyCode < b.bodyCode ? -1 : Number(a.bodyCode > b.bodyCode);
}
