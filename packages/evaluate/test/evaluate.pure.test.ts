import type { BodyMeasures } from '@emc/contract';
import { expect, test } from 'vitest';
import { evaluate, ranksOf } from '../src/score/evaluate.ts';
import { fractionOf, twoDecimals } from '../src/score/fraction.ts';
import { lostPoints } from '../src/score/lost-points.ts';
import { viewOf } from '../src/sets/set-view.ts';
import { deliveredSet, madeUpBody } from './made-up.ts';

const emc = await deliveredSet('emc-2024');
const decision766 = await deliveredSet('decision-766-2022');
/** The same indicators, with a place and a grade for every body that is evaluated: for what is not about that rule. */
const placesForAll = {
  ...decision766,
  ranking: { by: 'score', minimumComputedShare: 0.01, minimumDossiers: 0, grades: 'by-score' } as const,
};
const sourceOf = (id: string, code: string) => `/api/v1/${code}/${id}`;

const FIGURES = {
  'procedures.total': 2000,
  'procedures.online': 1620,
  'procedures.online_with_dossiers': 810,
  'dossiers.received': 168_746,
  'dossiers.online': 126_560,
  'dossiers.full_online': 115_665,
  'portal_days.expected': 310,
  'portal_days.used': 279,
  'portals.expected': 9,
  'portals.receiving': 9,
  'systems.expected': 1,
  'systems.receiving': 1,
} as const;

test('115,665 full-online of 168,746 dossiers are 68.54 %, told with the numbers put in, in both ways of writing', () => {
  const [result] = evaluate(emc, [madeUpBody('H56', { values: FIGURES })], { sourceOf });
  const rate = result!.indicators.find(({ id }) => id === 'full-online-rate')!;
  expect(rate.value).toBe(115_665 / 168_746);
  expect(rate.points).toBe(13.71);
  expect(rate.explanation).toEqual({
    vi: '[hồ sơ trực tuyến toàn trình: 115.665] / [hồ sơ tiếp nhận: 168.746] = 68,54%. Điểm: 20 × 68,54% = 13,71 trên 20.',
    en: '[dossiers handled full-online: 115,665] / [dossiers received: 168,746] = 68.54%. Points: 20 × 68.54% = 13.71 of 20.',
  });
  expect(rate.measures[0]).toEqual({
    id: 'dossiers.full_online',
    nameVi: 'hồ sơ trực tuyến toàn trình',
    nameEn: 'dossiers handled full-online',
    value: 115_665,
    source: '/api/v1/H56/dossiers.full_online',
  });
});

test('reaching the share at which all points are given shows in the formula and gives all points, not more', () => {
  const [result] = evaluate(emc, [madeUpBody('H56', { values: FIGURES })], { sourceOf });
  const substantial = result!.indicators.find(({ id }) => id === 'substantial')!;
  expect(substantial.points).toBe(20);
  expect(substantial.explanation.vi).toContain('Điểm: 20 × min(1; 75% / 70%) = 20,00 trên 20.');
  // 8.1 + 15.0000… + 13.7087… + 5 + 20 + 9 + 10
  expect(result).toMatchObject({ score: 80.81, points: 80.81, availablePoints: 100, grade: { id: 'good' }, rank: 1 });
});

test('an indicator with nothing to divide by is left out of what the body could reach, not counted as 0', () => {
  const values = { ...FIGURES, 'dossiers.received': 0, 'dossiers.online': 0, 'dossiers.full_online': 0 };
  const [result] = evaluate(emc, [madeUpBody('H56', { values })], { sourceOf });
  const rate = result!.indicators.find(({ id }) => id === 'online-rate')!;
  expect(rate).toMatchObject({ status: 'not-available', points: null, value: null });
  expect(rate.explanation.vi).toContain('[hồ sơ tiếp nhận: 0]. Không có mẫu số để chia; 20 điểm');
  expect(result).toMatchObject({ availablePoints: 40, points: 32.1 });
  const forAll = { ...emc, ranking: placesForAll.ranking };
  expect(evaluate(forAll, [madeUpBody('H56', { values })], { sourceOf })[0]).toMatchObject({ score: 80.25, rank: 1 });
});

