import type { AllowList } from './fields.ts';

/**
 * The fields of a form whose values its sender did not encode: raw UTF-8, with `%`, `+` and `&` as they are. What an
 * encoding sender sends is read as well: a sequence of `%` and digits is decoded where that makes valid UTF-8, and `+` is a
 * blank where the whole form holds nothing that would have been encoded. Of a name that comes twice the first counts: free
 * text stands at the end of the records of known senders, and may hold `&` and names.
 */
export function readForm(body: string, allowed: AllowList): Record<string, string> {
  const plusIsBlank = /^[\u0021-\u007e]*$/.test(body);
  const fields: Record<string, string> = {};
  for (const pair of body.split('&')) {
    const equals = pair.indexOf('=');
    const name = allowed.get(pair.slice(0, Math.max(equals, 0)).trim().toLowerCase());
    if (name === undefined || Object.hasOwn(fields, name)) continue;
    const value = pair.slice(equals + 1);
    fields[name] = decodeValid(plusIsBlank ? value.replaceAll('+', ' ') : value);
  }
  return fields;
}

function decodeValid(text: string): string {
  return text.replace(/(?:%[0-9a-f]{2})+/gi, (sequence) => {
    try {
      return decodeURIComponent(sequence);
    } catch {
      return sequence;
    }
  });
}
