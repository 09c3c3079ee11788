/** Rows that cannot be read, however often they are tried. */
export class UnreadableRows extends Error {
  override name = 'UnreadableRows';
}

/** What all counts of refused or dropped requests have, whatever they count. */
interface Count {
  minute_ms: number;
  reason: string;
  count: number;
}

/**
 * Reads the payload of a frame of counts: a JSON list, or several one behind the other, as versions before December 2026 wrote
 * them when two flushes met in one group.
 * @param expected how many the frame's header says there are
 * @throws UnreadableRows
 */
export function readCounts<C extends Count>(text: string, expected: number): C[] {
  const counts = lists(text).flat();
  if (!counts.every(isCount)) throw new UnreadableRows('the counts do not have their form');
  if (counts.length !== expected)
    throw new UnreadableRows(`the frame says that it holds ${expected} counts, it holds ${counts.length}`);
  return counts as unknown as C[];
}

function isCount(value: unknown): value is Count {
  if (typeof value !== 'object' || value === null) return false;
  const { minute_ms, reason, count } = value as Partial<Record<keyof Count, unknown>>;
  return Number.isSafeInteger(minute_ms) && Number.isSafeInteger(count) && typeof reason === 'string';
}

function lists(text: string): unknown[][] {
  const found: unknown[][] = [];
  for (let at = 0; at < text.length;) {
    const end = endOfList(text, at);
    const list = parse(text.slice(at, end));
    if (!Array.isArray(list)) throw new UnreadableRows('the counts are not JSON lists');
    found.push(list);
    at = end;
  }
  return found;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Where the JSON list that begins at a place ends; the text's end when it does not. */
function endOfList(text: string, start: number): number {
  let depth = 0;
  let quoted = false;
  for (let at = start; at < text.length; at++) {
    const char = text[at];
    // Brackets in a string do not count.
    if (char === '"') quoted = !quoted;
    else if (quoted) at += char === '\\' ? 1 : 0;
    else if (char === '[') depth++;
    else if (char === ']' && --depth <= 0) return at + 1;
  }
  return text.length;
}
