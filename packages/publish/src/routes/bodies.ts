import {
  BODY_KINDS,
  bodyChangeSchema,
  bodyListSchema,
  bodySchema,
  bodyWithConnectionSchema,
  newBodySchema,
} from '@emc/contract';
import { z } from 'zod';
import { asOfQuery, bodyParams } from '../parameters.ts';
import { route } from '../route.ts';

/** The bodies that are measured: ministries and provinces, as of a day. */
export const bodyRoutes = [
  route({
    id: 'listBodies',
    method: 'GET',
    path: '/bodies',
    tag: 'bodies',
    summary: {
      vi: 'Các cơ quan tồn tại vào một ngày, kèm tình trạng kết nối',
      en: 'The bodies that exist on a day, with their connection',
    },
    access: 'public',
    caching: 'revalidate',
    query: asOfQuery.extend({ kind: z.enum(BODY_KINDS).optional() }),
    errors: [],
    success: { status: 200, schema: bodyListSchema, description: { vi: 'Danh sách cơ quan', en: 'The bodies' } },
    handle: async ({ query, services }) => {
      const items = await services.registry.listBodies(query);
      return { json: { total: items.length, items } };
    },
  }),
  route({
    id: 'addBody',
    method: 'POST',
    path: '/bodies',
    tag: 'bodies',
    summary: { vi: 'Thêm một cơ quan', en: 'Add a body' },
    access: { roles: ['operator'] },
    caching: 'never',
    body: newBodySchema,
    errors: ['body-code-taken'],
    success: {
      status: 201,
      schema: bodySchema,
      description: { vi: 'Đã thêm', en: 'Added' },
      headers: { Location: { vi: 'Địa chỉ của cơ quan mới', en: 'Address of the new body' } },
    },
    handle: async ({ body, services }) => {
      const added = await services.registry.addBody(body);
      return { json: added, headers: { location: `/api/v1/bodies/${added.code}` } };
    },
  }),
  route({
    id: 'getBody',
    method: 'GET',
    path: '/bodies/{code}',
    tag: 'bodies',
    summary: { vi: 'Một cơ quan, kèm cơ quan tiền thân và kế thừa', en: 'One body, with those before and after it' },
    access: 'public',
    caching: 'revalidate',
    params: bodyParams,
    query: asOfQuery,
    errors: ['body-unknown'],
    success: { status: 200, schema: bodyWithConnectionSchema, description: { vi: 'Cơ quan', en: 'The body' } },
    handle: async ({ params, query, services }) => ({ json: await services.registry.getBody(params.code, query.asOf) }),
  }),
  route({
    id: 'changeBody',
    method: 'PATCH',
    path: '/bodies/{code}',
    tag: 'bodies',
    summary: {
      vi: 'Đổi tên một cơ quan, hoặc chấm dứt và giao cho cơ quan kế thừa, từ một ngày',
      en: 'Rename a body, or dissolve it into a successor, from a day on',
    },
    description: {
      vi: 'Số liệu trước ngày đó vẫn theo tên và tổ chức cũ.',
      en: 'Figures before that day keep the old name and the old map.',
    },
    access: { roles: ['operator'] },
    caching: 'never',
    params: bodyParams,
    body: bodyChangeSchema,
    errors: ['body-unknown', 'body-not-valid-then'],
    success: {
      status: 200,
      schema: bodySchema,
      description: { vi: 'Cơ quan sau khi sửa', en: 'The body as it is now' },
    },
    handle: async ({ params, body, services }) => ({ json: await services.registry.changeBody(params.code, body) }),
  }),
];
