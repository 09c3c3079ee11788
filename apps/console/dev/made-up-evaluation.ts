import {
  ratioOf,
  type BodyResult,
  type BodyWithConnection,
  type CountryPage,
  type Evaluation,
  type IndicatorResult,
  type IndicatorSetView,
  type ReportCard,
} from '@emc/contract';
import { madeUpCatalogue } from './made-up-catalogue.ts';
import { madeUpBoard } from './made-up-connection.ts';
import { madeUpTotals, type MadeUpPeriod } from './made-up-dossiers.ts';
import { chance, type MadeUpRegister } from './made-up-register.ts';

const DAY_MS = 86_400_000;
const round2 = (value: number) => Math.round(value * 100) / 100;
const isMinistry = ({ kind }: { kind: string }) => kind === 'ministry' || kind === 'government-agency';

/** The period of the same length just before. */
function before({ from, to }: MadeUpPeriod): MadeUpPeriod {
  const length_ms = Date.parse(to) - Date.parse(from) + DAY_MS;
  const day = (instant_ms: number) => new Date(instant_ms).toISOString().slice(0, 10);
  return { from: day(Date.parse(from) - length_ms), to: day(Date.parse(from) - DAY_MS) };
}

function measuresOf(body: BodyWithConnection, period: MadeUpPeriod, today: string): Record<string, number | null> {
  const counts = madeUpTotals(body.code, period, today);
  const catalogue = madeUpCatalogue(body.code);
  const online = catalogue.filter(({ level }) => level !== 'information').length;
  const { portals, receiving } = body.connection;
  const portalDays = portals * (Math.round((Date.parse(period.to) - Date.parse(period.from)) / DAY_MS) + 1);
  return {
    'procedures.total': catalogue.length,
    'procedures.online': online,
    'procedures.online_with_dossiers': counts === null ? null : Math.round(online * (0.4 + 0.5 * chance(body.code))),
    'dossiers.received': counts?.received ?? null,
    'dossiers.online': counts?.receivedOnline ?? null,
    'dossiers.full_online': counts?.fullOnline ?? null,
    'dossiers.finished': counts?.finished ?? null,
    'dossiers.on_time': counts?.onTime ?? null,
    'dossiers.late': counts?.late ?? null,
    'dossiers.with_fee': counts?.withFee ?? null,
    'dossiers.paid_online': counts?.paidOnline ?? null,
    'portal_days.expected': portalDays,
    'portal_days.used': Math.round(portalDays * (0.8 + 0.2 * chance(`${body.code} days`))),
    'portals.expected': portals,
    'portals.receiving': receiving,
  };
}

const NAMES: Record<string, [string, string]> = {
  'dossiers.received': ['Hồ sơ tiếp nhận trong kỳ', 'Dossiers received in the period'],
  'dossiers.online': ['Hồ sơ nộp trực tuyến', 'Dossiers received online'],
  'dossiers.full_online': ['Hồ sơ trực tuyến toàn trình', 'Dossiers handled full-online'],
  'procedures.total': ['Thủ tục trong danh mục', 'Procedures in the catalogue'],
  'procedures.online': ['Thủ tục cung cấp trực tuyến', 'Procedures offered online'],
  'portals.expected': ['Cổng phải kết nối', 'Portals to be connected'],
  'portals.receiving': ['Cổng đang gửi dữ liệu', 'Portals sending data'],
};
function sourceOf(id: string, code: string, { from, to }: MadeUpPeriod): string {
  if (id.startsWith('dossiers.')) return `/api/v1/bodies/${code}/dossiers?from=${from}&to=${to}`;
  if (id.startsWith('procedures.')) return `/api/v1/procedures?body=${code}&asOf=${to}`;
  return `/api/v1/bodies/${code}/connection?asOf=${to}`;
}

function indicatorResult(
  indicator: IndicatorSetView['indicators'][number],
  values: Record<string, number | null>,
  code: string,
  period: MadeUpPeriod,
): { result: IndicatorResult; exact: number } {
  const ids = [indicator.numerator, indicator.denominator].filter((id) => id !== null);
  const measures = ids.map((id) => ({
    id,
    nameVi: NAMES[id]?.[0] ?? id,
    nameEn: NAMES[id]?.[1] ?? id,
    value: values[id] ?? null,
    source: sourceOf(id, code, period),
  }));
  const { value } = ratioOf(measures[0]?.value ?? null, measures[1]?.value ?? null);
  const exact = value === null ? 0 : indicator.maxPoints * Math.min(1, value / (indicator.fullAt ?? 1));
  const [vi, en] = (['vi-VN', 'en-GB'] as const).map((locale) => {
    const n = (each: number | null | undefined) =>
      each === null || each === undefined ? '–' : each.toLocaleString(locale);
    return `${indicator.maxPoints} × ${n(measures[0]?.value)} / ${n(measures[1]?.value)} = ${n(round2(exact))}`;
  });
  return {
    result: {
      id: indicator.id,
      status: !indicator.available ? 'no-data' : value === null ? 'not-available' : 'scored',
      points: !indicator.available || value === null ? null : round2(exact),
      maxPoints: indicator.maxPoints,
      value,
      explanation: { vi: vi ?? '', en: en ?? '' },
      measures,
    },
    exact,
  };
}

