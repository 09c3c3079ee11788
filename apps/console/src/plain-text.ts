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
