/** After one of these a slash begins a regular expression, after anything else it divides. */
const BEFORE_REGEX = new Set('(,=:[!&|?{};+-*%<>~^\n');

/**
 * A script without its comments, so that code that was commented out does not count. Strings, templates and regular
 * expressions stay as they are. Not a parser: where a page's script is broken, the most that happens is that a line's
 * comment stays, or is taken for one.
 */
export function withoutComments(script: string): string {
  let kept = '';
  let from = 0;
  let index = 0;
  let last = '\n';
  while (index < script.length) {
    const char = script[index]!;
    const next = script[index + 1];
    if (char === '/' && (next === '/' || next === '*')) {
      kept += script.slice(from, index);
      index = from = next === '/' ? lineEnd(script, index) : blockEnd(script, index);
      continue;
    }
    if (char === '"' || char === "'" || char === '`') index = literalEnd(script, index, char);
    else if (char === '/' && BEFORE_REGEX.has(last)) index = literalEnd(script, index, '/');
    else index++;
    if (char === '\n' || char.trim() !== '') last = char;
  }
  return kept + script.slice(from);
}

const LINE_END = /[\n\r\u2028\u2029]/g;

function lineEnd(script: string, from: number): number {
  LINE_END.lastIndex = from;
  return LINE_END.exec(script)?.index ?? script.length;
}

function blockEnd(script: string, from: number): number {
  const end = script.indexOf('*/', from + 2);
  return end < 0 ? script.length : end + 2;
}

/** The place after the closing quote. All but templates end with their line, so that one stray quote spoils one line. */
function literalEnd(script: string, from: number, quote: string): number {
  for (let index = from + 1; index < script.length; index++) {
    const char = script[index];
    if (char === '\\') index++;
    else if (char === quote) return index + 1;
    else if (char === '\n' && quote !== '`') return index;
  }
  return script.length;
}