type Reason = { code: BodyResult['reasonCodes'][number]; words: NonNullable<BodyResult['reason']> };
const NOT_CONNECTED: Reason = {
  code: 'partly-connected',
  words: { vi: 'Chưa kết nối đầy đủ vào ngày cuối kỳ.', en: 'Not fully connected on the last day of the period.' },
};

function whyUnranked(set: IndicatorSetView, available: number, received: number): Reason[] {
  const { minimumComputedShare, minimumDossiers } = set.ranking;
  const reasons: Reason[] = [];
  if (available < minimumComputedShare * set.availablePoints) {
    const words = { vi: 'Mới tính được quá ít điểm để xếp hạng.', en: 'Too few points could be computed for a place.' };
    reasons.push({ code: 'too-little-computed', words });
  }
  if (received < minimumDossiers) {
    const words = { vi: `Tiếp nhận ${received} hồ sơ trong kỳ.`, en: `It received ${received} dossiers.` };
    reasons.push({ code: 'too-few-dossiers', words });
  }
  return reasons;
}

function bodyResult(set: IndicatorSetView, body: BodyWithConnection, period: MadeUpPeriod, today: string): BodyResult {
  const values = measuresOf(body, period, today);
  const results = set.indicators.map((indicator) => indicatorResult(indicator, values, body.code, period));
  const scored = results.filter(({ result }) => result.status === 'scored');
  const available = scored.reduce((sum, { result }) => sum + result.maxPoints, 0);
  const points = scored.reduce((sum, { exact }) => sum + exact, 0);
  const evaluated = body.connection.state === 'connected' && available > 0;
  const reasons = evaluated ? whyUnranked(set, available, values['dossiers.received'] ?? 0) : [NOT_CONNECTED];
  const score = reasons.length > 0 ? null : round2(set.ranking.by === 'points' ? points : (100 * points) / available);
  const grade =
    score === null || set.ranking.grades === 'none' ? undefined : set.grades.find(({ from }) => score >= from);
  return {
    bodyCode: body.code,
    nameVi: body.nameVi,
    nameEn: body.nameEn,
    kind: body.kind,
    group: isMinistry(body) ? 'ministries' : 'provinces',
    status: evaluated ? 'evaluated' : 'not-evaluated',
    reasonCodes: reasons.map(({ code }) => code),
    reason: reasons[0]?.words ?? null,
    score,
    points: evaluated ? round2(points) : null,
    availablePoints: available,
    grade: grade === undefined ? null : { id: grade.id, vi: grade.vi, en: grade.en },
    rank: null,
    rankOf: null,
    shared: false,
    previousRank: null,
    indicators: results.map(({ result }) => result),
    missing:
      values['dossiers.received'] === null
        ? [
            {
              what: `body:${body.code}`,
              words: { vi: 'Chưa có hệ thống nào gửi hồ sơ', en: 'No system sends dossiers yet' },
            },
          ]
        : [],
  };
}

function ranked(results: BodyResult[]): BodyResult[] {
  for (const group of ['ministries', 'provinces'] as const) {
    const members = results.filter((result) => result.group === group && result.score !== null);
    for (const result of members) {
      result.rank = 1 + members.filter(({ score }) => (score ?? 0) > (result.score ?? 0)).length;
      result.rankOf = members.length;
      result.shared = members.filter(({ score }) => score === result.score).length > 1;
    }
  }
  return results.sort(
    (a, b) =>
      a.group.localeCompare(b.group) || (a.rank ?? 999) - (b.rank ?? 999) || a.bodyCode.localeCompare(b.bodyCode),
  );
}

