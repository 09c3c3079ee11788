import { auditCheckSchema, auditListSchema, daySchema } from '@emc/contract';
import { z } from 'zod';
import { numberIn } from '../parameters.ts';
import { route } from '../route.ts';

/** What was done through the API and by whom. It is only ever added to. */
export const auditRoutes = [
  route({
    id: 'listAudit',
    method: 'GET',
    path: '/audit',
    tag: 'people',
    summary: { vi: 'Nhật ký thao tác, mới nhất trước', en: 'The audit log, newest first' },
    access: { roles: ['operator', 'committee'] },
    caching: 'never',
    query: z.strictObject({
      limit: numberIn(z.int().min(1).max(1000)).default(100).describe('How many at most; 100 when left out'),
      offset: numberIn(z.int().min(0).max(1_000_000_000)).default(0).describe('How many to leave out at the start'),
      target: z.string().trim().min(1).max(200).optional().describe('Part of the address, such as /portals/227'),
      from: daySchema.optional().describe('Only from this day on'),
      to: daySchema.optional().describe('Only up to this day, included'),
      actor: z.string().trim().min(1).max(200).optional().describe('E-mail address, operator-key, or nobody'),
    }),
    errors: [],
    success: {
      status: 200,
      schema: auditListSchema,
      description: { vi: 'Một phần nhật ký, và tổng số', en: 'Some of it, and how many entries there are' },
    },
    handle: async ({ query, services }) => ({ json: await services.audit.list(query) }),
  }),
  route({
    id: 'checkAudit',
    method: 'GET',
    path: '/audit/check',
    tag: 'people',
    summary: { vi: 'Kiểm tra tính toàn vẹn của nhật ký', en: 'Is the audit log as it was written?' },
    description: {
      vi: 'Đọc lại toàn bộ chuỗi băm. Ghi giữ giá trị head ở nơi khác để về sau chứng minh nhật ký không bị viết lại.',
      en: 'Reads the whole chain of hashes. Note head elsewhere to prove later that nothing was written anew.',
    },
    access: { roles: ['operator', 'committee'] },
    caching: 'never',
    errors: [],
    success: { status: 200, schema: auditCheckSchema, description: { vi: 'Kết quả kiểm tra', en: 'The result' } },
    handle: async ({ services }) => ({ json: await services.audit.verify() }),
  }),
];