test('a number that nobody knows is told as not known and makes its indicator not available', () => {
  const { 'portal_days.used': _, ...values } = FIGURES;
  const [result] = evaluate(emc, [madeUpBody('H56', { values })], { sourceOf });
  const usage = result!.indicators.find(({ id }) => id === 'portal-usage')!;
  expect(usage.status).toBe('not-available');
  expect(usage.measures.find(({ id }) => id === 'portal_days.used')!.value).toBeNull();
  expect(usage.explanation.en).toContain('[portal-days with use: not known]');
});

test('an indicator without a source yet is shown with the reason and left out for every body', () => {
  const [result] = evaluate(decision766, [madeUpBody('H56', { values: FIGURES })], { sourceOf });
  const petitions = result!.indicators.find(({ id }) => id === 'petitions-on-time')!;
  expect(petitions).toMatchObject({ status: 'no-data', points: null, maxPoints: 6, measures: [] });
  expect(petitions.explanation.vi).toContain('Hệ thống chưa kết nối với nguồn phản ánh, kiến nghị.');
  expect(result!.availablePoints).toBe(12);
});

test('Decision 766 counts dossiers without a due time as in time', () => {
  const values = {
    'dossiers.finished': 10,
    'dossiers.on_time': 6,
    'dossiers.late': 1,
    'dossiers.without_due_time': 3,
  };
  const [result] = evaluate(placesForAll, [madeUpBody('H56', { values })], { sourceOf });
  expect(result).toMatchObject({ points: 18, availablePoints: 20, score: 90, grade: { vi: 'Xuất sắc' } });
  expect(result!.indicators.find(({ id }) => id === 'on-time')!.explanation.vi).toBe(
    '([hồ sơ đúng hạn: 6] + [hồ sơ không có hạn giải quyết: 3]) / [hồ sơ đã giải quyết: 10] = 90%. Điểm: 20 × 90% = 18,00 trên 20.',
  );
});

test('a body that is not fully connected is not evaluated, with the reason in words, and its ratios stay visible', () => {
  const connection = {
    state: 'partly-connected' as const,
    reason: { vi: '2 cổng bị gián đoạn', en: '2 portals are interrupted' },
  };
  const [result] = evaluate(emc, [madeUpBody('H56', { values: FIGURES, connection })], { sourceOf });
  expect(result).toMatchObject({ status: 'not-evaluated', score: null, points: null, rank: null, rankOf: null });
  expect(result!.reason).toEqual({
    vi: 'Kết nối chưa đầy đủ: 2 cổng bị gián đoạn.',
    en: 'Not fully connected: 2 portals are interrupted.',
  });
  const rate = result!.indicators.find(({ id }) => id === 'full-online-rate')!;
  expect(rate).toMatchObject({ value: 115_665 / 168_746, points: null });
  expect(rate.explanation.vi).not.toContain('Điểm');
});

test('a decision takes a connected body out, with its campaign and reason; it puts in none that is not connected', () => {
  const decision = { notEvaluated: true, reason: 'Không đối soát số liệu.', campaign: 'Đợt tháng 4' };
  const connection = { state: 'not-connected' as const, reason: { vi: 'Chưa có hệ thống', en: 'No system' } };
  const bodies = [
    madeUpBody('H10', { values: FIGURES, decision }),
    madeUpBody('H11', { values: FIGURES, decision: { ...decision, notEvaluated: false } }),
    madeUpBody('H12', { values: FIGURES, connection, decision: { ...decision, notEvaluated: false } }),
    madeUpBody('H13', { values: FIGURES, connection, decision }),
  ];
  const results = evaluate(emc, bodies, { sourceOf });
  expect(results.map(({ bodyCode, status }) => [bodyCode, status])).toEqual([
    ['H11', 'evaluated'],
    ['H10', 'not-evaluated'],
    ['H12', 'not-evaluated'],
    ['H13', 'not-evaluated'],
  ]);
  expect(results[1]!.reason?.vi).toBe('Quyết định không đánh giá trong đợt “Đợt tháng 4”: Không đối soát số liệu.');
  expect(results[3]!.reason?.vi).toBe(
    'Chưa kết nối: Chưa có hệ thống. Quyết định không đánh giá trong đợt “Đợt tháng 4”: Không đối soát số liệu.',
  );
});

