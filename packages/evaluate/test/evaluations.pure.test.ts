import {
  bodyPortalDaysSchema,
  evaluationSchema,
  countryPageSchema,
  indicatorSetSchema,
  type PublishedDecision,
  reportCardSchema,
} from '@emc/contract';
import { movableClock } from '@emc/test-kit';
import { expect, test } from 'vitest';
import { createEvaluations } from '../src/evaluations.ts';
import { loadIndicatorSets } from '../src/sets/load-sets.ts';
import { SETS } from './made-up.ts';
import { connectionOf, countsOf, madeUpRooms, procedure } from './made-up-rooms.ts';

const sets = await loadIndicatorSets(SETS);
const NOW = Date.parse('2026-11-22T08:00:00+07:00');
const NOVEMBER = '2026-11-01';
/** The 22 days before the first of November. */
const BEFORE = '2026-10-10';

/** H10 is better than H11 now, and was worse before; G01 is a ministry that has never sent; H12 is interrupted. */
function country(more: { decisions?: PublishedDecision[] } = {}) {
  const online = (received: number, receivedOnline: number) =>
    countsOf({ received, receivedOnline, receivedDirect: received - receivedOnline, fullOnline: receivedOnline });
  const portal = { name: 'Cổng', liveOn: '2020-01-01', registeredOn: '2026-11-20', retiredOn: null };
  const catalogueOf = (code: string) => [
    procedure(code, '1.000001', { hasFee: true, onlinePayment: true }),
    procedure(code, '1.000002', { level: 'partial' }),
    procedure(code, '1.000003', { level: 'information', hasFee: true }),
  ];
  return madeUpRooms(
    [
      {
        connection: connectionOf('H11'),
        catalogue: catalogueOf('H11'),
        dossiers: { [NOVEMBER]: { '1.000001': online(100, 40) }, [BEFORE]: { '1.000001': online(100, 90) } },
        portals: [{ ...portal, siteId: 11 }],
        systemIds: [1],
      },
      {
        connection: connectionOf('H10'),
        catalogue: catalogueOf('H10'),
        dossiers: {
          [NOVEMBER]: {
            '1.000001': {
              ...online(60, 50),
              finished: 9,
              onTime: 6,
              late: 2,
              withoutDueTime: 1,
              withFee: 5,
              paidOnline: 4,
            },
            '9.999999': online(40, 30),
          },
          [BEFORE]: { '1.000001': online(100, 10) },
        },
        portals: [{ ...portal, siteId: 10 }],
        systemIds: [2],
      },
      {
        connection: connectionOf('H12', {
          state: 'partly-connected',
          reason: { vi: '1 hệ thống bị gián đoạn.', en: '1 system is interrupted.' },
        }),
        catalogue: catalogueOf('H12'),
        dossiers: { [NOVEMBER]: { '1.000001': online(50, 5) } },
      },
      { connection: connectionOf('G01', { kind: 'ministry', state: 'not-connected' }) },
    ],
    {
      ...more,
      used: { 10: 20, 11: 30 },
      told: [
        { what: 'system:1', words: { vi: 'Hệ thống im lặng', en: 'The system is silent' } },
        { what: 'body:G01', words: { vi: 'Chưa có hệ thống', en: 'No system' } },
      ],
    },
  );
}

function setUp(made = country()) {
  const clock = movableClock(NOW);
  return { ...made, clock, evaluations: createEvaluations({ ...made.rooms, sets, clock, simulated: true }) };
}

test('an evaluation names set, period, completeness and every body, and moves are told against the period before', async () => {
  const { evaluations } = setUp();
  const found = await evaluations.evaluate('emc-2024', {});
  expect(evaluationSchema.parse(found)).toEqual(found);
  expect(found).toMatchObject({
    set: { id: 'emc-2024', version: 2, scoreMax: 100, availablePoints: 100 },
    period: { from: NOVEMBER, to: '2026-11-22' },
    connectionOn: '2026-11-22',
    asOf: '2026-11-22T08:00:00+07:00',
    counts: { bodies: 4, evaluated: 2, ranked: 2, notEvaluated: 2 },
    completeness: { complete: false, simulated: true, loadedThrough: '2026-11-22T08:00:00+07:00' },
  });
  expect(found.results.map(({ bodyCode, rank, previousRank }) => [bodyCode, rank, previousRank])).toEqual([
    ['G01', null, null],
    ['H10', 1, 2],
    ['H11', 2, 1],
    ['H12', null, null],
  ]);
  expect(found.completeness.missing.map(({ what }) => what)).toEqual([
    'system:1',
    'body:G01',
    'connection:H12',
    'connection:G01',
    'catalogue:G01',
  ]);
});

