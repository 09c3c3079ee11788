import { bodyConnectionDetailSchema, connectionBoardSchema, portalConnectionSchema } from '@emc/contract';
import { asOfQuery, bodyParams, siteParams } from '../parameters.ts';
import { route } from '../route.ts';
import { bodyOfPortal } from './portals.ts';

/** Who is connected, as of a day, and why not. */
export const connectionRoutes = [
  route({
    id: 'connectionBoard',
    method: 'GET',
    path: '/connection',
    tag: 'connection',
    summary: { vi: 'Tình trạng kết nối của mọi cơ quan', en: 'The connection of every body' },
    access: 'public',
    caching: 'figures',
    query: asOfQuery,
    errors: [],
    success: {
      status: 200,
      schema: connectionBoardSchema,
      description: {
        vi: 'Bảng kết nối vào ngày đó, kèm quy tắc và diễn biến',
        en: 'The board of that day, with rule and trend',
      },
    },
    handle: async ({ query, services }) => ({ json: await services.connections.board(query.asOf) }),
  }),
  route({
    id: 'connectionOfBody',
    method: 'GET',
    path: '/bodies/{code}/connection',
    tag: 'connection',
    summary: {
      vi: 'Kết nối của một cơ quan: từng cổng, từng hệ thống',
      en: 'The connection of a body: every portal and system',
    },
    access: 'public',
    caching: 'figures',
    params: bodyParams,
    query: asOfQuery,
    errors: ['body-unknown', 'body-not-valid-then'],
    success: {
      status: 200,
      schema: bodyConnectionDetailSchema,
      description: { vi: 'Tình trạng, lý do và việc cần làm', en: 'State, reason and what to do' },
    },
    handle: async ({ params, query, services }) => ({ json: await services.connections.body(params.code, query.asOf) }),
  }),
  route({
    id: 'connectionOfPortal',
    method: 'GET',
    path: '/portals/{siteId}/connection',
    tag: 'connection',
    summary: { vi: 'Kết nối của một cổng', en: 'The connection of a portal' },
    access: 'public',
    caching: 'figures',
    params: siteParams,
    errors: ['portal-unknown'],
    success: {
      status: 200,
      schema: portalConnectionSchema,
      description: { vi: 'Tình trạng, lý do và việc cần làm', en: 'State, reason and what to do' },
    },
    handle: async ({ params, services }) => ({ json: await services.connections.portal(params.siteId) }),
  }),
  route({
    id: 'checkPortal',
    method: 'POST',
    path: '/portals/{siteId}/check',
    tag: 'connection',
    summary: { vi: 'Kiểm tra ngay mã giám sát trên trang', en: 'Look for the monitoring code in the page, now' },
    access: { roles: ['operator', 'body'], bodyOf: bodyOfPortal },
    caching: 'never',
    params: siteParams,
    errors: ['portal-unknown', 'portal-retired', 'page-check-busy', 'page-checks-too-many'],
    success: {
      status: 200,
      schema: portalConnectionSchema,
      description: { vi: 'Kết quả kiểm tra', en: 'What was found' },
    },
    handle: async ({ params, services }) => ({ json: await services.connections.checkPage(params.siteId) }),
  }),
];
