import type { BodyMeasures, WordsInBoth } from '@emc/contract';

const CONNECTION = {
  'not-connected': { vi: 'Chưa kết nối', en: 'Not connected' },
  'partly-connected': { vi: 'Kết nối chưa đầy đủ', en: 'Not fully connected' },
} as const;

/**
 * Why a body is not evaluated; null = it is. Connection comes first: what does not reach the system cannot be judged.
 * A decision can take a connected body out; it cannot put one in that is not connected (decision record 0006).
 * @param available points that the body could reach with the data there are
 */
export function reasonNotEvaluated(body: BodyMeasures, available: number): WordsInBoth | null {
  const { connection, decision } = body;
  const reasons: WordsInBoth[] = [];
  if (connection.state !== 'connected') {
    const { vi, en } = CONNECTION[connection.state];
    reasons.push({ vi: `${vi}: ${connection.reason.vi}`, en: `${en}: ${connection.reason.en}` });
  }
  if (decision?.notEvaluated === true) {
    const { campaign, reason } = decision;
    reasons.push({
      vi: `Quyết định không đánh giá trong đợt “${campaign}”: ${reason}`,
      en: `Decided not to be evaluated in the campaign “${campaign}”: ${reason}`,
    });
  }
  if (reasons.length === 0 && available === 0) {
    reasons.push({
      vi: 'Chưa có số liệu của chỉ số nào để tính điểm',
      en: 'There are no data for any indicator',
    });
  }
  if (reasons.length === 0) return null;
  return { vi: joined(reasons.map(({ vi }) => vi)), en: joined(reasons.map(({ en }) => en)) };
}

/** Reasons as sentences, each with its full stop. */
function joined(reasons: readonly string[]): string {
  return reasons.map((reason) => (/[.!?…]$/.test(reason) ? reason : `${reason}.`)).join(' ');
}
