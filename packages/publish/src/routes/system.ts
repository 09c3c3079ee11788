import { type Health, type HealthReport, healthSchema, versionSchema } from '@emc/contract';
import { openApiSchema } from '../openapi-shape.ts';
import { route } from '../route.ts';

/** How old an unloaded hit may get before the operator should know. */
const LATE_MS = 60_000;

/** down = a store is away or hits are refused; degraded = it works, but something fails, lags, or waits for a person. */
export function healthStatus(report: HealthReport): Health['status'] {
  const working = report.stores.events.ok && report.stores.control.ok && report.spool.accepting;
  if (!working) return 'down';
  const { loader, spool } = report;
  const troubled = loader.failing || spool.failing || loader.setAside > 0 || loader.oldestUnloadedMs > LATE_MS;
  const missing = report.processes?.some(({ state }) => state !== 'running') ?? false;
  const damaged = report.damage?.some(({ accepted }) => !accepted) ?? false;
  return troubled || missing || damaged ? 'degraded' : 'ok';
}

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