test('a report card opens down to every number with the address at which it can be seen', async () => {
  const { evaluations } = setUp();
  const card = await evaluations.reportCard('emc-2024', 'H10', {});
  expect(reportCardSchema.parse(card)).toEqual(card);
  const numbers = new Map(card.result.indicators.flatMap(({ measures }) => measures).map((one) => [one.id, one]));
  const shown = [...numbers.values()].map(({ id, value, source }) => [id, value, source]);
  const dossiers = '/api/v1/bodies/H10/dossiers?from=2026-11-01&to=2026-11-22';
  const catalogue = '/api/v1/procedures?body=H10&asOf=2026-11-22';
  const portalDays = '/api/v1/bodies/H10/portal-days?from=2026-11-01&to=2026-11-22';
  const connection = '/api/v1/bodies/H10/connection?asOf=2026-11-22';
  expect(shown).toEqual([
    ['procedures.online', 2, catalogue],
    ['procedures.total', 3, catalogue],
    ['dossiers.online', 80, dossiers],
    ['dossiers.received', 100, dossiers],
    ['dossiers.full_online', 80, dossiers],
    ['procedures.online_with_dossiers', 1, dossiers],
    ['portal_days.used', 20, portalDays],
    ['portal_days.expected', 22, portalDays],
    ['portals.receiving', 1, connection],
    ['systems.receiving', 1, connection],
    ['portals.expected', 1, connection],
    ['systems.expected', 1, connection],
  ]);
  expect(card.wouldRaise[0]).toEqual({ indicatorId: 'services-with-dossiers', lostPoints: 5 });
});

test('portal-days are told portal by portal, and add up to the numbers of the report card', async () => {
  const { evaluations } = setUp();
  const [told, card] = await Promise.all([
    evaluations.portalDays('H11', {}),
    evaluations.reportCard('emc-2024', 'H11', {}),
  ]);
  expect(bodyPortalDaysSchema.parse(told)).toEqual(told);
  expect(told.portals).toEqual([
    { siteId: 11, name: 'Cổng', liveFrom: '2020-01-01', retiredOn: null, expected: 22, used: 22 },
  ]);
  const shown = card.result.indicators.find(({ id }) => id === 'portal-usage')!.measures;
  expect(shown.map(({ value }) => value)).toEqual([told.totals.used, told.totals.expected]);
});

test('fees and times of the catalogue and of dossiers reach Decision 766', async () => {
  const { evaluations } = setUp();
  const { result } = await evaluations.reportCard('decision-766-2022', 'H10', {});
  const points = Object.fromEntries(result.indicators.map(({ id, points: reached }) => [id, reached]));
  // On time 7 of 9; 1 of 2 procedures with a fee payable and paid online (full at 80 %); 4 of 5 dossiers paid online.
  expect(points).toMatchObject({
    'on-time': 15.56,
    'payable-online': 1.25,
    'procedures-paid-online': 1.25,
    'dossiers-paid-online': 4.8,
  });
});

test('days of use before a portal is live, or more than the period has, do not count', async () => {
  const { evaluations } = setUp();
  const { result } = await evaluations.reportCard('emc-2024', 'H11', {});
  const usage = result.indicators.find(({ id }) => id === 'portal-usage')!;
  expect(usage.measures.map(({ value }) => value)).toEqual([22, 22]);
});

test('what a body lacks stands on its card: its silent system, its connection, its catalogue; not those of others', async () => {
  const { evaluations } = setUp();
  const { results } = await evaluations.evaluate('emc-2024', {});
  const missing = Object.fromEntries(results.map((one) => [one.bodyCode, one.missing.map(({ what }) => what)]));
  expect(missing).toEqual({
    H10: [],
    H11: ['system:1'],
    H12: ['connection:H12'],
    G01: ['body:G01', 'connection:G01', 'catalogue:G01'],
  });
});

test("a report card tells what the body's figures lack and what all figures lack, not what others lack", async () => {
  const stopped = { what: 'collector:thu-1', words: { vi: 'Máy thu nhận đã dừng', en: 'The collector has stopped' } };
  const silent = { what: 'system:1', words: { vi: 'Hệ thống im lặng', en: 'The system is silent' } };
  const facts = [
    { connection: connectionOf('H10'), catalogue: [procedure('H10', '1.000001')], systemIds: [1] },
    { connection: connectionOf('H11'), catalogue: [procedure('H11', '1.000001')], systemIds: [2] },
  ];
  const lacks = async (code: string, told: (typeof silent)[]) => {
    const { completeness } = await setUp(madeUpRooms(facts, { told })).evaluations.reportCard('emc-2024', code, {});
    return [completeness.complete, ...completeness.missing.map(({ what }) => what)];
  };
  expect(await lacks('H10', [silent, stopped])).toEqual([false, 'system:1', 'collector:thu-1']);
  expect(await lacks('H11', [silent, stopped])).toEqual([false, 'collector:thu-1']);
  expect(await lacks('H11', [silent])).toEqual([true]);
});

