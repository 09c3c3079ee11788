import { type BodyMeasures, inBoth, type ReasonWithoutPlace, type WordsInBoth } from '@emc/contract';
import { computablePoints } from '../sets/set-view.ts';
import type { IndicatorSet } from '../sets/set-file.ts';
import { formatsOf } from './formats.ts';
import { divide, fractionOf, smaller } from './fraction.ts';

export interface Reason {
  code: ReasonWithoutPlace;
  words: WordsInBoth;
}

const CONNECTION = {
  'not-connected': { vi: 'Chưa kết nối', en: 'Not connected' },
  'partly-connected': { vi: 'Kết nối chưa đầy đủ', en: 'Not fully connected' },
} as const;

const TEXTS = {
  vi: {
    computed: (available: string, max: string, share: string) =>
      `Mới tính được ${available} trên ${max} điểm; dưới ${share} thì không xếp hạng`,
    dossiers: (received: string, least: string) =>
      `Tiếp nhận ${received} hồ sơ trong kỳ; dưới ${least} hồ sơ thì không xếp hạng`,
    noDossiers: (least: string) => `Chưa có số hồ sơ tiếp nhận trong kỳ; dưới ${least} hồ sơ thì không xếp hạng`,
  },
  en: {
    computed: (available: string, max: string, share: string) =>
      `${available} of ${max} points could be computed; below ${share} there is no place`,
    dossiers: (received: string, least: string) =>
      `It received ${received} dossiers in the period; below ${least} there is no place`,
    noDossiers: (least: string) =>
      `How many dossiers it received in the period is not known; below ${least} there is no place`,
  },
} as const;

/**
 * Why a body is not evaluated; none = it is. Connection comes first: what does not reach the system cannot be judged.
 * A decision can take a connected body out; it cannot put one in that is not connected (decision record 0006).
 * @param available points that could be computed for the body
 */
export function reasonsNotEvaluated(body: BodyMeasures, available: number): Reason[] {
  const { connection, decision } = body;
  const reasons: Reason[] = [];
  if (connection.state !== 'connected') {
    const { vi, en } = CONNECTION[connection.state];
    const words = { vi: `${vi}: ${connection.reason.vi}`, en: `${en}: ${connection.reason.en}` };
    reasons.push({ code: connection.state, words });
  }
  if (decision?.notEvaluated === true) {
    const { campaign, reason } = decision;
    const words = {
      vi: `Quyết định không đánh giá trong đợt “${campaign}”: ${reason}`,
      en: `Decided not to be evaluated in the campaign “${campaign}”: ${reason}`,
    };
    reasons.push({ code: 'decision', words });
  }
  if (reasons.length === 0 && available === 0) {
    const words = {
      vi: 'Chưa có số liệu của chỉ số nào để tính điểm',
      en: 'There are no data for any indicator',
    };
    reasons.push({ code: 'no-data', words });
  }
  return reasons;
}

/**
 * Why a body that is evaluated has no place and no grade by the rule of the set: a score of a few indicators or of a few
 * dossiers cannot stand beside one of all.
 * @param available points that could be computed for the body
 */
export function reasonsNotRanked(set: IndicatorSet, { values }: BodyMeasures, available: number): Reason[] {
  const { minimumComputedShare, minimumDossiers } = set.ranking;
  const reasons: Reason[] = [];
  const computable = computablePoints(set);
  const share = divide(fractionOf(available), fractionOf(computable));
  const least = fractionOf(minimumComputedShare);
  if (smaller(least, share) !== least) {
    const words = inBoth((language) => {
      const { number, percent } = formatsOf(language);
      return TEXTS[language].computed(number(available), number(computable), percent(minimumComputedShare * 100));
    });
    reasons.push({ code: 'too-little-computed', words });
  }
  const received = values['dossiers.received'] ?? null;
  if ((received ?? 0) < minimumDossiers) {
    const words = inBoth((language) => {
      const { number } = formatsOf(language);
      const fewest = number(minimumDossiers);
      if (received === null) return TEXTS[language].noDossiers(fewest);
      return TEXTS[language].dossiers(number(received), fewest);
    });
    reasons.push({ code: 'too-few-dossiers', words });
  }
  return reasons;
}

/** Reasons as sentences, each with its full stop; null = there are none. */
export function inOneText(reasons: readonly Reason[]): WordsInBoth | null {
  if (reasons.length === 0) return null;
  return inBoth((language) =>
    reasons
      .map(({ words }) => words[language])
      .map((reason) => (/[.!?…]$/.test(reason) ? reason : `${reason}.`))
      .join(' '),
  );
}
