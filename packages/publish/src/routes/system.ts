import { healthSchema, versionSchema } from '@emc/contract';
import { healthStatus } from '../health-status.ts';
import { openApiSchema } from '../openapi-shape.ts';
import { route } from '../route.ts';

/** The program about itself. */
export const systemRoutes = [
  route({
    id: 'health',
    method: 'GET',
    path: '/health',
    tag: 'system',
    summary: { vi: 'Hệ thống có đang hoạt động tốt không', en: 'Is the system well?' },
    access: 'public',
    caching: 'never',
    atOnce: true,
    errors: [],
    success: {
      status: 200,
      schema: healthSchema,
      description: { vi: 'Đang hoạt động (ok hoặc degraded)', en: 'It works (ok or degraded)' },
      alsoStatus: { status: 503, description: { vi: 'Không hoạt động (down)', en: 'It does not work (down)' } },
    },
    handle: async ({ services }) => {
      const report = await services.health();
      const status = healthStatus(report);
      return { json: { ...report, status }, status: status === 'down' ? 503 : 200 };
    },
  }),
  route({
    id: 'version',
    method: 'GET',
    path: '/version',
    tag: 'system',
    summary: {
      vi: 'Phiên bản của hệ thống và của định nghĩa số liệu, giờ của máy chủ',
      en: 'Version of the system and of what the figures mean, and the clock of the server',
    },
    access: 'public',
    caching: 'figures',
    errors: [],
    success: { status: 200, schema: versionSchema, description: { vi: 'Phiên bản', en: 'The version' } },
    handle: ({ services }) => ({ json: services.version() }),
  }),
  route({
    id: 'openApi',
    method: 'GET',
    path: '/openapi.json',
    tag: 'system',
    summary: { vi: 'Tài liệu OpenAPI 3.1 của API này', en: 'The OpenAPI 3.1 document of this API' },
    access: 'public',
    caching: 'revalidate',
    errors: [],
    success: { status: 200, schema: openApiSchema, description: { vi: 'Tài liệu', en: 'The document' } },
    handle: ({ services }) => ({ json: { ...services.document } }),
  }),
];
