import { usageTotalsSchema } from '@emc/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { csvField, csvNameOf, csvOf } from '../src/usage-csv.ts';
import { testApi, type TestApi, USAGE } from './doubles.ts';

let api: TestApi;
beforeAll(async () => {
  api = await testApi();
});
afterAll(() => api.app.close());

const PATHS = ['/usage', '/bodies/H56/usage', '/units/7/usage', '/portals/227/usage'];

test.each(PATHS)('%s is a table when asked for by Accept or by ?format=csv, and the same one', async (path) => {
  const byHeader = await api.app.inject({ url: `/api/v1${path}`, headers: { accept: 'text/csv' } });
  const byParameter = await api.app.inject(`/api/v1${path}?format=csv`);
  expect(byHeader.headers['content-type']).toBe('text/csv; charset=utf-8; header=present');
  expect(byHeader.headers['content-disposition']).toBe(
    'attachment; filename="emc-body-h56-2026-11-21-2026-11-22-day.csv"',
  );
  expect(byHeader.headers['vary']).toMatch(/\bAccept\b/);
  expect(byHeader.body).toBe(byParameter.body);
});

test('?format=json wins over Accept: text/csv', async () => {
  const response = await api.app.inject({ url: '/api/v1/usage?format=json', headers: { accept: 'text/csv' } });
  expect(response.headers['content-type']).toBe('application/json; charset=utf-8');
});

test('what is not known is an empty field, and 0 is 0', () => {
  const at = ['2026-11-21T00:00:00+07:00', '2026-11-22T00:00:00+07:00'];
  const series = USAGE.series.map(({ values }, line) => ({ start: at[line]!, values }));
  const [, first, second, ...rest] = csvOf({ ...USAGE, series }, 'en').split('\r\n');
  expect(first).toBe('2026-11-21T00:00:00+07:00,1234567,10,8,5,0.5,2.5,,0,3,0,0,0,0');
  expect(second).toBe(`2026-11-22T00:00:00+07:00${','.repeat(13)}`);
  expect(rest).toEqual(['']);
});

test('every figure of the contract has a column, and every column a unit', () => {
  for (const language of ['vi', 'en'] as const) {
    const columns = csvOf(USAGE, language).split('\r\n')[0]?.split(',') ?? [];
    expect(columns).toHaveLength(usageTotalsSchema.keyof().options.length + 1);
    for (const column of columns) expect(column).toMatch(/^\uFEFF?[^()]+ \([^()]+\)$/);
  }
});

test('the table for programs is plain ASCII without a byte order mark; the one for spreadsheets has it', async () => {
  expect(csvOf(USAGE, 'en')).toMatch(/^[\x20-\x7E\r\n]+$/);
  const response = await api.app.inject('/api/v1/usage?format=csv&lang=vi');
  expect([...response.rawPayload.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
  expect(response.body).toContain('Người truy cập (người-ngày)');
});

test('the name of a file of simulated data begins with what it is', () => {
  const simulated = { ...USAGE, completeness: { ...USAGE.completeness, simulated: true } };
  expect(csvNameOf(simulated)).toBe(`simulated-${csvNameOf(USAGE)}`);
});

test('a cell never carries a formula, and numbers stay numbers', () => {
  const cells = ['=1+1', '+cmd', '-2+3', '@a', '-2.5', '+7', 'x,"y"', ''];
  expect(cells.map(csvField)).toEqual(["'=1+1", "'+cmd", "'-2+3", "'@a", '-2.5', '+7', '"x,""y"""', '']);
});
