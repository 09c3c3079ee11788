/** Text that strangers sent, made fit to be looked at and stored: no control characters, one spelling of each letter, digit and blank. */

/** Also what is drawn as nothing at all: fillers, joiners of marks, selectors of a variant. */
const INVISIBLE = /[\p{Cf}\p{DI}]/gu;
const CONTROL = /[\p{Cc}\p{Zl}\p{Zp}]+/gu;
// oxlint-disable-next-line no-control-regex -- every byte is meant
const LATIN1 = /^[\u0000-\u00ff]*$/;
// oxlint-disable-next-line no-control-regex
const ASCII = /^[\u0020-\u007e]*$/;
/** Blanks of another width: thin, narrow, ideographic … */
const WIDE_BLANKS = /(?! )\p{Zs}/gu;
/** Letters, digits and signs that are others in another width or style: full width, small, mathematical, circled, raised (but `m²` stays). */
const STYLED =
  /[\u00b2\u00b3\u00b9\u2070-\u2079]{2,}|[\u2070-\u209c\u2460-\u24ff\ufe50-\ufe6f\uff01-\uffee\u{1d400}-\u{1d7ff}]/gu;
/** Circled digits that Unicode does not decompose, in tens from 1 on; and their 0. */
const CIRCLED = /[\u24f5-\u24ff\u2776-\u2793]/gu;
const DIGIT = /\p{Nd}/u;
const FOREIGN_DIGITS = /(?![0-9])\p{Nd}/gu;
/** No letter of a language carries more; composing a long stack costs its square. */
const STACKED = /(\p{M}{4})\p{M}+/gu;
/** A digit as it stands on a key (`1️⃣`), or struck out: no digit of a language carries a mark. */
const MARKED_DIGIT = /(\p{Nd})\p{M}+/gu;
/** Anything of the above, or half a surrogate pair; nearly every text is without. */
const ODD =
  /[\p{C}\p{DI}\p{Zl}\p{Zp}\p{M}\u2070-\u209c\u2460-\u24ff\u2776-\u2793\ufe50-\ufe6f\uff01-\uffee\u{1d400}-\u{1d7ff}]|[\u00b2\u00b3\u00b9]{2}|(?![0-9])\p{Nd}|(?! )\p{Zs}/u;
const BETWEEN_WORDS = new Set([' ', '/', '\n', '\t']);
const LONGEST_WORD = 100;

/** @param limit what it will be cut to; of longer text a rough cut comes before the costly work */
export function visible(text: string, limit: number): string {
  const bounded = text.length > limit * 4 ? cutBetweenWords(text, limit * 4) : text;
  if (ASCII.test(bounded)) return bounded.trim();
  const sent = asUtf8(bounded);
  if (!ODD.test(sent)) return sent.normalize('NFC').trim();
  return sent
    .replace(CONTROL, ' ')
    .replace(INVISIBLE, '')
    .replace(WIDE_BLANKS, ' ')
    .replace(MARKED_DIGIT, '$1')
    .toWellFormed()
    .replace(STACKED, '$1')
    .normalize('NFC')
    .replace(STYLED, (sign) => sign.normalize('NFKC'))
    .replace(CIRCLED, circledDigit)
    .replace(FOREIGN_DIGITS, toAscii)
    .trim();
}

/** Cuts to at most `limit` UTF-16 units, never through a character. */
export function cut(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const last = text.charCodeAt(limit - 1);
  const halved = last >= 0xd800 && last <= 0xdbff;
  return text.slice(0, halved ? limit - 1 : limit);
}

/** A rough cut before the costly work; the word that it went through is left out, since half a number hides from the rule. */
function cutBetweenWords(text: string, limit: number): string {
  let end = limit;
  while (end > limit - LONGEST_WORD && !BETWEEN_WORDS.has(text.charAt(end - 1))) end--;
  return text.slice(0, end);
}

/** Raw UTF-8 in a request line arrives as Latin-1: where the bytes make valid UTF-8, that is what was meant. */
function asUtf8(text: string): string {
  if (!LATIN1.test(text)) return text;
  const decoded = Buffer.from(text, 'latin1').toString('utf8');
  return decoded.includes('\ufffd') ? text : decoded;
}

/** A circled 10 is the digits 1 and 0. */
function circledDigit(sign: string): string {
  const code = sign.codePointAt(0)!;
  if (code === 0x24ff) return '0';
  return String(((code - (code < 0x2776 ? 0x24f5 : 0x2776)) % 10) + 1);
}

/** The digits of a script follow each other, its 0 first. */
function toAscii(digit: string): string {
  const code = digit.codePointAt(0)!;
  let value = 0;
  while (value < 9 && DIGIT.test(String.fromCodePoint(code - value - 1))) value++;
  return String(value);
}
