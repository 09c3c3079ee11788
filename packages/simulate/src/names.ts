import type { Body } from '@emc/contract';

/** Letters of a Vietnamese text without accents: `Thanh Hóa` → `Thanh Hoa`, `Đắk Lắk` → `Dak Lak`. */
export function withoutAccents(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .replaceAll('đ', 'd')
    .replaceAll('Đ', 'D');
}

/** For paths: lower case, words joined by hyphens, whole words up to `limit` letters. */
export function slug(text: string, limit = 60): string {
  const words = withoutAccents(text)
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  if (words.length <= limit) return words;
  const end = words.lastIndexOf('-', limit);
  return words.slice(0, end > 0 ? end : limit);
}

export function isProvincial(body: Body): boolean {
  return body.kind === 'province' || body.kind === 'centrally-run-city';
}

/** As it stands inside a sentence: `tỉnh Thanh Hóa`, `thành phố Hà Nội`, `Bộ Y tế`. */
export function inSentence(body: Body): string {
  return isProvincial(body) ? lowerFirst(body.nameVi) : body.nameVi;
}

/** As it stands inside an English sentence: `the Ministry of Health`, `Thanh Hoa Province`. */
export function inEnglishSentence(body: Body): string {
  return /^(Ministry|State)/.test(body.nameEn) ? `the ${body.nameEn}` : body.nameEn;
}

/** The name without what kind of body it is: `Thanh Hóa`. */
export function properName(body: Body): string {
  return body.nameVi.replace(/^(Tỉnh|Thành phố) /, '');
}

/** What is written for `{cap}` in the texts. */
export function levelWord(body: Body): string {
  if (body.kind === 'province') return 'tỉnh';
  if (body.kind === 'centrally-run-city') return 'thành phố';
  return body.nameVi.startsWith('Bộ') ? 'Bộ' : 'cơ quan';
}

export function upperFirst(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
