import {
  periodQuerySchema,
  portalServicesSchema,
  type Subject,
  usageQuerySchema,
  usageSchema,
  type WordsInBoth,
} from '@emc/contract';
import { z } from 'zod';
import { preferred } from '../negotiate.ts';
import { bodyParams, siteParams, unitParams } from '../parameters.ts';
import { type Call, route } from '../route.ts';
import { csvNameOf, csvOf } from '../usage-csv.ts';
import { bodyOfPortal } from './portals.ts';

const usageQuery = z.strictObject({
  ...usageQuerySchema.shape,
  format: z
    .enum(['json', 'csv'])
    .optional()
    .describe('csv: the series as a table; the same as the header Accept: text/csv'),
  lang: z
    .enum(['vi', 'en'])
    .default('en')
    .describe('Language of the header row of a CSV; vi also marks the file as UTF-8 for spreadsheets'),
});

const success = {
  status: 200,
  schema: usageSchema,
  description: {
    vi: 'Số liệu, kèm kỳ, thời điểm và mức đầy đủ',
    en: 'The figures, with period, as-of time and completeness',
  },
  alsoAs: [
    {
      type: 'text/csv',
      description: {
        vi: 'Chuỗi thời gian; ô trống nghĩa là không biết, không phải 0',
        en: 'The series; an empty field means not known, not 0',
      },
    },
  ],
} as const;

const description: WordsInBoth = {
  vi: 'Cũng có dạng CSV: Accept: text/csv hoặc ?format=csv. Ngày, giờ và tháng theo giờ Việt Nam (Asia/Ho_Chi_Minh).',
  en: 'Also as CSV: Accept: text/csv or ?format=csv. Days, hours and months are those of Asia/Ho_Chi_Minh.',
};

async function answer(
  subject: Subject,
  { query: { format, lang, ...asked }, accept, services }: Call<unknown, z.output<typeof usageQuery>, unknown>,
) {
  const usage = await services.figures.usage(subject, asked);
  const wanted =
    format ?? (preferred(accept, ['application/json', 'text/csv'] as const) === 'text/csv' ? 'csv' : 'json');
  const vary = { vary: 'Accept' };
  if (wanted === 'json') return { json: usage, headers: vary };
  return {
    text: csvOf(usage, lang),
    type: 'text/csv; charset=utf-8; header=present',
    headers: { ...vary, 'content-disposition': `attachment; filename="${csvNameOf(usage)}"` },
  };
}

const declared = {
  method: 'GET',
  tag: 'usage',
  description,
  access: 'public',
  caching: 'figures',
  query: usageQuery,
  success,
} as const;

/** Usage of the country, a body, a unit and a portal: one shape for all. */
export const usageRoutes = [
  route({
    ...declared,
    id: 'usageOfCountry',
    path: '/usage',
    summary: { vi: 'Mức sử dụng trên cả nước', en: 'Usage in the whole country' },
    errors: ['period-invalid'],
    handle: (call) => answer({ kind: 'country' }, call),
  }),
  route({
    ...declared,
    id: 'usageOfBody',
    path: '/bodies/{code}/usage',
    summary: { vi: 'Mức sử dụng các cổng của một cơ quan', en: 'Usage of the portals of a body' },
    params: bodyParams,
    errors: ['period-invalid', 'body-unknown', 'body-not-valid-then'],
    handle: (call) => answer({ kind: 'body', code: call.params.code }, call),
  }),
  route({
    ...declared,
    id: 'usageOfUnit',
    path: '/units/{id}/usage',
    summary: {
      vi: 'Mức sử dụng các cổng của một đơn vị và các đơn vị cấp dưới',
      en: 'Usage of the portals of a unit and the units below it',
    },
    params: unitParams,
    errors: ['period-invalid', 'unit-unknown'],
    handle: (call) => answer({ kind: 'unit', unitId: call.params.id }, call),
  }),
  route({
    ...declared,
    id: 'usageOfPortal',
    path: '/portals/{siteId}/usage',
    summary: { vi: 'Mức sử dụng một cổng', en: 'Usage of one portal' },
    params: siteParams,
    errors: ['period-invalid', 'portal-unknown'],
    handle: (call) => answer({ kind: 'portal', siteId: call.params.siteId }, call),
  }),
  route({
    id: 'servicesOfPortal',
    method: 'GET',
    path: '/portals/{siteId}/services',
    tag: 'usage',
    summary: {
      vi: 'Dịch vụ của một cổng, theo mã do cổng gửi',
      en: 'The services of a portal by the codes that it sends',
    },
    access: { roles: ['operator', 'body'], bodyOf: bodyOfPortal },
    caching: 'never',
    params: siteParams,
    query: z.strictObject(periodQuerySchema.shape),
    errors: ['period-invalid', 'portal-unknown'],
    success: { status: 200, schema: portalServicesSchema, description: { vi: 'Các dịch vụ', en: 'The services' } },
    handle: async ({ params, query, services }) => ({ json: await services.figures.services(params.siteId, query) }),
  }),
];
