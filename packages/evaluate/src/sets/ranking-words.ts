import { inBoth, type WordsInBoth } from '@emc/contract';
import { formatsOf } from '../score/formats.ts';
import type { IndicatorSet } from './set-file.ts';

const TEXTS = {
  vi: {
    score: 'Xếp hạng theo điểm quy về 100.',
    points: (max: string) =>
      `Xếp hạng theo số điểm đạt được trên ${max} điểm, không quy về 100; chỉ số không có số liệu thì không được điểm.`,
    graded: 'Không xếp hạng, không xếp loại',
    ranked: 'Không xếp hạng',
    rule: (max: string, share: string, dossiers: string) =>
      `cơ quan mới tính được dưới ${share} của ${max} điểm mà hệ thống này tính được, hoặc tiếp nhận dưới ${dossiers} hồ sơ trong kỳ.`,
    none: 'Không cơ quan nào được xếp loại theo bộ chỉ số này.',
  },
  en: {
    score: 'Places follow the score out of 100.',
    points: (max: string) =>
      `Places follow the points reached out of ${max}, not converted to 100; an indicator without data gives no points.`,
    graded: 'No place and no grade',
    ranked: 'No place',
    rule: (max: string, share: string, dossiers: string) =>
      `for a body for which less than ${share} of the ${max} points that this system can compute could be computed, or that received fewer than ${dossiers} dossiers in the period.`,
    none: 'This set gives no body a grade.',
  },
} as const;

/**
 * The rule of places in words: the same sentence on the ranking page, the report card, in the API and in docs/indicators.
 * @param computable points that the set can compute here
 */
export function rankingWords({ ranking }: IndicatorSet, computable: number): WordsInBoth {
  return inBoth((language) => {
    const texts = TEXTS[language];
    const { number, percent } = formatsOf(language);
    const max = number(computable);
    const rule = texts.rule(max, percent(ranking.minimumComputedShare * 100), number(ranking.minimumDossiers));
    const without = ranking.grades === 'none' ? texts.ranked : texts.graded;
    return [
      ranking.by === 'points' ? texts.points(max) : texts.score,
      `${without} ${rule}`,
      ...(ranking.grades === 'none' ? [texts.none] : []),
    ].join(' ');
  });
}
