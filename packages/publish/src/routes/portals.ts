import {
  newPortalSchema,
  type PortalChange,
  PORTAL_KINDS,
  PORTAL_STATES,
  portalChangeSchema,
  portalListSchema,
  portalWithSnippetSchema,
  retirementSchema,
} from '@emc/contract';
import { z } from 'zod';
import { bodyCodeIn, numberIn, siteParams, unitIdIn } from '../parameters.ts';
import { route, type Services } from '../route.ts';

const LOCATION = { Location: { vi: 'Địa chỉ của cổng mới', en: 'Address of the new portal' } };

const listQuery = z.strictObject({
  body: bodyCodeIn.optional().describe('Only portals of this body'),
  unit: unitIdIn.optional().describe('Only portals of this unit'),
  kind: z.enum(PORTAL_KINDS).optional(),
  state: z.enum(PORTAL_STATES).optional(),
  q: z.string().trim().min(1).max(200).optional().describe('Part of the name, address or siteId'),
  limit: numberIn(z.int().min(1).max(1000)).default(100).describe('How many at most; 100 when left out'),
  offset: numberIn(z.int().min(0).max(1_000_000)).default(0).describe('How many to leave out at the start'),
});

interface OnPortal {
  params: { siteId: number };
  services: Services;
}

/** Whose a portal is. */
export async function bodyOfPortal({ params, services }: OnPortal): Promise<string> {
  return (await services.registry.getPortal(params.siteId)).bodyCode;
}

/**
 * What is for the operator to decide counts as of no single body: whose a portal is, of which kind, and from when on it is
 * expected to send. A body could otherwise take a silent portal out of the rule by which it is judged.
 */
async function whoseAfter({ params, body, services }: OnPortal & { body: PortalChange }): Promise<string | null> {
  const now = await services.registry.getPortal(params.siteId);
  const isSame = (['bodyCode', 'kind', 'liveOn'] as const).every(
    (name) => body[name] === undefined || body[name] === now[name],
  );
  return isSame ? now.bodyCode : null;
}

/** Portals: registered once, never deleted, so that a siteId means one portal for ever. */
export const portalRoutes = [
  route({
    id: 'listPortals',
    method: 'GET',
    path: '/portals',
    tag: 'portals',
    summary: { vi: 'Các cổng đã đăng ký', en: 'The portals that are registered' },
    access: 'public',
    caching: 'revalidate',
    query: listQuery,
    errors: ['body-unknown', 'unit-unknown'],
    success: {
      status: 200,
      schema: portalListSchema,
      description: { vi: 'Một phần danh sách, và tổng số', en: 'Some of them, and how many there are' },
    },
    handle: async ({ query: { body, unit, ...rest }, services }) => ({
      json: await services.registry.listPortals({ ...rest, bodyCode: body, unitId: unit }),
    }),
  }),
  route({
    id: 'addPortal',
    method: 'POST',
    path: '/portals',
    tag: 'portals',
    summary: { vi: 'Đăng ký một cổng và nhận mã giám sát', en: 'Register a portal and get its monitoring code' },
    description: {
      vi: 'Trả về siteId và đoạn mã để dán vào mọi trang của cổng.',
      en: 'Answers with the siteId and the code to paste into every page of the portal.',
    },
    // Whose a number is that a portal brings along, only the operator can tell.
    access: { roles: ['operator', 'body'], bodyOf: ({ body }) => (body.siteId === undefined ? body.bodyCode : null) },
    caching: 'never',
    body: newPortalSchema,
    errors: [
      'body-unknown',
      'body-not-valid-then',
      'unit-unknown',
      'unit-of-another-body',
      'site-id-taken',
      'portal-url-taken',
    ],
    success: {
      status: 201,
      schema: portalWithSnippetSchema,
      description: { vi: 'Đã đăng ký', en: 'Registered' },
      headers: LOCATION,
    },
    handle: async ({ body, services }) => {
      const added = await services.registry.addPortal(body);
      return { json: added, headers: { location: `/api/v1/portals/${added.siteId}` } };
    },
  }),
  route({
    id: 'getPortal',
    method: 'GET',
    path: '/portals/{siteId}',
    tag: 'portals',
    summary: { vi: 'Một cổng, kèm mã giám sát', en: 'One portal, with its monitoring code' },
    access: 'public',
    caching: 'revalidate',
    params: siteParams,
    errors: ['portal-unknown'],
    success: { status: 200, schema: portalWithSnippetSchema, description: { vi: 'Cổng', en: 'The portal' } },
    handle: async ({ params, services }) => ({ json: await services.registry.getPortal(params.siteId) }),
  }),
  route({
    id: 'changePortal',
    method: 'PATCH',
    path: '/portals/{siteId}',
    tag: 'portals',
    summary: {
      vi: 'Sửa một cổng, hoặc chuyển sang cơ quan, đơn vị khác',
      en: 'Change a portal, or move it to another body or unit',
    },
    access: { roles: ['operator', 'body'], bodyOf: whoseAfter },
    caching: 'never',
    params: siteParams,
    body: portalChangeSchema,
    errors: [
      'portal-unknown',
      'portal-retired',
      'body-unknown',
      'body-not-valid-then',
      'unit-unknown',
      'unit-of-another-body',
      'portal-url-taken',
    ],
    success: {
      status: 200,
      schema: portalWithSnippetSchema,
      description: { vi: 'Cổng sau khi sửa', en: 'The portal as it is now' },
    },
    handle: async ({ params, body, services }) => ({ json: await services.registry.changePortal(params.siteId, body) }),
  }),
  route({
    id: 'retirePortal',
    method: 'POST',
    path: '/portals/{siteId}/retire',
    tag: 'portals',
    summary: { vi: 'Ngừng theo dõi một cổng', en: 'Stop counting a portal' },
    description: {
      vi: 'Số liệu đã có vẫn còn; siteId không bao giờ được dùng lại.',
      en: 'What was counted stays; the siteId is never used again.',
    },
    // A body that retired its silent portals would be fully connected.
    access: { roles: ['operator'] },
    caching: 'never',
    params: siteParams,
    body: retirementSchema,
    bodyOptional: true,
    errors: ['portal-unknown', 'portal-retired'],
    success: {
      status: 200,
      schema: portalWithSnippetSchema,
      description: { vi: 'Cổng đã ngừng theo dõi', en: 'The retired portal' },
    },
    handle: async ({ params, body, services }) => ({
      json: await services.registry.retirePortal(params.siteId, body.on),
    }),
  }),
];
