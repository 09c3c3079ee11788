import { isDay, isMoment, isTime, isYear } from './calendar.ts';
import type { Span } from './spans.ts';

/**
 * Finds numbers of people (identity cards, telephones, accounts) among the numbers of a text. Digits belong together when nothing but
 * blanks and punctuation stands between them; nine or more that belong together may be a person's, unless they are what a text of an
 * agency is full of: days and times, years, numbers of documents, prices, hotlines. Linear: each group of digits is looked at a bounded
 * number of times.
 */

/** From here on digits may be those of a person: old identity cards have nine. */
const FEWEST_DIGITS = 9;
/** More signs part numbers; blanks do not, however many. */
const MOST_SIGNS = 8;
/** Blanks, punctuation and signs of every script; not what belongs to the number before it (`50%, 30%`), nor amounts. */
const GAP = /^[^\p{L}\p{N}%‰°\p{Sc}]*$/u;

interface Group {
  digits: string;
  from: number;
  to: number;
  /** What stands between the group before and this one; '' for the first of a chain. */
  gap: string;
}

/** Where numbers that may be a person's stand, in order. @param text digits in ASCII, white space as blanks */
export function findNumbers(text: string): Span[] {
  const found: Span[] = [];
  for (const chain of chainsOf(text)) {
    let count = 0;
    for (const { digits } of chain) count += digits.length;
    if (count >= FEWEST_DIGITS) found.push(...personalIn(chain, text));
  }
  return found;
}

/** Groups of digits that belong together. */
function* chainsOf(text: string): Generator<Group[]> {
  let chain: Group[] = [];
  for (const { 0: digits, index: from } of text.matchAll(/[0-9]+/g)) {
    const before = chain.at(-1);
    const gap = before === undefined ? '' : text.slice(before.to, from);
    if (before !== undefined && !isGap(gap)) {
      yield chain;
      chain = [];
    }
    chain.push({ digits, from, to: from + digits.length, gap: chain.length === 0 ? '' : gap });
  }
  if (chain.length > 0) yield chain;
}

function isGap(gap: string): boolean {
  return GAP.test(gap) && (gap.length <= MOST_SIGNS || gap.replaceAll(' ', '').length <= MOST_SIGNS);
}

/** What of a chain is left when all that is no person's is taken out, where that has enough digits. */
function personalIn(chain: readonly Group[], text: string): Span[] {
  if (isList(chain)) return [];
  const found: Span[] = [];
  let rest: Group[] = [];
  const close = (): void => {
    if (mayBePersonal(rest, text)) found.push({ from: leadOf(rest[0]!, text), to: rest.at(-1)!.to });
    rest = [];
  };
  for (let at = 0; at < chain.length;) {
    const card = cardAt(chain, at, text);
    const known = card > 0 ? 0 : knownAt(chain, at, text);
    if (known > 0) close();
    else rest.push(...chain.slice(at, at + Math.max(1, card)));
    at += Math.max(1, card, known);
  }
  close();
  return found;
}

/** With the `+`, `(` before it. */
function leadOf({ from }: Group, text: string): number {
  let at = from;
  while (at > 0 && at > from - 2 && (text[at - 1] === '+' || text[at - 1] === '(')) at--;
  return at;
}

function mayBePersonal(rest: readonly Group[], text: string): boolean {
  const digits = rest.map((group) => group.digits).join('');
  if (digits.length < FEWEST_DIGITS) return false;
  const isTelephone = /^84[1-9]/.test(digits) && digits.length >= 11 && digits.length <= 13;
  if (digits.startsWith('0') || isTelephone || text[rest[0]!.from - 1] === '+') return true;
  // `/documents/10180/1234567`: numbers of folders and articles, each its own segment; a number of a person is split evenly.
  const areSegments = rest.length > 1 && rest.every(({ gap }, at) => at === 0 || gap === '/');
  return !(areSegments && rest.some((group) => group.digits.length > 4 && group.digits.length < FEWEST_DIGITS));
}

/** How many groups from `at` on are something known, no person's; 0 = none. */
function knownAt(chain: readonly Group[], at: number, text: string): number {
  return (
    momentAt(chain, at) ||
    dayAt(chain, at) ||
    timeAt(chain, at) ||
    priceAt(chain, at, text) ||
    yearAt(chain, at) ||
    hotlineAt(chain, at)
  );
}

function momentAt(chain: readonly Group[], at: number): number {
  return isMoment(chain[at]!.digits) ? 1 : 0;
}

/** `30/11/2026`, `2026-11-30`, `/2026/11/30/`, and `11/2026` where nothing follows it in the same way. */
function dayAt(chain: readonly Group[], at: number): number {
  const [first, second, third, fourth] = [chain[at]!, chain[at + 1], chain[at + 2], chain[at + 3]];
  if (second === undefined || !PARTS_DAYS.has(second.gap.trim())) return 0;
  if (third !== undefined && third.gap.trim() === second.gap.trim()) {
    if (isDay(third.digits, second.digits, first.digits)) return 3;
    if (isDay(first.digits, second.digits, third.digits)) return 3;
  }
  const isMonth =
    isYear(second.digits) && first.digits.length <= 2 && Number(first.digits) >= 1 && Number(first.digits) <= 12;
  // `09.2026.1234` is no month, it is a telephone; `11/2026 - 12/2026` are two.
  const goesOn = third !== undefined && third.gap === second.gap && !isMonthLike(third, fourth);
  return isMonth && !goesOn ? 2 : 0;
}

