import type { Span } from './spans.ts';

/** What stands for the sign: itself, in brackets, in words, or written for a page or an address. */
const AT = /@|[([{<]\s?(?:at|a còng|a cong|a-còng|@)\s?[)\]}>]|&#0{0,4}64;|&#x0{0,4}40;|&commat;|%(?:25){0,5}40/giu;
const DOT = /^\s?[([{<]\s?(?:dot|chấm|cham|\.)\s?[)\]}>]\s?/iu;
const PARTS = new Set(' \t\n\r/<>()?&=:;,"“”[]{}|\\@…');
const DOMAIN = /\.[a-z]{2}/i;
/** Blanks that may stand at the sign. */
const BLANKS = 2;

/** Where addresses of mail stand, in order. Linear: each character is looked at twice at most. */
export function findMail(text: string): Span[] {
  const found: Span[] = [];
  let end = 0;
  for (const { 0: sign, index } of text.matchAll(AT)) {
    if (index < end) continue;
    const before = wordBefore(text, index, end, sign.length > 1 || text[index + 1] === ' ');
    const behind = wordBehind(text, index + sign.length);
    if (before === index || behind === index + sign.length) continue;
    found.push({ from: before, to: behind });
    end = behind;
  }
  return found;
}

/** Where the word begins that ends at `at`; not before `least`. */
function wordBefore(text: string, at: number, least: number, wide: boolean): number {
  let to = at;
  const mostBlanks = wide ? BLANKS : 0;
  while (to > least && at - to < mostBlanks && text[to - 1] === ' ') to--;
  let from = to;
  while (from > least && !PARTS.has(text[from - 1]!)) from--;
  return from === to ? at : from;
}

/** Where the word ends that begins at `at`, with what is joined to it by "(dot)". */
function wordBehind(text: string, at: number): number {
  let from = at;
  while (from - at < BLANKS && text[from] === ' ') from++;
  let to = wordEnd(text, from);
  // A blank behind the sign belongs to an address only when a domain follows.
  if (from > at && !DOMAIN.test(text.slice(from, to)) && !DOT.test(text.slice(to, to + 16))) return at;
  for (let joint = DOT.exec(text.slice(to, to + 16)); joint !== null; joint = DOT.exec(text.slice(to, to + 16)))
    to = wordEnd(text, to + joint[0].length);
  return to;
}

function wordEnd(text: string, from: number): number {
  let to = from;
  while (to < text.length && !PARTS.has(text[to]!)) to++;
  return to;
}
