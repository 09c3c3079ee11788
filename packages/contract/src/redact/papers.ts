import { isDay, isYear } from './calendar.ts';
import { type Span, spansOf } from './spans.ts';

/**
 * Finds numbers of passports and plates of vehicles: a letter or two with digits, in whatever spacing. Years and days that happen
 * to stand behind a letter (`khóa X 2020-2025`, `Quý I 2024`) are none.
 */

/** One letter and 7 or 8 digits (Viet Nam: 7); two capitals and 7. */
const PASSPORT = /(?<![\p{L}\p{N}])[a-z](?:[a-z][\s.-]?\d{7}|(?:[\s.\-·–]{0,3}\d){7,8})(?![\p{L}\p{N}])/giu;
/** Province, series, number of 5 or (older) 4 digits: `30A-123.45`, `29X1-2345`, `51F12345`, `80-NG-123-45`. */
const PLATE =
  /(?<![\p{L}\p{N}])[1-9]\d[\s.\-_·–]{0,3}(?:[a-zđ]\d?|m[dđ]\d|ng|nn|qt|cv|ld|da|md|mk|td|hc|kt|a[a-z])[\s.\-_·–]{0,3}(?:\d{3}[\s.\-_·–]{0,3}\d{2}|\d{4})(?![\p{L}\p{N}])/giu;

/** Where numbers of passports and plates stand, in order of kind. @param text digits in ASCII */
export function findPapers(text: string): Span[] {
  return [...spansOf(text, PASSPORT, isPassport), ...spansOf(text, PLATE, isPlate)];
}

function isPassport(found: string): boolean {
  // Two small letters are more often a word of an address: `id1234567`.
  if (/^[a-z]{2}/i.test(found) && !/^[A-Z]{2}/.test(found)) return false;
  const groups = found.match(/\d+/g) ?? [];
  if (groups.some(isYear)) return false;
  const digits = groups.join('');
  return !(digits.length === 8 && (dayFirst(digits) || yearFirst(digits)));
}

const yearFirst = (digits: string): boolean => isDay(digits.slice(0, 4), digits.slice(4, 6), digits.slice(6));
const dayFirst = (digits: string): boolean => isDay(digits.slice(4), digits.slice(2, 4), digits.slice(0, 2));

/** `24h 2024`, `15-T-2026`: hours and numbers beside a year. */
function isPlate(found: string): boolean {
  return !isYear(/(?<!\d)\d+$/.exec(found)![0]);
}
