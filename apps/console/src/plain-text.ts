/** Lower case without diacritics, so that `thanh hoa` finds `Thanh Hóa` and `dak lak` finds `Đắk Lắk`. */
export function plainText(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replaceAll('đ', 'd')
    .replaceAll('Đ', 'D')
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .trim();
}

/** Sentences as parts of one: `A. B.` becomes `A; B.`, so that a list of them reads on without stops in its midst. */
export function inOneSentence(sentences: readonly string[]): string {
  return `${sentences.map((sentence) => sentence.replace(/\.$/, '')).join('; ')}.`;
}
