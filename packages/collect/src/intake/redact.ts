/**
 * Takes out of free text (paths, titles, keywords, event names) what may be personal: e-mail addresses and runs of nine
 * or more digits, also with separators between them, since those can be numbers of identity cards, telephones or
 * accounts. Both become `…`. Codes of administrative procedures (`1.010708.000.00.00.H56`) have as many digits and stay.
 */
const PERSONAL =
  /((?<![\p{Nd}.])\d\.\d{6}(?:\.(?:\d{3}\.\d{2}\.\d{2}\.[GH]\d{2}|[GH]\d{2}(?:\.\d{1,3}){0,3}))?(?:\.\d{2})?(?![\p{Nd}]|[\s.\-_()]{1,2}\p{Nd}))|\+?\(?\p{Nd}(?:[\s.\-_()]{0,2}\p{Nd}){8,}/gu;
/** The look-behind lets a match begin only where a word does: without it a long word costs the square of its length. */
const EMAIL = /(?<![^\s/@<>()?&=:;,])[^\s/@<>()?&=:;,]+@[^\s/@<>()?&=:;,]+/gu;
const INVISIBLE = /\p{Cf}/gu;
const CONTROL = /[\p{Cc}\p{Zl}\p{Zp}]+/gu;
// oxlint-disable-next-line no-control-regex -- every byte is meant
const LATIN1_ONLY_HIGH = /^[\u0000-\u00ff]*[\u0080-\u00ff][\u0000-\u00ff]*$/u;
const HIDDEN = '…';
const BETWEEN_WORDS = new Set([' ', '/', '\n', '\t']);
const LONGEST_WORD = 100;

/**
 * Decoded text made fit to be stored: personal numbers and addresses hidden, control and invisible characters removed,
 * composed (NFC), cut to `limit` UTF-16 units on a character's boundary.
 */
export function cleanText(text: string, limit: number): string {
  const bounded = text.length > limit * 4 ? cutBetweenWords(text, limit * 4) : text;
  const visible = asUtf8(bounded).replace(CONTROL, ' ').replace(INVISIBLE, '').toWellFormed().normalize('NFC').trim();
  return cut(hidePersonal(visible), limit);
}

/** Hides e-mail addresses and long numbers. Linear in the length of the text. */
export function hidePersonal(text: string): string {
  const withoutMail = text.includes('@') ? text.replace(EMAIL, HIDDEN) : text;
  return withoutMail.replace(PERSONAL, (_found, procedure: string | undefined) => procedure ?? HIDDEN);
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
  if (!LATIN1_ONLY_HIGH.test(text)) return text;
  const decoded = Buffer.from(text, 'latin1').toString('utf8');
  return decoded.includes('\ufffd') ? text : decoded;
}
