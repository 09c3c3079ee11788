import {
  type Caller,
  dossierFiguresSchema,
  EmcError,
  isNationalCode,
  newSystemSchema,
  contradictedDossiersSchema,
  oneDossierSchema,
  periodQuerySchema,
  recentChangesSchema,
  retirementSchema,
  SYSTEM_STATES,
  systemChangeSchema,
  systemListSchema,
  systemSchema,
  systemWithKeySchema,
} from '@emc/contract';
import { z } from 'zod';
import { bodyCodeIn, numberIn } from '../parameters.ts';
import { type DeclaredAccess, route, type Services } from '../route.ts';

const systemParams = z.strictObject({ id: numberIn(z.int().min(1).max(2_147_483_647)).describe('Number of a system') });
type SystemCall = { params: z.output<typeof systemParams>; services: Services };

const bodyOfSystem = async ({ params, services }: SystemCall) => (await services.systems.getSystem(params.id)).bodyCode;
/**
 * Whose it is, unless a siteId is claimed that no portal has: TrackingMCDT knows a system by nothing else, so one body could
 * take what the system of another is about to send. Which body may use the siteId of a portal, the register knows.
 */
async function unlessClaimed(bodyCode: string, siteId: number | null | undefined, services: Services) {
  if (siteId == null) return bodyCode;
  try {
    await services.registry.getPortal(siteId);
    return bodyCode;
  } catch (error) {
    if (error instanceof EmcError && error.code === 'portal-unknown') return null;
    throw error;
  }
}

const readers = { roles: ['operator', 'committee', 'body'], bodyOf: bodyOfSystem } satisfies DeclaredAccess<SystemCall>;
const writers = { roles: ['operator', 'body'], bodyOf: bodyOfSystem } satisfies DeclaredAccess<SystemCall>;

/** A code that is none of the country's may be any text: it is for the body of the system and the operator. */
function shownTo<C extends { procedure: string }>({ role }: Caller, of: C): C {
  return role === 'committee' && !isNationalCode(of.procedure) ? { ...of, procedure: '' } : of;
}

