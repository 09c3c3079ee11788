import { EmcError, type Language } from '@emc/contract';
import { z } from 'zod';

/** Of five hundred wrong parameters, so many are named. */
const MOST_FAULTS = 100;

/** Where a value stood in the request. */
export type Place = 'path' | 'query' | 'body';

const COMPLAINTS = { vi: z.locales.vi().localeError, en: z.locales.en().localeError };
const PLACES = {
  vi: { path: 'địa chỉ', query: 'tham số', body: 'nội dung' },
  en: { path: 'address', query: 'query', body: 'body' },
};
const UNKNOWN = {
  vi: (allowed: string[]) => `không có trường này; có: ${allowed.join(', ') || 'không trường nào'}`,
  en: (allowed: string[]) => `there is no such field; there are: ${allowed.join(', ') || 'none'}`,
};

function whereIn(place: Place, path: readonly PropertyKey[]): string {
  return place === 'body' ? path.map((step) => `/${String(step)}`).join('') || '/' : path.map(String).join('.');
}

function faultsOf(issue: z.core.$ZodIssue, schema: z.ZodType, place: Place, language: Language): EmcError['errors'] {
  if (issue.code !== 'unrecognized_keys') return [{ where: whereIn(place, issue.path), what: issue.message }];
  const allowed = issue.path.length === 0 && schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
  const what = allowed.length === 0 && issue.path.length > 0 ? issue.message : UNKNOWN[language](allowed);
  return issue.keys.map((key) => ({ where: whereIn(place, [...issue.path, key]), what }));
}

/**
 * Reads a part of the request by its schema.
 * @throws EmcError `bad-request` naming each field or parameter that is wrong and what is allowed, in the reader's
 * language. What was sent is never repeated: it may hold what must not reach a log.
 */
export function readPart<S extends z.ZodType>(
  schema: S,
  value: unknown,
  place: Place,
  language: Language,
): z.output<S> {
  const result = schema.safeParse(value, { error: COMPLAINTS[language] });
  if (result.success) return result.data;
  const faults = result.error.issues.flatMap((issue) => faultsOf(issue, schema, place, language));
  const named = faults.slice(0, 3).map(({ where, what }) => `${where}: ${what}`);
  const more = faults.length > 3 ? ` (+${faults.length - 3})` : '';
  const detail = `${PLACES[language][place]} – ${named.join('; ')}${more}`;
  throw new EmcError('bad-request', detail, faults.slice(0, MOST_FAULTS));
}
