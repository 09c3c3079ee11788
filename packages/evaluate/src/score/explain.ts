import { inBoth, type Language, type WordsInBoth } from '@emc/contract';
import { MEASURE_WORDS } from '../sets/measures.ts';
import { formatsOf } from './formats.ts';
import { fractionOf, hundredthsOf, multiply, twoDecimals } from './fraction.ts';
import type { KnownMeasure, ScoredIndicator } from './score-indicator.ts';

const TEXTS = {
  vi: {
    unknown: 'chưa rõ',
    points: 'Điểm',
    of: 'trên',
    nothing: (most: string) => `Không có mẫu số để chia; ${most} điểm của chỉ số này không tính được cho cơ quan.`,
    notKnown: (most: string) => `Chưa đủ số liệu; ${most} điểm của chỉ số này không tính được cho cơ quan.`,
    noData: (why: string) => `Chưa có số liệu, không tính vào điểm: ${why}`,
    separator: ';',
  },
  en: {
    unknown: 'not known',
    points: 'Points',
    of: 'of',
    nothing: (most: string) =>
      `There is nothing to divide by; the ${most} points of this indicator cannot be computed for the body.`,
    notKnown: (most: string) =>
      `Not all numbers are known; the ${most} points of this indicator cannot be computed for the body.`,
    noData: (why: string) => `No data yet, left out of the score: ${why}`,
    separator: ',',
  },
} as const;

/**
 * The formula with the numbers put in.
 * @param withPoints false for a body that is not evaluated: its ratios are told, points are not given
 */
export function explain(scored: ScoredIndicator, withPoints: boolean): WordsInBoth {
  return inBoth((language) => sentence(scored, withPoints, language));
}

function sentence(scored: ScoredIndicator, withPoints: boolean, language: Language): string {
  const texts = TEXTS[language];
  const { number, percent } = formatsOf(language);
  const { indicator, numerator, denominator } = scored;
  if (indicator.noData !== undefined) return texts.noData(indicator.noData[language]);
  const division = `${sumInWords(numerator, language)} / ${sumInWords(denominator, language)}`;
  if (scored.status !== 'scored') {
    const unknown = [...numerator, ...denominator].some(({ value }) => value === null);
    return `${division}. ${(unknown ? texts.notKnown : texts.nothing)(number(indicator.maxPoints))}`;
  }
  const share = percent(hundredthsOf(multiply(scored.ratio, fractionOf(100))) / 100);
  return `${division} = ${share}.${withPoints ? ` ${pointsSentence(scored, share, language)}` : ''}`;
}

/** `Điểm: 20 × min(1; 68,54% / 70%) = 19,58 trên 20.` */
function pointsSentence(scored: ScoredIndicator & { status: 'scored' }, share: string, language: Language): string {
  const texts = TEXTS[language];
  const { number, percent, points } = formatsOf(language);
  const { indicator, ratio } = scored;
  const most = number(indicator.maxPoints);
  const { fullAt } = indicator;
  const part = fullAt === undefined ? share : `${share} / ${percent(fullAt * 100)}`;
  const capped = fullAt !== undefined || ratio.numerator > ratio.denominator;
  const factor = capped ? `min(1${texts.separator} ${part})` : part;
  return `${texts.points}: ${most} × ${factor} = ${points(twoDecimals(scored.points))} ${texts.of} ${most}.`;
}

/** `[hồ sơ nộp trực tuyến: 115.665]`, several joined by + in brackets. */
function sumInWords(measures: readonly KnownMeasure[], language: Language): string {
  const parts = measures.map(({ id, value }) => {
    const shown = value === null ? TEXTS[language].unknown : formatsOf(language).number(value);
    return `[${MEASURE_WORDS[id][language]}: ${shown}]`;
  });
  return parts.length === 1 ? parts.join('') : `(${parts.join(' + ')})`;
}