/** Procedure-handling systems. Where they send from is nobody's business but their own body's and the operator's. */
export const procedureSystemRoutes = [
  route({
    id: 'listSystems',
    method: 'GET',
    path: '/systems',
    tag: 'systems',
    summary: { vi: 'Các hệ thống giải quyết thủ tục hành chính', en: 'The procedure-handling systems' },
    access: {
      roles: ['operator', 'committee', 'body'],
      bodyOf: ({ query }) => query.body ?? null,
    },
    caching: 'never',
    query: z.strictObject({
      body: bodyCodeIn.optional().describe('Only systems of this body; a body account must name its own'),
      state: z.enum(SYSTEM_STATES).optional(),
    }),
    errors: ['body-unknown'],
    success: { status: 200, schema: systemListSchema, description: { vi: 'Danh sách hệ thống', en: 'The systems' } },
    handle: async ({ query, services }) => ({
      json: await services.systems.listSystems({ bodyCode: query.body, state: query.state }),
    }),
  }),
  route({
    id: 'addSystem',
    method: 'POST',
    path: '/systems',
    tag: 'systems',
    summary: { vi: 'Đăng ký một hệ thống và nhận khóa', en: 'Register a system and get its key' },
    description: {
      vi: 'Khóa chỉ hiện một lần; hệ thống chỉ lưu dấu vết của khóa.',
      en: 'The key is shown this once; only its digest is kept.',
    },
    access: {
      roles: ['operator', 'body'],
      bodyOf: ({ body, services }) => unlessClaimed(body.bodyCode, body.siteId, services),
    },
    caching: 'never',
    body: newSystemSchema,
    errors: ['body-unknown', 'body-not-valid-then', 'system-feed-taken'],
    success: {
      status: 201,
      schema: systemWithKeySchema,
      description: { vi: 'Đã đăng ký', en: 'Registered' },
      headers: { Location: { vi: 'Địa chỉ của hệ thống mới', en: 'Address of the new system' } },
    },
    handle: async ({ body, services }) => {
      const added = await services.systems.addSystem(body);
      return { json: added, headers: { location: `/api/v1/systems/${added.id}` } };
    },
  }),
  route({
    id: 'getSystem',
    method: 'GET',
    path: '/systems/{id}',
    tag: 'systems',
    summary: { vi: 'Một hệ thống', en: 'One system' },
    access: readers,
    caching: 'never',
    params: systemParams,
    errors: ['system-unknown'],
    success: { status: 200, schema: systemSchema, description: { vi: 'Hệ thống', en: 'The system' } },
    handle: async ({ params, services }) => ({ json: await services.systems.getSystem(params.id) }),
  }),
  route({
    id: 'changeSystem',
    method: 'PATCH',
    path: '/systems/{id}',
    tag: 'systems',
    summary: { vi: 'Sửa một hệ thống', en: 'Change a system' },
    access: {
      roles: ['operator', 'body'],
      bodyOf: async ({ params, body, services }) => {
        const { bodyCode, siteId } = await services.systems.getSystem(params.id);
        return body.siteId === siteId ? bodyCode : unlessClaimed(bodyCode, body.siteId, services);
      },
    },
    caching: 'never',
    params: systemParams,
    body: systemChangeSchema,
    errors: ['system-unknown', 'system-retired', 'system-feed-taken'],
    success: {
      status: 200,
      schema: systemSchema,
      description: { vi: 'Hệ thống sau khi sửa', en: 'The system as it is now' },
    },
    handle: async ({ params, body, services }) => ({ json: await services.systems.changeSystem(params.id, body) }),
  }),
  route({
    id: 'renewSystemKey',
    method: 'POST',
    path: '/systems/{id}/key',
    tag: 'systems',
    summary: { vi: 'Cấp khóa mới cho một hệ thống', en: 'Give a system a new key' },
    description: { vi: 'Khóa cũ hết hiệu lực ngay.', en: 'The old key stops working at once.' },
    access: writers,
    caching: 'never',
    params: systemParams,
    errors: ['system-unknown', 'system-retired'],
    success: { status: 200, schema: systemWithKeySchema, description: { vi: 'Khóa mới', en: 'The new key' } },
    handle: async ({ params, services }) => ({ json: await services.systems.renewKey(params.id) }),
  }),
  route({
    id: 'retireSystem',
    method: 'POST',
    path: '/systems/{id}/retire',
    tag: 'systems',
    summary: { vi: 'Ngừng theo dõi một hệ thống', en: 'Stop taking changes from a system' },
    // As with portals: a body that retired a silent system would be fully connected.
    access: { roles: ['operator'] },
    caching: 'never',
    params: systemParams,
    body: retirementSchema,
    bodyOptional: true,
    errors: ['system-unknown', 'system-retired'],
    success: { status: 200, schema: systemSchema, description: { vi: 'Đã ngừng theo dõi', en: 'The retired system' } },
    handle: async ({ params, body, services }) => ({ json: await services.systems.retireSystem(params.id, body.on) }),
  }),
  route({
    id: 'recentChanges',
    method: 'GET',
    path: '/systems/{id}/recent',
    tag: 'systems',
    summary: { vi: 'Những gì hệ thống vừa gửi và kết quả', en: 'What the system just sent, and what became of it' },
    access: readers,
    caching: 'never',
    params: systemParams,
    query: z.strictObject({
      minutes: numberIn(z.int().min(1).max(10_080))
        .default(30)
        .describe('How far back, at most a week; 30 when left out'),
    }),
    errors: ['system-unknown'],
    success: {
      status: 200,
      schema: recentChangesSchema,
      description: { vi: 'Các thay đổi gần nhất', en: 'The last changes' },
    },
    handle: async ({ params, query, services, caller }) => {
      await services.systems.getSystem(params.id);
      const recent = await services.dossiers.recentChanges(params.id, query.minutes);
      return { json: { ...recent, changes: recent.changes.map((change) => shownTo(caller, change)) } };
    },
  }),
  route({
    id: 'oneDossier',
    method: 'GET',
    path: '/systems/{id}/dossiers/{dossier}',
    tag: 'systems',
    summary: {
      vi: 'Một hồ sơ: đã nhận gì, được tính thế nào',
      en: 'One dossier: what came of it, and what it counts as',
    },
    access: readers,
    caching: 'never',
    params: systemParams.extend({
      dossier: z.string().trim().min(1).max(100).describe('Code of the dossier, as it was sent'),
    }),
    errors: ['system-unknown', 'dossier-unknown'],
    success: { status: 200, schema: oneDossierSchema, description: { vi: 'Hồ sơ', en: 'The dossier' } },
    handle: async ({ params, services, caller }) => {
      await services.systems.getSystem(params.id);
      return { json: shownTo(caller, await services.dossiers.oneDossier(params.id, params.dossier)) };
    },
  }),
  route({
    id: 'contradictedDossiers',
    method: 'GET',
    path: '/systems/{id}/contradictions',
    tag: 'systems',
    summary: {
      vi: 'Hồ sơ có mốc thời gian không thể có',
      en: 'Dossiers that name times that cannot be',
    },
    description: {
      vi: 'Mốc không thể có (kết thúc hoặc hẹn trả trước ngày tiếp nhận …) được coi như không có. Gửi lại hồ sơ với mốc đúng.',
      en: 'What cannot be (an end or a due time before the day of receipt …) counts as not said. Send the dossier again.',
    },
    access: readers,
    caching: 'never',
    params: systemParams,
    query: z.strictObject(periodQuerySchema.shape),
    errors: ['system-unknown', 'period-invalid'],
    success: { status: 200, schema: contradictedDossiersSchema, description: { vi: 'Hồ sơ', en: 'The dossiers' } },
    handle: async ({ params, query, services }) => {
      await services.systems.getSystem(params.id);
      return { json: await services.dossiers.contradicted(params.id, query) };
    },
  }),
  route({
    id: 'dossiersOfSystem',
    method: 'GET',
    path: '/systems/{id}/dossiers',
    tag: 'dossiers',
    summary: { vi: 'Hồ sơ của một hệ thống', en: 'Dossiers of one system' },
    access: readers,
    caching: 'never',
    params: systemParams,
    query: z.strictObject(periodQuerySchema.shape),
    errors: ['system-unknown', 'period-invalid'],
    success: { status: 200, schema: dossierFiguresSchema, description: { vi: 'Số liệu', en: 'The figures' } },
    handle: async ({ params, query, services, caller }) => {
      const codes = caller.role === 'committee' ? 'national' : 'as-sent';
      return { json: await services.dossiers.figures({ kind: 'system', id: params.id }, query, codes) };
    },
  }),
];