const PARTS_DAYS = new Set(['/', '-', '.', '_', '–']);

function isMonthLike(month: Group, year: Group | undefined): boolean {
  return month.digits.length <= 2 && year !== undefined && isYear(year.digits);
}

/** `10:30`, `10:30:00`. */
function timeAt(chain: readonly Group[], at: number): number {
  const [hours, minutes, seconds] = [chain[at]!, chain[at + 1], chain[at + 2]];
  if (minutes?.gap !== ':' || minutes.digits.length !== 2 || hours.digits.length > 2) return 0;
  const hasSeconds = seconds?.gap === ':';
  if (hasSeconds && seconds.digits.length !== 2) return 0;
  return isTime(hours.digits, minutes.digits, hasSeconds ? seconds.digits : '') ? (hasSeconds ? 3 : 2) : 0;
}

/**
 * How many groups from one with a leading 0 or a `+` on have enough digits for an identity card or a telephone, whatever they are
 * like by themselves (`+84 91 234 2012`); 0 = it is none: a day, a month or a time begins with 0 too, or one follows.
 */
function cardAt(chain: readonly Group[], at: number, text: string): number {
  const { digits, from } = chain[at]!;
  const begins = digits.startsWith('0') || text[from - 1] === '+';
  if (!begins || dayAt(chain, at) > 0 || timeAt(chain, at) > 0) return 0;
  let count = 0;
  for (let next = at; next < chain.length; next++) {
    if (next > at && (dayAt(chain, next) === 3 || isMoment(chain[next]!.digits))) return 0;
    count += chain[next]!.digits.length;
    if (count >= FEWEST_DIGITS) return next - at + 1;
  }
  return 0;
}

/** `1.500.000`, `25,000,000`, `1-500-000-dong`: thousands that end on 000, or with what is counted behind them. */
function priceAt(chain: readonly Group[], at: number, text: string): number {
  const first = chain[at]!;
  if (first.digits.length > 3 || first.digits.startsWith('0')) return 0;
  const sign = chain[at + 1]?.gap ?? '';
  if (sign.length !== 1 || !PARTS_THOUSANDS.has(sign)) return 0;
  let next = at + 1;
  const end = Math.min(chain.length, at + MOST_THOUSANDS);
  while (next < end && chain[next]!.gap === sign && chain[next]!.digits.length === 3) next++;
  if (next === at + 1 || (next < chain.length && chain[next]!.gap === sign)) return 0;
  const last = chain[next - 1]!;
  const isCounted =
    last.digits === '000' || COUNTED.test(text.slice(last.to, last.to + 12)) || isRatio(chain, at, next);
  return isCounted ? next - at : 0;
}

/** Of a million billions there are that many groups; longer ones are no price. */
const MOST_THOUSANDS = 6;
const PARTS_THOUSANDS = new Set(['.', ',', ' ', '-', '_']);
/** Behind a number: what it counts. */
const COUNTED =
  /^[\s\-_]{0,2}(?:đồng|dong|đ(?![\p{L}])|vnđ|vnd|usd|eur|₫|\$|%|tỷ|ty(?![\p{L}])|triệu|trieu|nghìn|nghin|m2|m²|m3|km|ha(?![\p{L}])|kg|tấn|tan(?![\p{L}])|người|nguoi|lượt|luot|hồ sơ|ho so|ho-so|dân|hộ|ho(?![\p{L}])|trường hợp|văn bản)/iu;

/** `115.665/168.746`: one number out of another, both in thousands. */
function isRatio(chain: readonly Group[], from: number, to: number): boolean {
  const isBefore = chain[to]?.gap.trim() === '/' && areThousands(chain, to);
  return to - from === 2 && (isBefore || (chain[from]!.gap.trim() === '/' && areThousands(chain, from - 2)));
}

function areThousands(chain: readonly Group[], at: number): boolean {
  const [first, second] = [chain[at], chain[at + 1]];
  if (first === undefined || second === undefined || !PARTS_THOUSANDS.has(second.gap)) return false;
  return first.digits.length <= 3 && !first.digits.startsWith('0') && second.digits.length === 3;
}

/** `2021-2025`, a year that is one of several groups, `1234/2024`. */
function yearAt(chain: readonly Group[], at: number): number {
  const [first, second, third] = [chain[at]!, chain[at + 1], chain[at + 2]];
  if (isYear(first.digits)) return 1;
  const isDocument = second?.gap === '/' && first.digits.length <= 5 && isYear(second.digits);
  return isDocument && third?.gap !== '/' ? 2 : 0;
}

/** `1900 1234`, `1800.1096`, `1900636999`. */
function hotlineAt(chain: readonly Group[], at: number): number {
  const first = chain[at]!;
  if (!/^1[89]00/.test(first.digits)) return 0;
  let count = first.digits.length;
  let next = at + 1;
  while (count < 10 && next < chain.length && chain[next]!.gap.length === 1) count += chain[next++]!.digits.length;
  return count >= 8 && count <= 10 ? next - at : 0;
}

/** `1, 2, 3, 5, 8, 13, 21`, `113, 114, 115`: small numbers that rise step by step, with commas between them. */
function isList(chain: readonly Group[]): boolean {
  return chain.every(({ digits, gap }, at) => {
    if (digits.length > 3 || digits.startsWith('0')) return false;
    const step = Number(digits) - Number(chain[at - 1]?.digits);
    return at === 0 || (/^[,;] ?$/.test(gap) && step > 0 && step <= LARGEST_STEP);
  });
}

const LARGEST_STEP = 50;