test('a connected body of which no indicator can be computed has no score and no place', () => {
  const [result] = evaluate(emc, [madeUpBody('H56')], { sourceOf });
  expect(result).toMatchObject({ status: 'not-evaluated', score: null, rank: null, availablePoints: 0 });
  expect(result!.reason?.vi).toBe('Chưa có số liệu của chỉ số nào để tính điểm.');
});

test('one message without a status and one page view give no place, no score and no grade, and the reasons say so', () => {
  // Connected, one portal used on its only day, no dossier received: 20 of 100 points, all of them reached.
  const values = {
    'dossiers.received': 0,
    'dossiers.online': 0,
    'dossiers.full_online': 0,
    'portal_days.expected': 1,
    'portal_days.used': 1,
    'portals.expected': 1,
    'portals.receiving': 1,
    'systems.expected': 1,
    'systems.receiving': 1,
  };
  const bodies = [madeUpBody('H10', { values }), madeUpBody('H56', { values: FIGURES })];
  const [first, last] = evaluate(emc, bodies, { sourceOf, previousRanks: ranksOf(emc, bodies) });
  expect(first).toMatchObject({ bodyCode: 'H56', rank: 1, rankOf: 1, score: 80.81, reasonCodes: [], reason: null });
  expect(last).toMatchObject({
    bodyCode: 'H10',
    status: 'evaluated',
    points: 20,
    availablePoints: 20,
    score: null,
    grade: null,
    rank: null,
    rankOf: null,
    previousRank: null,
    reasonCodes: ['too-little-computed', 'too-few-dossiers'],
  });
  expect(last!.reason).toEqual({
    vi: 'Mới tính được 20 trên 100 điểm; dưới 60% thì không xếp hạng. Tiếp nhận 0 hồ sơ trong kỳ; dưới 30 hồ sơ thì không xếp hạng.',
    en: '20 of 100 points could be computed; below 60% there is no place. It received 0 dossiers in the period; below 30 there is no place.',
  });
  expect(last!.indicators.find(({ id }) => id === 'connection')!.points).toBe(10);
});

test('sixty of a hundred points and thirty dossiers are enough for a place; one dossier or one indicator less is not', () => {
  // Without a catalogue 40 of 100 points cannot be computed: exactly 60 % can.
  const enough = {
    'dossiers.received': 30,
    'dossiers.online': 15,
    'portal_days.expected': 30,
    'portal_days.used': 30,
    'portals.expected': 1,
    'portals.receiving': 1,
    'systems.expected': 1,
    'systems.receiving': 1,
  };
  const { 'portal_days.used': _, ...less } = enough;
  const reasonsOf = (values: BodyMeasures['values']) =>
    evaluate(emc, [madeUpBody('H56', { values })], { sourceOf }).map(({ rank, availablePoints, reasonCodes }) => [
      rank,
      availablePoints,
      ...reasonCodes,
    ])[0];
  expect(reasonsOf(enough)).toEqual([1, 60]);
  expect(reasonsOf({ ...enough, 'dossiers.received': 29 })).toEqual([null, 60, 'too-few-dossiers']);
  expect(reasonsOf(less)).toEqual([null, 50, 'too-little-computed']);
  const { 'dossiers.received': received, ...none } = enough;
  expect(received).toBe(30);
  expect(reasonsOf(none)).toEqual([null, 20, 'too-little-computed', 'too-few-dossiers']);
});

