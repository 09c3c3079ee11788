import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const MEASURE = path.resolve(import.meta.dirname, '../../packages/measure/src');
const COMPUTATION = path.join('visits', 'visit-days.ts');
const READS_HITS = /\b(?:FROM|JOIN)\s+(?:\w+\.)?hits\b/i;
const files = readdirSync(MEASURE, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));

test('no file of the figures reads the table of hits but the computation of visits, which is no question', () => {
  const texts = files.map((name) => ({ name, text: readFileSync(path.join(MEASURE, name), 'utf8') }));
  const readers = texts.filter(({ text }) => READS_HITS.test(text));
  expect(readers.map(({ name }) => name)).toEqual([COMPUTATION]);
  expect(readers[0]!.text).not.toContain('defineQuery');
});

test('no declared question reads the table of hits, its SQL being put together', async () => {
  const declared: { name: string; sql: string }[] = [];
  for (const file of files.filter((name) => name !== COMPUTATION)) {
    const exported = (await import(path.join(MEASURE, file))) as Record<string, unknown>;
    for (const value of Object.values(exported)) {
      if (typeof value === 'object' && value !== null && 'sql' in value)
        declared.push(value as { name: string; sql: string });
    }
  }
  expect(declared.length).toBeGreaterThan(20);
  for (const { name, sql } of declared) expect(sql, name).not.toMatch(READS_HITS);
});
