import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { DOSSIER_DROP_REASONS } from '@emc/contract';
import { expect, test } from 'vitest';
import { DOSSIER_ANSWERS } from '../src/dossiers/reasons.ts';

const DOCUMENT = readFileSync(path.resolve(import.meta.dirname, '../../../docs/errors.md'), 'utf8');

test('docs/errors.md lists exactly the reasons for which a change of a dossier is not taken, with what is answered', () => {
  const part = DOCUMENT.split(/^## /m).find((section) => section.startsWith('Dossier reasons'))!;
  const rows = [...part.matchAll(/^\| `([\w-]+)` \| (\d+) \| (\d+) \| (.+) \| (.+) \|$/gm)];
  const listed = rows.map(([, reason, status, errorCode, vi, en]) => ({
    reason,
    status: Number(status),
    errorCode,
    vi,
    en,
  }));
  expect(listed).toEqual(DOSSIER_DROP_REASONS.map((reason) => ({ reason, ...DOSSIER_ANSWERS[reason] })));
});

test('no refusal of the synchronisation format can be taken for "accepted" or for "exists already"', () => {
  const codes = Object.values(DOSSIER_ANSWERS).map(({ errorCode }) => errorCode);
  expect(new Set(codes).size).toBe(codes.length);
  for (const code of ['0', '3', '-3']) expect(codes).not.toContain(code);
});

test('what stands in a header is ASCII', () => {
  for (const { en } of Object.values(DOSSIER_ANSWERS)) expect(en).toMatch(/^[ -~]+$/);
});

const ACCEPTED = 'thành công';

test('the words by which a widespread sender knows an accepted envelope stand in no text that refuses one', () => {
  for (const { vi, en } of Object.values(DOSSIER_ANSWERS)) {
    const plain = `${vi} ${en}`.normalize('NFC').toLowerCase();
    expect(plain).not.toContain(ACCEPTED);
  }
  // Faults and failures are texts beside their checks: of all of the door, just the two answers that accept have the words.
  const door = path.resolve(import.meta.dirname, '../src/dossiers');
  const lines = readdirSync(door).flatMap((name) =>
    readFileSync(path.join(door, name), 'utf8')
      .split('\n')
      .filter((line) => !line.trim().startsWith('//') && line.normalize('NFC').toLowerCase().includes(ACCEPTED))
      .map((line) => `${name}: ${/error_code: '\d+'/.exec(line)?.[0] ?? line}`),
  );
  expect(lines.sort()).toEqual(["answers.ts: error_code: '0'", "session.ts: error_code: '0'"]);
});
