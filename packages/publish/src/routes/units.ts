import { type Caller, newUnitSchema, unitChangeSchema, unitListSchema, unitSchema } from '@emc/contract';
import { asOfQuery, bodyParams, unitParams } from '../parameters.ts';
import { route, type Services } from '../route.ts';

/** The caller's own body, when the unit is one of its units. */
async function whose({
  params,
  caller: { bodyCode },
  services,
}: {
  params: { id: number };
  caller: Caller;
  services: Services;
}): Promise<string | null> {
  if (bodyCode === null) return null;
  const own = await services.registry.listUnits(bodyCode);
  return own.some(({ id }) => id === params.id) ? bodyCode : null;
}

/** What a dissolved body had is its successor's, also a unit of before; none of it is that of an account of the old one. */
async function stillThere({
  params,
  services,
}: {
  params: { code: string };
  services: Services;
}): Promise<string | null> {
  const bodies = await services.registry.listBodies({});
  return bodies.some(({ code }) => code === params.code) ? params.code : null;
}

/** The units below a body: a tree of any depth, listed flat with `parentId`. */
export const unitRoutes = [
  route({
    id: 'listUnits',
    method: 'GET',
    path: '/bodies/{code}/units',
    tag: 'units',
    summary: { vi: 'Các đơn vị của một cơ quan', en: 'The units of a body' },
    description: {
      vi: 'Mọi cấp trong một danh sách; parentId chỉ đơn vị cấp trên.',
      en: 'All levels in one list; parentId names the unit above.',
    },
    access: 'public',
    caching: 'revalidate',
    params: bodyParams,
    query: asOfQuery,
    errors: ['body-unknown'],
    success: { status: 200, schema: unitListSchema, description: { vi: 'Danh sách đơn vị', en: 'The units' } },
    handle: async ({ params, query, services }) => {
      const items = await services.registry.listUnits(params.code, query.asOf);
      return { json: { total: items.length, items } };
    },
  }),
  route({
    id: 'addUnit',
    method: 'POST',
    path: '/bodies/{code}/units',
    tag: 'units',
    summary: { vi: 'Thêm một đơn vị', en: 'Add a unit' },
    access: { roles: ['operator', 'body'], bodyOf: stillThere },
    caching: 'never',
    params: bodyParams,
    body: newUnitSchema,
    errors: ['body-unknown', 'body-not-valid-then', 'unit-unknown', 'unit-of-another-body'],
    success: { status: 201, schema: unitSchema, description: { vi: 'Đã thêm', en: 'Added' } },
    handle: async ({ params, body, services }) => ({ json: await services.registry.addUnit(params.code, body) }),
  }),
  route({
    id: 'changeUnit',
    method: 'PATCH',
    path: '/units/{id}',
    tag: 'units',
    summary: { vi: 'Sửa, chuyển hoặc chấm dứt một đơn vị', en: 'Change, move or end a unit' },
    access: { roles: ['operator', 'body'], bodyOf: whose },
    caching: 'never',
    params: unitParams,
    body: unitChangeSchema,
    errors: ['unit-unknown', 'unit-of-another-body', 'unit-cycle'],
    success: {
      status: 200,
      schema: unitSchema,
      description: { vi: 'Đơn vị sau khi sửa', en: 'The unit as it is now' },
    },
    handle: async ({ params, body, services }) => ({ json: await services.registry.changeUnit(params.id, body) }),
  }),
];