export function madeUpEvaluation(
  register: MadeUpRegister,
  set: IndicatorSetView,
  period: MadeUpPeriod,
  now_ms: number,
): Evaluation {
  const today = register.today();
  const bodies = register.bodies(period.to < today ? period.to : today);
  const results = ranked(bodies.map((body) => bodyResult(set, body, period, today)));
  const then = ranked(bodies.map((body) => bodyResult(set, body, before(period), today)));
  for (const result of results)
    result.previousRank = then.find(({ bodyCode }) => bodyCode === result.bodyCode)?.rank ?? null;
  const evaluated = results.filter(({ status }) => status === 'evaluated').length;
  return {
    set: {
      id: set.id,
      version: set.version,
      nameVi: set.nameVi,
      nameEn: set.nameEn,
      availablePoints: set.availablePoints,
      scoreMax: set.scoreMax,
      ranking: set.ranking,
    },
    period,
    asOf: new Date(now_ms).toISOString(),
    connectionOn: period.to < today ? period.to : today,
    completeness: {
      complete: false,
      missing: results.flatMap(({ missing, nameVi, nameEn }) =>
        missing.map(({ what, words }) => ({
          what,
          words: { vi: `${nameVi}: ${words.vi}`, en: `${nameEn}: ${words.en}` },
        })),
      ),
      loadedThrough: new Date(now_ms - 4000).toISOString(),
      simulated: true,
    },
    counts: {
      bodies: results.length,
      evaluated,
      ranked: results.filter(({ rank }) => rank !== null).length,
      notEvaluated: results.length - evaluated,
    },
    results,
  };
}

export function madeUpReportCard(evaluation: Evaluation, code: string): ReportCard | undefined {
  const result = evaluation.results.find(({ bodyCode }) => bodyCode === code);
  if (result === undefined) return undefined;
  const { set, period, asOf, connectionOn, completeness } = evaluation;
  return {
    set,
    period,
    asOf,
    connectionOn,
    completeness: { ...completeness, missing: result.missing, complete: result.missing.length === 0 },
    result,
    wouldRaise: result.indicators
      .filter(({ status }) => status === 'scored')
      .map(({ id, maxPoints, points }) => ({ indicatorId: id, lostPoints: round2(maxPoints - (points ?? 0)) }))
      .filter(({ lostPoints }) => lostPoints > 0)
      .sort((a, b) => b.lostPoints - a.lostPoints),
  };
}

type Headline = CountryPage['headline'][number];
const HEADLINES: readonly [Headline['id'], string, string, string, string, number | null][] = [
  ['online', 'Tỷ lệ hồ sơ nộp trực tuyến', 'Online dossier rate', 'dossiers.online', 'dossiers.received', 0.7],
  ['full-online', 'Tỷ lệ hồ sơ trực tuyến toàn trình', 'Full-online dossier rate', 'dossiers.full_online', 'dossiers.received', null],
  ['on-time', 'Tỷ lệ hồ sơ giải quyết đúng hạn', 'On-time rate', 'dossiers.on_time', 'dossiers.finished', null],
  ['procedures-online', 'Tỷ lệ thủ tục cung cấp trực tuyến', 'Procedures online', 'procedures.online', 'procedures.total', 0.8],
  ['services-with-dossiers', 'Dịch vụ trực tuyến có phát sinh hồ sơ', 'Online services with dossiers', 'procedures.online_with_dossiers', 'procedures.online', null],
  ['paid-online', 'Tỷ lệ thanh toán trực tuyến', 'Fees paid online', 'dossiers.paid_online', 'dossiers.with_fee', null],
]; // prettier-ignore

export function madeUpCountry(register: MadeUpRegister, period: MadeUpPeriod, now_ms: number): CountryPage {
  const today = register.today();
  const asOf = period.to < today ? period.to : today;
  const bodies = register.bodies(asOf);
  const measuredIn = (when: MadeUpPeriod) => bodies.map((body) => measuresOf(body, when, today));
  const now = measuredIn(period);
  const then = measuredIn(before(period));
  const sum = (all: readonly Record<string, number | null>[], id: string) => {
    const known = all.map((values) => values[id] ?? null).filter((value) => value !== null);
    return known.length === 0 ? null : known.reduce((a, b) => a + b, 0);
  };
  return {
    asOf: new Date(now_ms).toISOString(),
    simulated: true,
    period,
    connection: madeUpBoard(register, asOf, now_ms).counts,
    headline: HEADLINES.map(([id, nameVi, nameEn, numerator, denominator, goal]) => ({
      id,
      nameVi,
      nameEn,
      ...ratioOf(sum(now, numerator), sum(now, denominator)),
      previous: ratioOf(sum(then, numerator), sum(then, denominator)).value,
      goal,
      bodies: bodies.map((body, index) => ({
        bodyCode: body.code,
        nameVi: body.nameVi,
        nameEn: body.nameEn,
        value: ratioOf(now[index]?.[numerator] ?? null, now[index]?.[denominator] ?? null).value,
        connected: body.connection.state === 'connected',
      })),
    })),
    missing: bodies.flatMap((body, index) =>
      now[index]?.['dossiers.received'] === null
        ? [
            {
              what: `body:${body.code}`,
              words: {
                vi: `${body.nameVi}: chưa có hệ thống nào gửi hồ sơ`,
                en: `${body.nameEn}: no system sends dossiers yet`,
              },
            },
          ]
        : [],
    ),
  };
}
