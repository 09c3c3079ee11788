/**
 * Parts words that a machine drew (identifiers, keys, links that open something once) from words that a person wrote. Both may be
 * long and hold letters and digits: `thongbao2024dot2`, `QD1234UBND`, `8f3k2l9xw0`. What is drawn changes between letters, digits and
 * capitals all the time, and what stands between two changes is no syllable of Vietnamese and nothing that could be said.
 * Linear: each character is looked at a bounded number of times.
 */

/** Shorter words are never taken for drawn ones. */
const SHORTEST_RANDOM = 10;
/** From here on a word that changes often is drawn even if half of it could be said: chance makes syllables, too. */
const LONG = 16;
/** From letters to digits, and from small letters to capitals. */
const FEWEST_CHANGES = 3;

/** A section and an article of it, `c1234a56789`. */
const NUMBERED = /^[a-z]\d{2,}[a-z]\d{2,}$/i;

const ONSETS = 'ngh ng nh ph th tr kh gh gi qu ch b c d g h k l m n p q r s t v x'.split(' ');
/** The rhymes of Vietnamese, without tones and marks. */
const RHYMES = new Set(
  (
    'a ac ach ai am an ang anh ao ap at au ay e ec em en eng eo ep et eu i ia ich iec iem ien ieng iep iet ieu im in inh ip it iu ' +
    'o oa oac oach oai oam oan oang oanh oao oat oay oc oe oem oen oeo oet oi om on ong ooc oong op ot ' +
    'u ua uan uang uat uay uc ue uech uenh ui um un ung uoc uoi uom uon uong uop uot uou up ut uu uy uya uych uyen uyet uyn uynh uyt uyu ' +
    'y yem yen yet yeu'
  ).split(' '),
);
const LONGEST_RHYME = 4;
/** `BTTTT`, `TTHC`: capitals before or behind a number of several digits. */
const LONGEST_ABBREVIATION = 7;
const VOWELS = new Set('aeiouyAEIOUY');

/** Whether a word of ASCII letters and digits, with `-`, `_`, `+` and `=` between them at most, looks drawn. */
export function looksRandom(word: string): boolean {
  if (word.length < SHORTEST_RANDOM || !mayChange(word)) return false;
  let changes = 0;
  let strange = 0;
  let counted = 0;
  let digits = 0;
  for (const piece of word.split(/[-_+=]/)) {
    const units = unitsOf(piece);
    changes += Math.max(0, units.length - 1);
    counted += piece.length;
    for (const [at, unit] of units.entries()) {
      if (isDigit(unit.charCodeAt(0))) {
        digits += unit.length;
        // Digits belong to the word that they stand at: a year, a number, a version.
        if (isStrange(units, at - 1) || isStrange(units, at + 1)) strange += unit.length;
      } else if (isStrange(units, at)) strange += unit.length;
    }
  }
  if (counted < SHORTEST_RANDOM || NUMBERED.test(word)) return false;
  if (digits === 0) return counted >= LONG && changes >= FEWEST_CHANGES && strange * 3 >= counted * 2;
  const changesOften = changes * 5 >= counted;
  if (counted >= LONG)
    return changesOften ? strange * 7 >= counted : changes >= FEWEST_CHANGES && strange * 2 >= counted;
  return changes >= FEWEST_CHANGES && (strange * 2 >= counted || (changesOften && strange * 3 >= counted));
}

/** Whether there are enough changes at all: a quick look, since nearly every word has none. */
function mayChange(word: string): boolean {
  let changes = 0;
  let before = kindOf(word.charCodeAt(0));
  for (let at = 1; at < word.length; at++) {
    const kind = kindOf(word.charCodeAt(at));
    if (kind !== before && ++changes >= FEWEST_CHANGES) return true;
    before = kind;
  }
  return false;
}

/** 0 a digit, 1 a capital, 2 a small letter or sign. */
function kindOf(code: number): number {
  return isDigit(code) ? 0 : isCapital(code) ? 1 : 2;
}

/** Runs of digits, of capitals, of small letters with the capital before them: `QD`, `1234`, `Thong`, `bao`. */
function unitsOf(piece: string): string[] {
  return piece.match(/\d+|[A-Z]?[a-z]+|[A-Z]+(?![a-z])/g) ?? [];
}

/** Whether letters make nothing that can be said: no syllables, no word of another language, no abbreviation with a number. */
function isStrange(units: readonly string[], at: number): boolean {
  const unit = units[at] ?? '';
  if (unit === '' || isDigit(unit.charCodeAt(0))) return false;
  if (unit.length >= 2 && unit.length <= LONGEST_ABBREVIATION && isCapital(unit.charCodeAt(1)))
    return isLoneDigit(units[at - 1]) || isLoneDigit(units[at + 1]);
  const small = unit.toLowerCase();
  if (small.length >= 2 && areSyllables(small)) return false;
  return !(small.length >= 4 && canBeSaid(small));
}

/** Whether the letters are one or several syllables, `thongbao`; looks back from each letter at most a syllable. */
function areSyllables(small: string): boolean {
  const ends = [true, ...Array.from(small, () => false)];
  for (let from = 0; from < small.length; from++) {
    if (ends[from] !== true) continue;
    for (const onset of ['', ...ONSETS]) {
      if (!small.startsWith(onset, from)) continue;
      const rhyme = from + onset.length;
      for (let to = rhyme + 1; to <= Math.min(small.length, rhyme + LONGEST_RHYME); to++)
        if (RHYMES.has(small.slice(rhyme, to))) ends[to] = true;
    }
  }
  return ends[small.length]!;
}

/** A word of any language: vowels, but not only, and never four consonants in a row. */
function canBeSaid(small: string): boolean {
  let vowels = 0;
  let row = 0;
  for (const letter of small) {
    if (VOWELS.has(letter)) {
      vowels++;
      row = 0;
    } else if (++row > 3) return false;
  }
  return vowels * 5 >= small.length && vowels * 10 <= small.length * 7;
}

function isLoneDigit(unit: string | undefined): boolean {
  return unit?.length === 1 && isDigit(unit.charCodeAt(0));
}

function isCapital(code: number): boolean {
  return code >= 65 && code <= 90;
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}
