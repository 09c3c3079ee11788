import { ERRORS, ratioOf } from '@emc/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { csvOfRows, describe, TABLES } from '../src/open-data/tables.ts';
import type { Asked } from './asked.ts';
import { OPERATOR, testApi, type TestApi } from './doubles.ts';
import { refusing, ROOM_CASES } from './room-cases.ts';

const CODE = 'store-unavailable';
const asked: Asked = [];
let api: TestApi;
beforeAll(async () => {
  api = await testApi({
    catalogue: refusing(asked, CODE),
    systems: refusing(asked, CODE),
    dossiers: refusing(asked, CODE),
    connections: refusing(asked, CODE),
    evaluations: refusing(asked, CODE),
    refused: refusing(asked, CODE),
  });
});
afterAll(() => api.app.close());

test.each(ROOM_CASES)(
  '$id ($url) asks the room behind it for just what was asked',
  async ({ url, method = 'GET', body, asked: expected }) => {
    asked.length = 0;
    const response = await api.app.inject({
      method,
      url: `/api/v1${url}`,
      headers: OPERATOR,
      ...(body === undefined ? {} : { payload: body }),
    });
    expect(response.statusCode, response.body).toBe(ERRORS[CODE].status);
    expect(asked).toEqual([expected]);
  },
);

test('the dictionary names every open data table, with a unit or a type for every column', async () => {
  const answer = await api.app.inject('/api/v1/open-data');
  expect(answer.statusCode).toBe(200);
  const { tables } = answer.json<{
    tables: { id: string; columns: { name: string; description: { vi: string } }[] }[];
  }>();
  expect(tables.map(({ id }) => id)).toEqual(TABLES.map(({ id }) => id));
  for (const { columns } of tables)
    for (const { name, description } of columns) expect(description.vi, name).not.toBe('');
});

test('a table that there is not is refused by name', async () => {
  for (const file of ['nothing.csv', 'rankings.xml', 'rankings']) {
    const answer = await api.app.inject(`/api/v1/open-data/${file}`);
    expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([404, 'open-data-unknown']);
  }
});

test('the open data of dossiers say in every row through when they are counted, and beside them what they lack', async () => {
  const table = TABLES.find(({ id }) => id === 'dossiers')!;
  const missing = [{ what: 'unsummed:1', words: { vi: 'chưa tổng hợp', en: 'not counted' } }];
  const completeness = { complete: false, missing, loadedThrough: '2026-11-22T08:00:00+07:00', simulated: false };
  const [rate, period] = [ratioOf(null, null), { from: '2024-01-01', to: '2024-01-31' }];
  const rates = { online: rate, fullOnline: rate, onTime: rate, paidOnline: rate, averageProcessingDays: null };
  const item = { bodyCode: 'H56', nameVi: '', nameEn: '', kind: 'province', totals: null, rates };
  const byBody = async () => ({ asOf: '', period, completeness, items: [item] });
  const answer = await table.rows({ dossiers: { byBody } } as never, { set: '' });
  expect(answer.missing).toEqual(missing);
  expect(answer.rows).toMatchObject([{ counted_through: completeness.loadedThrough, complete: false, received: null }]);
});

test('in a CSV what is not known is an empty field, and nothing is run as a formula by a spreadsheet', () => {
  const table = TABLES.find(({ id }) => id === 'rankings')!;
  const text = csvOfRows(table, [{ body_code: 'H56', name_vi: '=1+1', score: null, rank: 0 }]);
  const [head, row] = text.slice(1).split('\r\n');
  const cells = new Map(head!.split(',').map((name, index) => [name, row!.split(',')[index]]));
  expect([cells.get('name_vi'), cells.get('score'), cells.get('rank')]).toEqual(["'=1+1", '', '0']);
  expect(describe(table).csv).toBe('/api/v1/open-data/rankings.csv');
});
