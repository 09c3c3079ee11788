/** A part of a text. */
export interface Span {
  from: number;
  to: number;
}

/** Where an expression matches what is accepted, in order. */
export function* spansOf(text: string, pattern: RegExp, accept: (found: string) => boolean): Generator<Span> {
  for (const { index: from, 0: found } of text.matchAll(pattern))
    if (accept(found)) yield { from, to: from + found.length };
}
