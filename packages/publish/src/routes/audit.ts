import { auditCheckSchema, auditHeadSchema, auditListSchema, daySchema, headHashSchema } from '@emc/contract';
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
    description: {
      vi: 'Mỗi lần trả về tối đa 4 MiB: khi ít mục hơn limit, hỏi tiếp từ offset cộng số mục đã nhận.',
      en: 'At most 4 MiB at once: where fewer entries come than limit says, go on at offset plus as many as came.',
    },
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
      vi: 'Đọc lại toàn bộ chuỗi băm, tìm trong đó head của từng ngày đã công bố và head được hỏi (ghi giữ ở nơi khác): nhật ký bị cắt, bị xóa hoặc viết lại thì thiếu head.',
      en: 'Reads the whole chain of hashes, and looks in it for the published head of every day and for the one asked about, which was noted elsewhere: a log that was cut, emptied or rewritten lacks one.',
    },
    access: { roles: ['operator', 'committee'] },
    caching: 'never',
    query: z.strictObject({ head: headHashSchema.optional() }),
    errors: [],
    success: { status: 200, schema: auditCheckSchema, description: { vi: 'Kết quả kiểm tra', en: 'The result' } },
    handle: async ({ query, services }) => ({ json: await services.audit.verify(query.head) }),
  }),
  route({
    id: 'auditHead',
    method: 'GET',
    path: '/audit/head',
    tag: 'people',
    summary: {
      vi: 'Mục cuối của nhật ký, để ghi giữ ở nơi khác',
      en: 'The last entry of the log, to be noted elsewhere',
    },
    description: {
      vi: 'Head của đầu mỗi ngày được công bố trong dữ liệu mở (audit-heads).',
      en: 'The head at the beginning of every day is published in the open data (audit-heads).',
    },
    access: { roles: ['operator', 'committee'] },
    caching: 'never',
    errors: [],
    success: { status: 200, schema: auditHeadSchema, description: { vi: 'Số và giá trị băm', en: 'Number and hash' } },
    handle: async ({ services }) => ({ json: await services.audit.head() }),
  }),
];
