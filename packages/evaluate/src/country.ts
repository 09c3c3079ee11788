import type { BodyMeasures, CountryPage, MeasureId } from '@emc/contract';
import { ratioOf } from '@emc/contract';
import type { EvaluatedPeriod } from './gather/period.ts';
import type { Gathered } from './gather/gather.ts';

type Headline = CountryPage['headline'][number];
type Shown = Pick<Headline, 'id' | 'nameVi' | 'nameEn' | 'goal'> & {
  numerator: readonly MeasureId[];
  denominator: readonly MeasureId[];
};

/**
 * The measures that stand first. The goal of 70 % is that of substantial services (at least 70 % of use at home, by
 * dossiers submitted online); no other of them has a goal with a source.
 */
const HEADLINE: readonly Shown[] = [
  {
    id: 'online',
    nameVi: 'Tỷ lệ hồ sơ nộp trực tuyến',
    nameEn: 'Dossiers submitted online',
    numerator: ['dossiers.online'],
    denominator: ['dossiers.received'],
    goal: 0.7,
  },
  {
    id: 'full-online',
    nameVi: 'Tỷ lệ hồ sơ trực tuyến toàn trình',
    nameEn: 'Dossiers handled full-online',
    numerator: ['dossiers.full_online'],
    denominator: ['dossiers.received'],
    goal: null,
  },
  {
    id: 'on-time',
    nameVi: 'Tỷ lệ hồ sơ giải quyết đúng hạn',
    nameEn: 'Dossiers finished on time',
    numerator: ['dossiers.on_time'],
    denominator: ['dossiers.on_time', 'dossiers.late'],
    goal: null,
  },
  {
    id: 'procedures-online',
    nameVi: 'Tỷ lệ thủ tục hành chính cung cấp trực tuyến',
    nameEn: 'Procedures provided online',
    numerator: ['procedures.online'],
    denominator: ['procedures.total'],
    goal: null,
  },
  {
    id: 'services-with-dossiers',
    nameVi: 'Tỷ lệ dịch vụ công trực tuyến có phát sinh hồ sơ trực tuyến',
    nameEn: 'Online services with online dossiers',
    numerator: ['procedures.online_with_dossiers'],
    denominator: ['procedures.online'],
    goal: null,
  },
  {
    id: 'paid-online',
    nameVi: 'Tỷ lệ hồ sơ thanh toán trực tuyến',
    nameEn: 'Dossiers paid online',
    numerator: ['dossiers.paid_online'],
    denominator: ['dossiers.with_fee'],
    goal: null,
  },
];

/** The country on one page: every national figure is the sum of the bodies that it shows. */
export function countryPage(
  now: Gathered & { asOf: string },
  previous: Gathered | undefined,
  period: EvaluatedPeriod,
): CountryPage {
  const { counts, completeness } = now;
  return {
    asOf: now.asOf,
    simulated: completeness.simulated,
    period: { from: period.from, to: period.to },
    connection: { bodies: counts.bodies, connected: counts.connected, partly: counts.partly, not: counts.not },
    headline: HEADLINE.map((shown) => headlineOf(shown, now.bodies, previous?.bodies ?? [])),
    missing: completeness.missing,
  };
}

function headlineOf(
  { numerator, denominator, ...shown }: Shown,
  bodies: readonly BodyMeasures[],
  before: readonly BodyMeasures[],
): Headline {
  const ofOne = ({ values }: BodyMeasures) => ratioOf(sumOf(numerator, values), sumOf(denominator, values));
  const national = (all: readonly BodyMeasures[]) => {
    // Only bodies of which both are known: a numerator without its denominator would raise the country's share.
    const known = all
      .map(ofOne)
      .filter((ratio) => ratio.numerator !== null && ratio.denominator !== null)
      .map((ratio) => ({ above: ratio.numerator ?? 0, below: ratio.denominator ?? 0 }));
    if (known.length === 0) return ratioOf(null, null);
    return ratioOf(
      known.reduce((sum, { above }) => sum + above, 0),
      known.reduce((sum, { below }) => sum + below, 0),
    );
  };
  return {
    ...shown,
    ...national(bodies),
    previous: national(before).value,
    bodies: bodies
      .map((body) => ({
        bodyCode: body.bodyCode,
        nameVi: body.nameVi,
        nameEn: body.nameEn,
        value: ofOne(body).value,
        connected: body.connection.state === 'connected',
      }))
      .sort((a, b) => (a.bodyCode < b.bodyCode ? -1 : 1)),
  };
}

function sumOf(measures: readonly MeasureId[], values: BodyMeasures['values']): number | null {
  let sum = 0;
  for (const id of measures) {
    const value = values[id] ?? null;
    if (value === null) return null;
    sum += value;
  }
  return sum;
}
