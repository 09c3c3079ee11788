import { repairRequestSchema, repairSchema } from '@emc/contract';
import { route } from '../route.ts';

const OPERATOR = { roles: ['operator'] } as const;

/** Repairing the event store: begun by one request, looked at by others, because it may take hours. */
export const repairRoutes = [
  route({
    id: 'repair',
    method: 'POST',
    path: '/repair',
    tag: 'system',
    summary: { vi: 'Sửa dữ liệu bị hỏng từ phần còn nguyên', en: 'Repair damaged data from what is whole' },
    description: {
      vi: 'Tính lại số liệu tổng hợp và trạng thái hồ sơ từ dữ liệu gốc ở những ngày dữ liệu gốc còn nguyên. Phần không đọc được được để riêng, không xóa.',
      en: 'Sums and states of dossiers are made again from what arrived, on days of which that is whole. What cannot be read is put aside, and its bytes are kept.',
    },
    access: OPERATOR,
    caching: 'never',
    body: repairRequestSchema,
    bodyOptional: true,
    errors: [],
    success: { status: 200, schema: repairSchema, description: { vi: 'Đã bắt đầu', en: 'It has begun' } },
    handle: async ({ body, services }) => ({ json: await services.repairs.start(body) }),
  }),
  route({
    id: 'repairState',
    method: 'GET',
    path: '/repair',
    tag: 'system',
    summary: { vi: 'Lần sửa dữ liệu gần nhất đến đâu', en: 'How far the last repair is' },
    access: OPERATOR,
    caching: 'never',
    errors: [],
    success: { status: 200, schema: repairSchema, description: { vi: 'Lần sửa gần nhất', en: 'The last repair' } },
    handle: async ({ services }) => ({ json: await services.repairs.state() }),
  }),
];
