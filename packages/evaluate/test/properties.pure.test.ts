import type { BodyMeasures, MeasureId } from '@emc/contract';
import fc from 'fast-check';
import { isDeepStrictEqual } from 'node:util';
import { describe, expect, test } from 'vitest';
import { evaluate } from '../src/score/evaluate.ts';
import { anyBodies, anyValues, deliveredSet, madeUpBody } from './made-up.ts';
import { gradeOf, isScoreOf, mostPoints, placeOf } from './second-computation.ts';

const sourceOf = () => '/api/v1';
const isConnected = (body: BodyMeasures) =>
  body.connection.state === 'connected' && body.decision?.notEvaluated !== true;

// Hundreds of evaluations each; a busy machine takes its time.
describe.each(['emc-2024', 'decision-766-2022'])('the evaluation by %s', { timeout: 60_000 }, async (id) => {
  const set = await deliveredSet(id);
  const scoreOf = (values: BodyMeasures['values']) =>
    evaluate(set, [madeUpBody('H10', { values })], { sourceOf })[0]!.score;

  test('agrees with a second computation that is written from the law, in score, place and grade', () => {
    fc.assert(
      fc.property(anyBodies, (bodies) => {
        const results = evaluate(set, bodies, { sourceOf });
        expect(results).toHaveLength(bodies.length);
        for (const result of results) {
          const body = bodies.find(({ bodyCode }) => bodyCode === result.bodyCode)!;
          expect(result.availablePoints).toBe(mostPoints(id, body.values));
          expect(result.status).toBe(isConnected(body) && result.availablePoints > 0 ? 'evaluated' : 'not-evaluated');
          if (result.score === null) continue;
          expect(isScoreOf(id, body.values, result.score)).toBe(true);
          expect({ rank: result.rank, shared: result.shared }).toEqual(placeOf(result, results));
          expect(result.grade?.vi).toBe(gradeOf(result.score));
        }
      }),
      { numRuns: 150 },
    );
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
        expect(most === null).toBe(least === null);
        expect(most ?? 0).toBeGreaterThanOrEqual(least ?? 0);
      }),
    );
  });

  test('gives a body the same score at any size: only shares count', () => {
    fc.assert(
      fc.property(anyValues, fc.integer({ min: 2, max: 1000 }), (values, times) => {
        const larger = Object.fromEntries(
          Object.entries(values).map(([name, value]) => [name, value === null ? null : value * times]),
        ) as Record<MeasureId, number | null>;
        expect(scoreOf(larger)).toBe(scoreOf(values));
      }),
    );
  });

  test('orders all bodies of a group, leaves out the place after a shared one and never ranks who is not evaluated', () => {
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
          for (const { status, score, points, rank, rankOf, grade, reason, indicators } of members.slice(
            ranked.length,
          )) {
            expect({ status, score, points, rank, rankOf, grade }).toEqual({
              status: 'not-evaluated',
              score: null,
              points: null,
              rank: null,
              rankOf: null,
              grade: null,
            });
            expect(reason?.vi).toMatch(/\S/);
            expect(indicators.every((indicator) => indicator.points === null)).toBe(true);
          }
        }
      }),
      { numRuns: 100 },
    );
  });

  test('leaves the score of a body alone whoever else is evaluated', () => {
    fc.assert(
      fc.property(anyBodies, (bodies) => {
        const alone = bodies.map((body) => evaluate(set, [body], { sourceOf })[0]!);
        const together = evaluate(set, bodies, { sourceOf });
        for (const { bodyCode, score, points } of alone) {
          const beside = together.find((result) => result.bodyCode === bodyCode);
          expect([beside?.score, beside?.points]).toEqual([score, points]);
        }
      }),
      { numRuns: 50 },
    );
  });
});
