import type { BodyMeasures, MeasureId } from '@emc/contract';
import fc from 'fast-check';
import { isDeepStrictEqual } from 'node:util';
import { describe, expect, test } from 'vitest';
import { evaluate } from '../src/score/evaluate.ts';
import { anyBodies, anyValues, deliveredSet, madeUpBody } from './made-up.ts';
import { arePointsOf, gradeOf, isScoreOf, mostPoints, placeOf, reasonsWithoutPlace } from './second-computation.ts';

const sourceOf = () => '/api/v1';
const isConnected = (body: BodyMeasures) =>
  body.connection.state === 'connected' && body.decision?.notEvaluated !== true;

// Hundreds of evaluations each; a busy machine takes its time.
describe.each(['emc-2024', 'decision-766-2022'])('the evaluation by %s', { timeout: 60_000 }, async (id) => {
  const set = await deliveredSet(id);
  const alone = (values: BodyMeasures['values']) => evaluate(set, [madeUpBody('H10', { values })], { sourceOf })[0]!;
  /** Of bodies with a place the score, of the others what a score would be made of. */
  const scoreOf = (values: BodyMeasures['values']) => {
    const { score, points, availablePoints } = alone(values);
    return { score, points, availablePoints };
  };

  test('agrees with a second computation that is written from the law, in score, place and grade', () => {
    let ranked = 0;
    fc.assert(
      fc.property(anyBodies, (bodies) => {
        const results = evaluate(set, bodies, { sourceOf });
        expect(results).toHaveLength(bodies.length);
        for (const result of results) {
          const body = bodies.find(({ bodyCode }) => bodyCode === result.bodyCode)!;
          expect(result.availablePoints).toBe(mostPoints(id, body.values));
          expect(result.status).toBe(isConnected(body) && result.availablePoints > 0 ? 'evaluated' : 'not-evaluated');
          if (result.status === 'not-evaluated') continue;
          expect(arePointsOf(id, body.values, result.points!)).toBe(true);
          expect(result.reasonCodes).toEqual(reasonsWithoutPlace(id, body.values));
          expect(result.score === null).toBe(result.reasonCodes.length > 0);
          if (result.score === null) continue;
          ranked++;
          expect(isScoreOf(id, body.values, result.score)).toBe(true);
          expect({ rank: result.rank, shared: result.shared }).toEqual(placeOf(result, results));
          expect(result.grade?.vi).toBe(id === 'emc-2024' ? gradeOf(result.score) : undefined);
        }
      }),
      { numRuns: 150 },
    );
    expect(ranked).toBeGreaterThan(100);
  });

  test('is the same whatever order the bodies come in', () => {
    fc.assert(
      fc.property(anyBodies, fc.array(fc.nat()), (bodies, keys) => {
        const shuffled = bodies
          .map((body, index) => ({ body, key: keys[index] ?? 0 }))
          .toSorted((a, b) => b.key - a.key)
          .map(({ body }) => body)
          .toReversed();
        const same = isDeepStrictEqual(evaluate(set, shuffled, { sourceOf }), evaluate(set, bodies, { sourceOf }));
        expect(same).toBe(true);
      }),
      { numRuns: 50 },
    );
  });

  test('never lowers a score when more of what is counted in its favour happens', () => {
    const divisors = new Set(set.indicators.flatMap(({ denominator }) => denominator ?? []));
    const gains = set.indicators.flatMap(({ numerator }) => numerator ?? []).filter((one) => !divisors.has(one));
    expect(gains.length).toBeGreaterThan(3);
    fc.assert(
      fc.property(anyValues, fc.constantFrom(...gains), fc.nat(1000), (values, gain, more) => {
        const before = values[gain] ?? 0;
        const least = scoreOf({ ...values, [gain]: before });
        const most = scoreOf({ ...values, [gain]: before + more });
        expect(most.score === null).toBe(least.score === null);
        expect(most.score ?? 0).toBeGreaterThanOrEqual(least.score ?? 0);
        expect(most.availablePoints).toBe(least.availablePoints);
        expect(most.points ?? 0).toBeGreaterThanOrEqual(least.points ?? 0);
      }),
    );
  });

  test('gives a body the same score at any size: only shares count', () => {
    fc.assert(
      fc.property(anyValues, fc.integer({ min: 2, max: 1000 }), (values, times) => {
        const larger = Object.fromEntries(
          Object.entries(values).map(([name, value]) => [name, value === null ? null : value * times]),
        ) as Record<MeasureId, number | null>;
        const [small, large] = [scoreOf(values), scoreOf(larger)];
        // Fewer than thirty dossiers may become thirty: then there is a score where there was none.
        const tooFew = (values['dossiers.received'] ?? 0) < 30;
        expect(large).toEqual(tooFew ? { ...small, score: large.score } : small);
      }),
    );
  });

  test('orders all bodies of a group, leaves out the place after a shared one and ranks none that is not evaluated or of which too little is known', () => {
    fc.assert(
      fc.property(anyBodies, (bodies) => {
        const results = evaluate(set, bodies, { sourceOf });
        for (const group of ['ministries', 'provinces'] as const) {
          const members = results.filter((result) => result.group === group);
          const ranked = members.filter(({ rank }) => rank !== null);
          expect(members.findLastIndex(({ rank }) => rank !== null)).toBe(ranked.length - 1);
          for (const [index, { rank, rankOf, score, bodyCode }] of ranked.entries()) {
            const before = ranked[index - 1];
            const tied = before !== undefined && before.score === score;
            expect(rank).toBe(tied ? before.rank : index + 1);
            expect(before === undefined || before.score! > score! || before.bodyCode < bodyCode).toBe(true);
            expect(rankOf).toBe(ranked.length);
          }
          expect(members.slice(0, ranked.length).every(({ reason }) => reason === null)).toBe(true);
          for (const { status, score, points, rank, rankOf, grade, reason, indicators } of members.slice(
            ranked.length,
          )) {
            expect({ score, rank, rankOf, grade }).toEqual({ score: null, rank: null, rankOf: null, grade: null });
            expect(reason?.vi).toMatch(/\S/);
            expect(points === null).toBe(status === 'not-evaluated');
            expect(indicators.every((indicator) => indicator.points === null)).toBe(status === 'not-evaluated');
          }
        }
      }),
      { numRuns: 100 },
    );
  });

  test('leaves the score of a body alone whoever else is evaluated', () => {
    fc.assert(
      fc.property(anyBodies, (bodies) => {
        const apart = bodies.map((body) => evaluate(set, [body], { sourceOf })[0]!);
        const together = evaluate(set, bodies, { sourceOf });
        for (const { bodyCode, score, points } of apart) {
          const beside = together.find((result) => result.bodyCode === bodyCode);
          expect([beside?.score, beside?.points]).toEqual([score, points]);
        }
      }),
      { numRuns: 50 },
    );
  });
});
