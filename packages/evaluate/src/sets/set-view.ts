import {
  inBoth,
  type Indicator,
  type IndicatorSetView,
  type Language,
  type MeasureId,
  type WordsInBoth,
} from '@emc/contract';
import { add, fractionOf, twoDecimals, ZERO } from '../score/fraction.ts';
import { formatsOf } from '../score/formats.ts';
import { MEASURE_WORDS } from './measures.ts';
import { rankingWords } from './ranking-words.ts';
import type { IndicatorSet, SetIndicator } from './set-file.ts';

/** The set as it is published. */
export function viewOf(set: IndicatorSet): IndicatorSetView {
  return {
    id: set.id,
    version: set.version,
    nameVi: set.name.vi,
    nameEn: set.name.en,
    legalBasis: set.legalBasis,
    validFrom: set.validFrom,
    validTo: set.validTo,
    note: set.note,
    maxPoints: sumOf(set.indicators),
    availablePoints: computablePoints(set),
    groups: set.groups.map(({ id, name, maxPoints }) => ({ id, nameVi: name.vi, nameEn: name.en, maxPoints })),
    indicators: set.indicators.map((indicator) => indicatorView(indicator, set)),
    grades: set.grades,
    scoreMax: scoreMaxOf(set),
    ranking: { ...set.ranking, words: rankingWords(set, computablePoints(set)) },
  };
}

/** Points of the indicators for which this installation has a source. */
export function computablePoints(set: IndicatorSet): number {
  return sumOf(set.indicators.filter(({ noData }) => noData === undefined));
}

/** What a score is out of. */
function scoreMaxOf(set: IndicatorSet): number {
  return set.ranking.by === 'points' ? computablePoints(set) : 100;
}

/** Maxima added up, without the errors of binary fractions. */
export function sumOf(items: readonly { maxPoints: number }[]): number {
  return twoDecimals(items.reduce((sum, { maxPoints }) => add(sum, fractionOf(maxPoints)), ZERO));
}

function indicatorView(indicator: SetIndicator, set: IndicatorSet): Indicator {
  return {
    id: indicator.id,
    groupId: indicator.group,
    nameVi: indicator.name.vi,
    nameEn: indicator.name.en,
    maxPoints: indicator.maxPoints,
    formula: formulaOf(indicator),
    numerator: indicator.numerator?.join(' + ') ?? null,
    denominator: indicator.denominator?.join(' + ') ?? null,
    fullAt: indicator.fullAt ?? null,
    goal: indicator.goal ?? null,
    available: indicator.noData === undefined,
    unavailableBecause: indicator.noData ?? null,
    legalBasis: indicator.legalBasis ?? set.legalBasis,
    description: descriptionOf(indicator),
  };
}

function formulaOf(indicator: SetIndicator): WordsInBoth {
  const { numerator, denominator, maxPoints, fullAt, formula } = indicator;
  if (numerator === undefined || denominator === undefined) return formula ?? { vi: '', en: '' };
  return inBoth((language) => {
    const { number, percent } = formatsOf(language);
    const ratio = `${namesOf(numerator, language)} / ${namesOf(denominator, language)}`;
    if (fullAt === undefined) return `${number(maxPoints)} × ${ratio}`;
    return `${number(maxPoints)} × min(1${language === 'vi' ? ';' : ','} ${ratio} / ${percent(fullAt * 100)})`;
  });
}

function namesOf(measures: readonly MeasureId[], language: Language): string {
  const names = measures.map((id) => MEASURE_WORDS[id][language]).join(' + ');
  return measures.length === 1 ? `[${names}]` : `([${names.replaceAll(' + ', '] + [')}])`;
}

/** What is our own choice stays recognisable as such wherever the description is shown. */
function descriptionOf({ description, choice }: SetIndicator): WordsInBoth {
  if (choice === undefined) return description;
  return {
    vi: `${description.vi} Lựa chọn của hệ thống này: ${choice.vi}`,
    en: `${description.en} A choice of this installation: ${choice.en}`,
  };
}
