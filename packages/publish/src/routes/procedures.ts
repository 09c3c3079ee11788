import {
  daySchema,
  importReportSchema,
  PROCEDURE_LEVELS,
  procedureFileSchema,
  procedureImportSchema,
  procedureListSchema,
  procedureSchema,
} from '@emc/contract';
import { z } from 'zod';
import { preferred } from '../negotiate.ts';
import { bodyCodeIn, numberIn } from '../parameters.ts';
import { route } from '../route.ts';

const listQuery = z.strictObject({
  body: bodyCodeIn.optional().describe('Only procedures of this body'),
  level: z.enum(PROCEDURE_LEVELS).optional(),
  q: z.string().trim().min(1).max(200).optional().describe('Part of the name, code or field'),
  asOf: daySchema.optional().describe('The catalogue of that day; today when left out'),
  limit: numberIn(z.int().min(1).max(1000)).default(100).describe('How many at most; 100 when left out'),
  offset: numberIn(z.int().min(0).max(1_000_000)).default(0).describe('How many to leave out at the start'),
});

/** About 100,000 procedures in a file. */
const IMPORT_LIMIT_bytes = 24 * 1024 * 1024;

/** The catalogue: what each body offers, and at which level. */
export const procedureRoutes = [
  route({
    id: 'listProcedures',
    method: 'GET',
    path: '/procedures',
    tag: 'procedures',
    summary: { vi: 'Danh mục thủ tục hành chính', en: 'The catalogue of administrative procedures' },
    access: 'public',
    caching: 'revalidate',
    query: listQuery,
    errors: ['body-unknown', 'body-not-valid-then'],
    success: {
      status: 200,
      schema: procedureListSchema,
      description: {
        vi: 'Một phần danh mục, và số lượng theo mức độ',
        en: 'Some of them, and how many there are by level',
      },
    },
    handle: async ({ query: { body, ...rest }, services }) => ({
      json: await services.catalogue.listProcedures({ ...rest, bodyCode: body }),
    }),
  }),
  route({
    id: 'exportProcedures',
    method: 'GET',
    path: '/procedures/export',
    tag: 'procedures',
    summary: { vi: 'Danh mục ở dạng tệp nhập (CSV)', en: 'The catalogue in the form that an import takes (CSV)' },
    access: 'public',
    caching: 'figures',
    query: z.strictObject({ body: bodyCodeIn.optional().describe('Only procedures of this body') }),
    errors: ['body-unknown'],
    success: {
      status: 200,
      schema: procedureFileSchema,
      description: { vi: 'Tệp, trong JSON', en: 'The file, within JSON' },
      alsoAs: [{ type: 'text/csv', description: { vi: 'Tệp CSV', en: 'The CSV file' } }],
    },
    handle: async ({ query, services, accept }) => {
      const file = await services.catalogue.exportProcedures(query.body);
      const headers: Record<string, string> = { vary: 'Accept' };
      const wanted = preferred(accept, ['text/csv', 'application/json'] as const);
      if (wanted === 'application/json')
        return { file, field: 'csv', type: 'application/json; charset=utf-8', headers };
      headers['content-disposition'] = `attachment; filename="${csvName(query.body)}"`;
      return { file, type: 'text/csv; charset=utf-8; header=present', headers };
    },
  }),
  route({
    id: 'importProcedures',
    method: 'POST',
    path: '/procedures/import',
    tag: 'procedures',
    summary: {
      vi: 'Nhập danh mục từ tệp CSV, hoặc chạy thử',
      en: 'Import the catalogue from a CSV file, or try it out',
    },
    description: {
      vi: 'Nhận toàn bộ tệp hoặc không nhận gì. Chạy thử (dryRun) nêu từng dòng, cột, lỗi và cách sửa.',
      en: 'The file is taken whole or not at all. A dry run names row, column, what is wrong and what to do.',
    },
    access: { roles: ['operator', 'body'], bodyOf: ({ body }) => body.bodyCode ?? null },
    caching: 'never',
    body: procedureImportSchema,
    bodyLimit_bytes: IMPORT_LIMIT_bytes,
    errors: ['body-unknown', 'import-too-large'],
    success: { status: 200, schema: importReportSchema, description: { vi: 'Kết quả nhập', en: 'What came of it' } },
    handle: async ({ body, caller, services }) => ({
      json: await services.catalogue.importProcedures(body, { changesPast: caller.role === 'operator' }),
    }),
  }),
  route({
    id: 'getProcedure',
    method: 'GET',
    path: '/procedures/{body}/{code}',
    tag: 'procedures',
    summary: { vi: 'Một thủ tục của một cơ quan', en: 'One procedure of a body' },
    access: 'public',
    caching: 'revalidate',
    params: z.strictObject({ body: bodyCodeIn, code: z.string().max(64).describe('National or local code') }),
    errors: ['body-unknown', 'procedure-unknown'],
    success: { status: 200, schema: procedureSchema, description: { vi: 'Thủ tục', en: 'The procedure' } },
    handle: async ({ params, services }) => ({ json: await services.catalogue.getProcedure(params.body, params.code) }),
  }),
];

function csvName(body: string | undefined): string {
  return `emc-procedures${body === undefined ? '' : `-${body.toLowerCase()}`}.csv`;
}
