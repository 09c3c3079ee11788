import type { WordsInBoth } from './figures.ts';

/**
 * What of a dossier cannot be, as its system says it: counted as not said, and listed for the body and its system. The bit is
 * what the event store keeps; never change or reuse one.
 */
export const DOSSIER_CONTRADICTIONS = {
  'end-before-receipt': 1,
  'due-before-receipt': 2,
  'returned-before-processed': 4,
  'submitted-after-receipt': 8,
  'end-undated': 16,
  'receipt-missing': 32,
} as const;
export type DossierContradiction = keyof typeof DOSSIER_CONTRADICTIONS;
export const DOSSIER_CONTRADICTION_CODES = Object.keys(DOSSIER_CONTRADICTIONS) as [
  DossierContradiction,
  ...DossierContradiction[],
];

/** What is wrong, what it counts as and what to send, for the engineer of the system. */
export const CONTRADICTION_WORDS: Record<DossierContradiction, WordsInBoth> = {
  'end-before-receipt': {
    vi: 'Ngày kết thúc (xử lý xong, trả kết quả, từ chối hoặc dừng) trước ngày tiếp nhận; mốc đó coi như không có. Gửi lại hồ sơ với ngày đúng.',
    en: 'An end (processed, returned, refused or stopped) lies on a day before the receipt and counts as not said. Send the dossier again with the right day.',
  },
  'due-before-receipt': {
    vi: 'Ngày hẹn trả trước ngày tiếp nhận; hồ sơ được tính là không có hạn. Gửi lại hồ sơ với ngày hẹn trả đúng.',
    en: 'The due time lies on a day before the receipt; the dossier counts as without due time. Send it again with the right due time.',
  },
  'returned-before-processed': {
    vi: 'Ngày trả kết quả trước ngày xử lý xong; ngày trả coi như không có. Gửi lại hồ sơ với ngày đúng.',
    en: 'The result was returned on a day before it was processed; the return counts as not said. Send the dossier again with the right days.',
  },
  'submitted-after-receipt': {
    vi: 'Ngày nộp sau ngày tiếp nhận; ngày nộp coi như không có. Gửi lại hồ sơ với ngày đúng.',
    en: 'It was submitted on a day after the receipt; the submission counts as not said. Send the dossier again with the right days.',
  },
  'end-undated': {
    vi: 'Trạng thái cho biết hồ sơ đã kết thúc nhưng không có ngày kết thúc. Rút (7) và dừng (8) được tính vào mốc muộn nhất mà bản ghi nêu; đã xử lý (9) và đã trả (10) vẫn tính là đang xử lý. Gửi lại hồ sơ với ngày kết thúc.',
    en: 'The status says that it ended, and no day does. Withdrawn (7) and stopped (8) end at the latest instant that the record names; processed (9) and returned (10) count as open. Send the dossier again with the day of its end.',
  },
  'receipt-missing': {
    vi: 'Có ngày xử lý xong hoặc trả kết quả nhưng không được tiếp nhận; hồ sơ không được tính. Gửi lại hồ sơ với ngày tiếp nhận.',
    en: 'It was processed or returned, and never received; the dossier does not count. Send it again with the day of its receipt.',
  },
};

/** The codes of the bits of a number, in order. */
export function contradictionsOf(bits: number): DossierContradiction[] {
  return DOSSIER_CONTRADICTION_CODES.filter((code) => (bits & DOSSIER_CONTRADICTIONS[code]) !== 0);
}