test('Decision 766 ranks by the points reached of the 42 that can be computed, not out of 100, and gives no grade', () => {
  const values = {
    'procedures.total': 10,
    'procedures.online': 8,
    'procedures.online_with_dossiers': 8,
    'dossiers.received': 100,
    'dossiers.online': 50,
    'dossiers.finished': 90,
    'dossiers.on_time': 90,
    'dossiers.late': 0,
    'dossiers.without_due_time': 0,
  };
  const fees = {
    'procedures.with_fee': 5,
    'procedures.with_fee_payable_online': 4,
    'procedures.with_fee_paid_online': 4,
    'dossiers.with_fee': 10,
    'dossiers.paid_online': 1,
  };
  // H10 reaches all of the 32 points that could be computed for it; H11 reaches 36.6 of all 42.
  const bodies = [madeUpBody('H10', { values }), madeUpBody('H11', { values: { ...values, ...fees } })];
  const shown = evaluate(decision766, bodies, { sourceOf }).map((one) => [
    one.bodyCode,
    one.rank,
    one.score,
    one.points,
    one.availablePoints,
    one.grade,
  ]);
  expect(shown).toEqual([
    ['H11', 1, 36.6, 36.6, 42, null],
    ['H10', 2, 32, 32, 32, null],
  ]);
  expect(viewOf(decision766)).toMatchObject({ availablePoints: 42, scoreMax: 42 });
  expect(viewOf(decision766).ranking.words.vi).toBe(
    'Xếp hạng theo số điểm đạt được trên 42 điểm, không quy về 100; chỉ số không có số liệu thì không được điểm. Không xếp hạng cơ quan mới tính được dưới 60% của 42 điểm mà hệ thống này tính được, hoặc tiếp nhận dưới 30 hồ sơ trong kỳ. Không cơ quan nào được xếp loại theo bộ chỉ số này.',
  );
});

test('halves are rounded up as they are written, where binary numbers would go down', () => {
  // 1.005 × 100 is 100.49999999999999 in binary.
  expect(twoDecimals(fractionOf(1.005))).toBe(1.01);
  expect([0.285, 2.675, 1e-7, 33.335, 12].map((value) => twoDecimals(fractionOf(value)))).toEqual([
    0.29, 2.68, 0, 33.34, 12,
  ]);
});

test('a score that is a half on paper is rounded up: 201 of 20,000 are 1.005 % and give 1.01', () => {
  const scoreOf = (above: number, below: number) =>
    evaluate(
      placesForAll,
      [
        madeUpBody('H56', {
          values: { 'dossiers.on_time': above, 'dossiers.without_due_time': 0, 'dossiers.finished': below },
        }),
      ],
      { sourceOf },
    )[0]!.score;
  expect(scoreOf(10_001, 20_000)).toBe(50.01);
  expect(scoreOf(10_050, 10_000_000)).toBe(0.1);
  expect(scoreOf(201, 20_000)).toBe(1.01);
  expect(scoreOf(80_001, 160_000)).toBe(50);
});

test('equal scores share a place, the next place is left out, and ministries are ranked apart from provinces', () => {
  const bodies = [
    ['H13', 'province', 50],
    ['H12', 'centrally-run-city', 80],
    ['H11', 'province', 80],
    ['H10', 'province', 90],
    ['G02', 'government-agency', 10],
    ['G01', 'ministry', 20],
  ] as const;
  const results = evaluate(
    placesForAll,
    bodies.map(([code, kind, online]) =>
      madeUpBody(code, { kind, values: { 'dossiers.paid_online': online, 'dossiers.with_fee': 100 } }),
    ),
    { sourceOf, previousRanks: new Map([['H13', 1]]) },
  );
  expect(
    results.map(({ bodyCode, rank, rankOf, shared, previousRank }) => [bodyCode, rank, rankOf, shared, previousRank]),
  ).toEqual([
    ['G01', 1, 2, false, null],
    ['G02', 2, 2, false, null],
    ['H10', 1, 4, false, null],
    ['H11', 2, 4, true, null],
    ['H12', 2, 4, true, null],
    ['H13', 4, 4, false, 1],
  ]);
});

test('what would raise a score names the indicators that lose points, the most first', () => {
  const [result] = evaluate(emc, [madeUpBody('H56', { values: FIGURES })], { sourceOf });
  expect(lostPoints(result!)).toEqual([
    { indicatorId: 'full-online-rate', lostPoints: 6.29 },
    { indicatorId: 'online-rate', lostPoints: 5 },
    { indicatorId: 'services-with-dossiers', lostPoints: 5 },
    { indicatorId: 'procedures-online', lostPoints: 1.9 },
    { indicatorId: 'portal-usage', lostPoints: 1 },
  ]);
});

test('a negative count is a fault of who counted and is refused, not scored', () => {
  const body = madeUpBody('H56', { values: { ...FIGURES, 'dossiers.online': -1 } });
  expect(() => evaluate(emc, [body], { sourceOf })).toThrow('the measure dossiers.online is -1');
});