test('a body without a catalogue or without any system has unknown numbers, not zeros', async () => {
  const sends = { '1.000001': countsOf({ received: 5, receivedOnline: 5 }) };
  const made = madeUpRooms([
    { connection: connectionOf('H20'), dossiers: { [NOVEMBER]: sends } },
    { connection: connectionOf('H21'), catalogue: [procedure('H21', '1.000001')] },
    { connection: connectionOf('H22'), catalogue: [procedure('H22', '1.000001')], dossiers: {} },
  ]);
  const { evaluations } = setUp(made);
  const { results } = await evaluations.evaluate('emc-2024', {});
  const valueOf = (code: string, measure: string) =>
    results
      .find(({ bodyCode }) => bodyCode === code)!
      .indicators.flatMap(({ measures }) => measures)
      .find(({ id }) => id === measure)!.value;
  expect(valueOf('H20', 'dossiers.online')).toBe(5);
  expect(valueOf('H20', 'dossiers.full_online')).toBeNull();
  expect(valueOf('H20', 'procedures.total')).toBeNull();
  expect(valueOf('H21', 'dossiers.received')).toBeNull();
  expect(valueOf('H21', 'procedures.online_with_dossiers')).toBeNull();
  // Its system has sent before, but nothing in this period: that is 0.
  expect(valueOf('H22', 'dossiers.received')).toBe(0);
  expect(valueOf('H22', 'procedures.online_with_dossiers')).toBe(0);
});

test('a decision of a campaign takes a body out of the evaluation', async () => {
  const made = country({
    decisions: [
      {
        bodyCode: 'H11',
        nameVi: 'Tỉnh H11',
        nameEn: 'Province H11',
        notEvaluated: true,
        reason: 'Chưa đối soát',
        decidedAt: '2026-11-02T08:00:00+07:00',
        campaign: 'Đợt 1',
        document: '12/CV',
        limit: '2026-11-01',
      },
    ],
  });
  const { evaluations } = setUp(made);
  const { results, counts } = await evaluations.evaluate('emc-2024', {});
  expect(counts.evaluated).toBe(1);
  expect(results.find(({ bodyCode }) => bodyCode === 'H11')).toMatchObject({ status: 'not-evaluated', rank: null });
});

test("the country's headline figures are the sums of the bodies shown beside them, unknown ones drawn as unknown", async () => {
  const { evaluations } = setUp();
  const page = await evaluations.country({});
  expect(countryPageSchema.parse(page)).toEqual(page);
  expect(page.connection).toEqual({ bodies: 4, connected: 2, partly: 1, not: 1 });
  const [online, full, onTime] = page.headline;
  // 40 + 80 + 5 of 100 + 100 + 50; before: 90 + 10 of 200, and H12 had sent nothing then.
  expect(online).toMatchObject({
    id: 'online',
    numerator: 125,
    denominator: 250,
    value: 0.5,
    previous: 0.5,
    goal: 0.7,
  });
  expect(online!.bodies).toEqual([
    { bodyCode: 'G01', nameVi: 'Tỉnh G01', nameEn: 'Province G01', value: null, connected: false },
    { bodyCode: 'H10', nameVi: 'Tỉnh H10', nameEn: 'Province H10', value: 0.8, connected: true },
    { bodyCode: 'H11', nameVi: 'Tỉnh H11', nameEn: 'Province H11', value: 0.4, connected: true },
    { bodyCode: 'H12', nameVi: 'Tỉnh H12', nameEn: 'Province H12', value: 0.1, connected: false },
  ]);
  expect(full).toMatchObject({ id: 'full-online', goal: null, value: 0.5 });
  // Without a due time is in no on-time rate: 6 of 8.
  expect(onTime).toMatchObject({ id: 'on-time', numerator: 6, denominator: 8, value: 0.75, previous: null });
  expect(page.missing.map(({ what }) => what)).toContain('connection:H12');
});

test("a body of which a figure is not known is in neither part of the country's share", async () => {
  const dossiers = { [NOVEMBER]: { '1.000001': countsOf({ received: 10, receivedOnline: 8, fullOnline: 4 }) } };
  const { evaluations } = setUp(
    madeUpRooms([
      { connection: connectionOf('H20'), dossiers },
      { connection: connectionOf('H21'), dossiers, catalogue: [procedure('H21', '1.000001')] },
    ]),
  );
  const { headline } = await evaluations.country({});
  expect(headline.find(({ id }) => id === 'online')).toMatchObject({ numerator: 16, denominator: 20 });
  // Without its catalogue nobody knows which dossiers of H20 were full-online: its ten are not counted against the country.
  expect(headline.find(({ id }) => id === 'full-online')).toMatchObject({ numerator: 4, denominator: 10, value: 0.4 });
});

