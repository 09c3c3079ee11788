import { decomposed } from '../unicode.ts';
import { isDay } from './calendar.ts';
import type { Span } from './spans.ts';

/**
 * Finds days of birth among the days of a text. A day is one when the text says so (`ngày sinh`, `born`), whatever its year; else by its
 * year, when people were born who are grown up now and nothing speaks for a document or an anniversary: `15/08/1990`, but not
 * `ngày 29/11/2005` of a law or `30/4/1975`. Days from 2010 on are those of news, and stay unless the text says otherwise.
 */

const FIRST_BORN = 1920;
const LAST_BORN = 2009;
/** Addresses of articles begin with their day; there were no portals before. */
const FIRST_ARTICLE = 2000;
/** No text names so many; looking at what stands before each of five hundred takes milliseconds. */
const MOST_DAYS = 40;
/** How much before a day is looked at. */
const BEFORE = 90;

const DAY =
  /(?<!\d)(?:(\d{1,2})(\s{0,2}[/.\-_·•–:,\\]\s{0,2}|\s{1,3}|\s{1,3}tháng\s{1,3}|-thang-)(\d{1,2})(\s{0,2}[/.\-_·•–:,\\]\s{0,2}|\s{1,3}|,?\s{1,3}năm\s{1,3}|-nam-)(\d{4})|(\d{4})([/.\-_·–])(\d{1,2})[/.\-_·–](\d{1,2})|(\d{8}))(?!\d)/giu;

/** `ngày sinh`, `sinh ngày`, `sinh` right before the day; what stands before it may make another word of it. */
const BORN = /(?:([a-z]{1,12}) )?sinh(?: vao)?(?: ngay)? ?$/;
const BORN_TOO = /(?:ngaysinh|birth|birthday|birthdate|born|born on|dob|(?:^| )ns) ?$/;
const MAY_SAY_BORN = /sinh|birth|born|dob|ns/i;
/** Enrolment, pupils, hygiene, sacrifice … speak of no birth. */
const NOT_BORN = new Set('tuyen hoc phat thi ve khai ho giam dan ky hy phuc tai quang du mon khoang'.split(' '));
const DOCUMENT =
  /(?:^| )(?:luat|bo luat|nghi dinh|quyet dinh|thong tu|chi thi|cong van|nghi quyet|phap lenh|hien phap|sac lenh|van ban|cong bao|ke hoach|bao cao|thong bao|to trinh|bien ban|cong dien|huong dan|hop dong|giay phep|qd|nd|tt|nq|ct|cv|ky niem|thanh lap|truyen thong|giai phong|khang chien|chien thang|chien dich|lich su|cach mang|liet si|thuong binh|ngay doc lap|quoc khanh|hiep dinh)(?= |$)/;
const ANNIVERSARIES = new Set(
  '3/2/1930 2/9/1945 19/8/1945 30/4/1975 7/5/1954 22/12/1944 26/3/1931 20/10/1930 27/7/1947 21/6/1925 28/8/1945 20/11/1982 10/10/1954 6/1/1946 19/12/1946 27/2/1955 15/5/1941 18/11/1930 28/7/1929'.split(
    ' ',
  ),
);

/** Written so that only a text that says so makes a day of birth of it: `15/8/90`, `15 Aug 1990`, `August 15, 1990`. */
const LOOSE_DAY =
  /(?<!\d)\d{1,2}(?:\s{0,2}[/.\-_·–]\s{0,2}\d{1,2}\s{0,2}[/.\-_·–]\s{0,2}\d{2}|(?:st|nd|rd|th)?[\s.\-/]{1,3}[a-z]{3,9}[\s.,\-/]{1,3}\d{2,4})(?!\d)|(?<!\p{L})[a-z]{3,9}[\s.-]{1,3}\d{1,2}(?:st|nd|rd|th)?[\s.,-]{1,3}\d{4}(?!\d)/giu;

/** Where days of birth stand, in order. @param text digits in ASCII */
export function findBirths(text: string): Span[] {
  const found: Span[] = [];
  const add = ({ index: from, 0: whole }: RegExpExecArray): void => void found.push({ from, to: from + whole.length });
  let days = 0;
  for (const match of text.matchAll(DAY)) if (++days > MOST_DAYS || isBirth(match, text)) add(match);
  if (MAY_SAY_BORN.test(text))
    for (const match of text.matchAll(LOOSE_DAY)) if (saysBorn(textBefore(match, text)) === true) add(match);
  return found;
}

function textBefore({ index }: RegExpExecArray, text: string): string {
  return plain(text.slice(Math.max(0, index - BEFORE), index));
}

/** Whether the text before a day says that a person was born then; undefined = it does not speak of it. */
function saysBorn(before: string): boolean | undefined {
  if (BORN_TOO.test(before)) return true;
  const born = BORN.exec(before);
  return born === null ? undefined : !NOT_BORN.has(born[1] ?? '');
}

function isBirth(match: RegExpExecArray, text: string): boolean {
  const read = dayOf(match);
  if (read === undefined) return false;
  const before = textBefore(match, text);
  const said = saysBorn(before);
  if (said !== undefined) return said;
  const { year, month, date, isAddress } = read;
  if (year < FIRST_BORN || year > LAST_BORN || (isAddress && year >= FIRST_ARTICLE)) return false;
  return !ANNIVERSARIES.has(`${date}/${month}/${year}`) && !DOCUMENT.test(before);
}

interface ReadDay {
  year: number;
  month: number;
  date: number;
  /** Year first, as in addresses. */
  isAddress: boolean;
}

function dayOf(match: RegExpExecArray): ReadDay | undefined {
  const [, date, , month, , year, firstYear, , secondMonth, lastDate, run] = match;
  if (year !== undefined) return readDay(year, month!, date!, false);
  if (firstYear !== undefined) return readDay(firstYear, secondMonth!, lastDate!, true);
  return (
    readDay(run!.slice(4), run!.slice(2, 4), run!.slice(0, 2), false) ??
    readDay(run!.slice(0, 4), run!.slice(4, 6), run!.slice(6), true)
  );
}

function readDay(year: string, month: string, date: string, isAddress: boolean): ReadDay | undefined {
  if (!isDay(year, month, date)) return undefined;
  return { year: Number(year), month: Number(month), date: Number(date), isAddress };
}

/** Small letters without marks, signs as blanks: `Ngày sinh: ` and `ngay-sinh-` are one. */
function plain(text: string): string {
  return decomposed(text)
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replaceAll('đ', 'd')
    .replace(/[^a-z0-9]+/g, ' ');
}
