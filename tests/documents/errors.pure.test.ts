import { DROP_REASONS, ERRORS } from '@emc/contract';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const DOCUMENT = readFileSync(path.resolve(import.meta.dirname, '../../docs/errors.md'), 'utf8');

/** Rows `| `code` | second column | …` below a heading. */
function rows(heading: string): Map<string, string> {
  const part = DOCUMENT.split(/^## /m).find((section) => section.startsWith(heading)) ?? '';
  return new Map([...part.matchAll(/^\| `([\w-]+)` \| (\S+) \|/gm)].map((match) => [match[1]!, match[2]!]));
}

test('docs/errors.md lists exactly the error codes of the program, with their status', () => {
  const inCode = Object.entries(ERRORS).map(([code, { status }]) => [code, String(status)]);
  expect(Object.fromEntries(rows('Errors'))).toEqual(Object.fromEntries(inCode));
});

test('docs/errors.md lists exactly the reasons for which a hit is not counted, with what is answered', () => {
  expect(Object.fromEntries(rows('Reasons'))).toEqual(DROP_REASONS);
});

test('every error says in both languages what is wrong and what to do', () => {
  for (const [code, entry] of Object.entries(ERRORS)) {
    for (const text of [entry.title.vi, entry.title.en, entry.remedy.vi, entry.remedy.en])
      expect(text.length, code).toBeGreaterThan(10);
    expect(entry.title.vi, code).not.toBe(entry.title.en);
  }
});