test('who asks the same within seconds shares one computation; later, or for another period, the rooms are asked anew', async () => {
  const { evaluations, asked, clock } = setUp();
  const boards = () => asked.filter((question) => question.startsWith('board')).length;
  await Promise.all([
    evaluations.evaluate('emc-2024', {}),
    evaluations.evaluate('emc-2024', {}),
    evaluations.country({}),
  ]);
  await evaluations.evaluate('decision-766-2022', {});
  // This period and the one before.
  expect(boards()).toBe(2);
  clock.advance(10_000);
  await evaluations.evaluate('emc-2024', {});
  // The period before is closed and held longer.
  expect(boards()).toBe(3);
  clock.advance(60_000);
  await evaluations.evaluate('emc-2024', {});
  expect(boards()).toBe(5);
});

test('however many periods are asked for at once, two are gathered at a time, and all are answered', async () => {
  const made = country();
  const unhurried = country().rooms.connections;
  let [now, most] = [0, 0];
  made.rooms.connections.board = async (asOf) => {
    most = Math.max(most, ++now);
    await new Promise((done) => setImmediate(done));
    now--;
    return unhurried.board(asOf);
  };
  const { evaluations } = setUp(made);
  const days = Array.from({ length: 28 }, (_, index) => `2026-09-${String(index + 1).padStart(2, '0')}`);
  const all = await Promise.all(days.map((from) => evaluations.evaluate('emc-2024', { from, to: '2026-09-30' })));
  expect(all.map(({ period }) => period.from)).toEqual(days);
  expect(most).toBe(2);
});

test('a failure of a room is told to those who wait and not kept', async () => {
  const made = country();
  made.rooms.connections.board = () => Promise.reject(new Error('away'));
  const { evaluations } = setUp(made);
  await expect(evaluations.evaluate('emc-2024', {})).rejects.toThrow('away');
  made.rooms.connections.board = (asOf) => country().rooms.connections.board(asOf);
  expect((await evaluations.evaluate('emc-2024', {})).counts.evaluated).toBe(2);
});

test('a period in the past uses the connection, the decisions and the catalogue of its last day', async () => {
  const { evaluations, asked } = setUp();
  const found = await evaluations.evaluate('emc-2024', { from: '2026-09-01', to: '2026-09-30' });
  expect(found.connectionOn).toBe('2026-09-30');
  expect(asked).toEqual([
    'board 2026-09-30',
    'decisions 2026-09-30',
    'catalogue 2026-09-30',
    'dossiers 2026-09-01 2026-09-30',
    'board 2026-08-31',
    'decisions 2026-08-31',
    'catalogue 2026-08-31',
    'dossiers 2026-08-02 2026-08-31',
  ]);
});

test('a period that is not over is counted up to today, on the map of today', async () => {
  const { evaluations, asked } = setUp();
  const found = await evaluations.evaluate('emc-2024', { from: '2026-11-01', to: '2026-12-31' });
  expect([found.period.to, found.connectionOn]).toEqual(['2026-12-31', '2026-11-22']);
  expect(asked.slice(0, 4)).toEqual([
    'board 2026-11-22',
    'decisions 2026-11-22',
    'catalogue 2026-11-22',
    'dossiers 2026-11-01 2026-11-22',
  ]);
});

test('what cannot be answered is refused with its code and what is allowed', async () => {
  const { evaluations } = setUp();
  const refusals = [
    [() => evaluations.evaluate('emc-2030', {}), 'indicator-set-unknown', /decision-766-2022, emc-2024/],
    [() => evaluations.evaluate('emc-2024', { from: '2026-11-23' }), 'period-invalid', /is after/],
    [
      () => evaluations.evaluate('emc-2024', { from: '2026-11-23', to: '2026-11-30' }),
      'period-invalid',
      /has not begun.*2026-11-22/,
    ],
    [() => evaluations.country({ from: '2025-01-01', to: '2026-11-01' }), 'period-invalid', /at most 366 days/],
    [() => evaluations.country({ to: '1800-01-01' }), 'period-invalid', /1900-01-01/],
    [() => evaluations.reportCard('emc-2024', 'H99', {}), 'body-unknown', /H99/],
  ] as const;
  for (const [ask, code, detail] of refusals) {
    await expect(ask()).rejects.toMatchObject({ code, detail: expect.stringMatching(detail) });
  }
});

test('the sets are listed as the contract says', async () => {
  const list = await setUp().evaluations.listSets();
  expect(list.map(({ id }) => id)).toEqual(['decision-766-2022', 'emc-2024']);
  for (const set of list) expect(indicatorSetSchema.parse(set)).toEqual(set);
});
