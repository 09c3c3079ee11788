/** What a text says, or undefined when it is no JSON; a byte order mark before it is no fault. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''));
  } catch {
    // What the parser says repeats what was sent.
    return undefined;
  }
}
