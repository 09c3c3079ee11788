import { findBirths } from './births.ts';
import { isDay } from './calendar.ts';
import { findMachines } from './machines.ts';
import { findMail } from './mail.ts';
import { findNumbers } from './numbers.ts';
import { findPapers } from './papers.ts';
import type { Span } from './spans.ts';
import { cut, visible } from './visible.ts';
import { digestOpenings, digestRandom } from './words.ts';

/** What stands for personal data that was taken out. */
export const HIDDEN = '…';

/** Takes what may be personal out of free text; the same text always becomes the same, in every collector of an installation. */
export interface Redaction {
  /** Text as it came, decoded once: made fit to be stored, at most `limit` UTF-16 units. */
  clean(text: string, limit: number): string;
  /** Hides what may be personal in text that is fit to be stored; the rest stays as it is. */
  hide(text: string): string;
  /** What stands for a word: `~` and ten small letters, the same for the same word, and nothing that leads back to it. */
  digest(word: string): string;
}

/** One that can be made again in another thread. */
export interface KeyedRedaction extends Redaction {
  readonly secret: Buffer;
}

/** A keyed hash of a text, 64 bits; the key is a secret of the installation. */
type KeyedHash = (text: string) => bigint;

const DIGEST_LETTERS = 10;

/**
 * The one redaction. Its forms, in order: addresses of mail; words that a machine drew (UUIDs, tokens, base64, long mixed letters and
 * digits), which become a digest; addresses of machines; nine or more digits that belong together; numbers of passports and plates;
 * days of birth. Codes of procedures and dossiers stay, and so does what texts of agencies are full of (see numbers.ts and births.ts).
 * docs/decisions/0013-redaction.md lists the forms with examples, and what no form can find.
 */
export function createRedaction(hash: KeyedHash): Redaction {
  const digest = (word: string): string => lettersOf(hash(word));
  const hide = (text: string): string => (MAY_BITE.test(text) ? hideAll(text, digest) : text);
  return { hide, digest, clean: (text, limit) => cut(hideDecoded(visible(text, limit), hide), limit) };
}

function lettersOf(hash: bigint): string {
  let left = hash;
  let letters = '';
  for (let at = 0; at < DIGEST_LETTERS; at++) {
    letters += String.fromCharCode(97 + Number(left % 26n));
    left /= 26n;
  }
  return `~${letters}`;
}

/** Nothing that is looked for is without a digit, a sign of mail, a long word or a capital within a word. */
const MAY_BITE = /[0-9@&[({<%]|[A-Za-z]{10}|[a-z][A-Z]/;

function hideAll(text: string, digest: (word: string) => string): string {
  const withoutMail = replaceSpans(text, findMail(text));
  const withoutWords = outsideCodes(withoutMail, (part) => digestRandom(part, digest));
  return outsideCodes(digestOpenings(withoutWords, digest), (part) =>
    countDigits(part) < FEWEST_DIGITS
      ? part
      : [findMachines, findNumbers, findPapers, findBirths].reduce(
          (left, find) => replaceSpans(left, find(left)),
          part,
        ),
  );
}

/** A day of birth with two digits of its year, `1/2/90`. */
const FEWEST_DIGITS = 4;

function countDigits(text: string): number {
  let count = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code >= 48 && code <= 57) count++;
  }
  return count;
}

/** What was encoded more often than it is decoded is looked at decoded, and kept so when something was found. */
function hideDecoded(text: string, hide: (text: string) => string): string {
  const decoded = ENCODED.test(text) ? visible(decodeAll(text), text.length) : text;
  if (decoded === text) return hide(text);
  const hidden = hide(decoded);
  return hidden === decoded ? hide(text) : hidden;
}

const ENCODED = /%[0-9a-f]{2}|&(?:#|amp;|[a-z]{3,6};)|\\u/i;
const MOST_ROUNDS = 6;

function decodeAll(text: string): string {
  let decoded = text;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const next = decoded
      .replace(/(?:%[0-9a-f]{2})+/gi, decodeRun)
      .replace(/&(?:amp;)*(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{3,6}));/gi, decodeReference)
      .replace(/\\u([0-9a-f]{4})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
    if (next === decoded) break;
    decoded = next;
  }
  return decoded;
}

/** One by one: a percent sign that stands for itself (`50 %`) keeps nothing else from being read. */
function decodeRun(run: string): string {
  try {
    return decodeURIComponent(run);
  } catch {
    return run;
  }
}

/** What pages write for signs that stand in or between numbers and addresses of mail. */
const REFERENCES: Readonly<Record<string, string>> = {
  nbsp: ' ',
  ensp: ' ',
  emsp: ' ',
  thinsp: ' ',
  shy: '',
  ndash: '–',
  mdash: '—',
  middot: '·',
  commat: '@',
  period: '.',
};

function decodeReference(written: string, decimal?: string, hexadecimal?: string, name?: string): string {
  if (name !== undefined) return REFERENCES[name.toLowerCase()] ?? written;
  const code = Number.parseInt(decimal ?? hexadecimal!, decimal === undefined ? 16 : 10);
  return code <= 0x10_ffff ? String.fromCodePoint(code) : written;
}

/**
 * Codes of procedures (1.000123, 1.010708.000.00.00.H56, H56 in the new form) and of dossiers (000.00.12.H56-220101-0001,
 * H56.12.34-220101-0001), as in codes.ts, within a text. A bare national code with digits behind it is rather a telephone: one that
 * begins with 0 behind any gap, another right behind a sign.
 */
const CODES =
  /(?<![\p{N}.])\d\.\d{6}(?:\.(?:\d{3}\.\d{2}\.\d{2}\.[GH]\d{2}|[GH]\d{2}(?:\.\d{1,3}){0,3})(?:\.\d{2})?|(?:\.\d{2})?(?![\s.\-_()]{1,2}\d|[,:;·•–/]\d))(?!\d)|(?<![\p{L}\p{N}.])(?:\d{3}\.\d{2}\.\d{2}\.[A-Z]\d{2,3}|[A-Z]\d{2,3}(?:\.\d{1,3}){0,3})-(\d{2})(\d{2})(\d{2})-\d{4,7}(?![\p{L}\p{N}])/giu;

/** Telephones begin with 0, no code of today does; then digits behind any signs go on with it. */
const MAY_BE_TELEPHONE = /^0\.\d{6}$/;
const GOES_ON = /^[^\p{L}\p{N}]{1,8}\d/u;
/** What every code holds; asked first, since nearly every text holds none. */
const MAY_HOLD_CODE = /\d\.\d{6}|\d{6}-\d{4}/;

function outsideCodes(text: string, work: (part: string) => string): string {
  if (!MAY_HOLD_CODE.test(text)) return work(text);
  let done = '';
  let from = 0;
  for (const { 0: code, 1: year, 2: month, 3: date, index } of text.matchAll(CODES)) {
    if (year !== undefined && !isDay(`20${year}`, month!, date!)) continue;
    if (MAY_BE_TELEPHONE.test(code) && GOES_ON.test(text.slice(index + code.length, index + code.length + 10)))
      continue;
    done += work(text.slice(from, index)) + code;
    from = index + code.length;
  }
  return done + work(text.slice(from));
}

function replaceSpans(text: string, spans: readonly Span[]): string {
  let done = '';
  let from = 0;
  for (const span of spans.toSorted((one, other) => one.from - other.from)) {
    if (span.from < from) continue;
    done += text.slice(from, span.from) + HIDDEN;
    from = span.to;
  }
  return from === 0 ? text : done + text.slice(from);
}
