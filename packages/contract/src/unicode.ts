/** No language puts more marks on a letter (UAX #15, stream-safe text); putting them in order takes the square of their number. */
const MOST_MARKS = 30;

/** Accents and letters as one character each (NFC), in time in proportion to the length of the text, whatever it is. */
export function composed(text: string): string {
  return withoutStackedMarks(text).normalize('NFC');
}

/** Accents apart from their letters (NFD), in time in proportion to the length of the text, whatever it is. */
export function decomposed(text: string): string {
  return withoutStackedMarks(text).normalize('NFD');
}

function withoutStackedMarks(text: string): string {
  if (text.length <= MOST_MARKS) return text;
  return text.replace(/\p{M}+/gu, (marks) =>
    marks.length > MOST_MARKS ? Array.from(marks).slice(0, MOST_MARKS).join('') : marks,
  );
}
