import { EmcError, daySchema, openDataIndexSchema, openDataRowsSchema, periodQuerySchema } from '@emc/contract';
import { z } from 'zod';
import { csvOfRows, describe, TABLES } from '../open-data/tables.ts';
import { route } from '../route.ts';

const FILE = /^([a-z-]{1,40})\.(csv|json)$/;

/** Open data: the tables of the pages, at addresses that stay. */
export const openDataRoutes = [
  route({
    id: 'openDataIndex',
    method: 'GET',
    path: '/open-data',
    tag: 'open-data',
    summary: { vi: 'Các bảng dữ liệu mở và từ điển dữ liệu', en: 'The open data tables and their dictionary' },
    access: 'public',
    caching: 'revalidate',
    errors: [],
    success: {
      status: 200,
      schema: openDataIndexSchema,
      description: { vi: 'Các bảng và mọi cột', en: 'The tables and every column' },
    },
    handle: () => ({ json: { tables: TABLES.map(describe) } }),
  }),
  route({
    id: 'openDataTable',
    method: 'GET',
    path: '/open-data/{file}',
    tag: 'open-data',
    summary: { vi: 'Một bảng dữ liệu mở, CSV hoặc JSON', en: 'One open data table, CSV or JSON' },
    description: {
      vi: 'Tên tệp là tên bảng với .csv hoặc .json. Ô trống (null) là không biết, không phải 0.',
      en: 'The file is the name of the table with .csv or .json. An empty field (null) is not known, not 0.',
    },
    access: 'public',
    caching: 'figures',
    params: z.strictObject({ file: z.string().max(60).describe('Such as rankings.csv') }),
    query: z.strictObject({
      ...periodQuerySchema.shape,
      asOf: daySchema.optional().describe('For the tables of connection: the day; today when left out'),
      set: z
        .string()
        .regex(/^[a-z0-9-]{1,60}$/)
        .default('emc-2024')
        .describe('For the tables of the evaluation: the indicator set'),
    }),
    errors: ['open-data-unknown', 'period-invalid', 'indicator-set-unknown'],
    success: {
      status: 200,
      schema: openDataRowsSchema,
      description: { vi: 'Các dòng của bảng', en: 'The rows of the table' },
      alsoAs: [{ type: 'text/csv', description: { vi: 'Cùng các dòng đó, CSV', en: 'The same rows as CSV' } }],
    },
    handle: async ({ params, query, services }) => {
      const [, id, form] = FILE.exec(params.file) ?? [];
      const table = TABLES.find((known) => known.id === id);
      if (table === undefined) throw new EmcError('open-data-unknown', params.file);
      const { rows, ...rest } = await table.rows(services, query);
      if (form === 'json') {
        return { json: { table: table.id, ...rest, definition: '/api/v1/open-data', rows } };
      }
      const mark = rest.simulated ? 'simulated-' : '';
      return {
        text: csvOfRows(table, rows),
        type: 'text/csv; charset=utf-8; header=present',
        headers: { 'content-disposition': `attachment; filename="${mark}emc-${table.id}.csv"` },
      };
    },
  }),
];
