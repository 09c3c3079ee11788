import {
  bodyPortalDaysSchema,
  countryPageSchema,
  EmcError,
  evaluationSchema,
  indicatorSetListSchema,
  indicatorSetSchema,
  periodQuerySchema,
  reportCardSchema,
} from '@emc/contract';
import { z } from 'zod';
import { bodyCodeIn, bodyParams } from '../parameters.ts';
import { route } from '../route.ts';

const setId = z
  .string()
  .regex(/^[a-z0-9-]{1,60}$/)
  .describe('An indicator set, such as emc-2024');
const period = z.strictObject(periodQuerySchema.shape);

/** Scores and ranks, each opening into formula, numbers and sources. */
export const evaluationRoutes = [
  route({
    id: 'country',
    method: 'GET',
    path: '/country',
    tag: 'evaluation',
    summary: { vi: 'Cả nước trên một trang', en: 'The country on one page' },
    access: 'public',
    caching: 'figures',
    query: period,
    errors: ['period-invalid'],
    success: {
      status: 200,
      schema: countryPageSchema,
      description: {
        vi: 'Kết nối và các chỉ tiêu chính, từng cơ quan',
        en: 'Connection and headline measures, body by body',
      },
    },
    handle: async ({ query, services }) => ({ json: await services.evaluations.country(query) }),
  }),
  route({
    id: 'listIndicatorSets',
    method: 'GET',
    path: '/indicator-sets',
    tag: 'evaluation',
    summary: { vi: 'Các bộ chỉ số', en: 'The indicator sets' },
    access: 'public',
    caching: 'revalidate',
    errors: [],
    success: { status: 200, schema: indicatorSetListSchema, description: { vi: 'Các bộ chỉ số', en: 'The sets' } },
    handle: async ({ services }) => {
      const items = [...(await services.evaluations.listSets())];
      return { json: { total: items.length, items } };
    },
  }),
  route({
    id: 'getIndicatorSet',
    method: 'GET',
    path: '/indicator-sets/{set}',
    tag: 'evaluation',
    summary: { vi: 'Một bộ chỉ số: công thức và căn cứ', en: 'One indicator set: formulas and legal basis' },
    access: 'public',
    caching: 'revalidate',
    params: z.strictObject({ set: setId }),
    errors: ['indicator-set-unknown'],
    success: { status: 200, schema: indicatorSetSchema, description: { vi: 'Bộ chỉ số', en: 'The set' } },
    handle: async ({ params, services }) => {
      const set = (await services.evaluations.listSets()).find(({ id }) => id === params.set);
      if (set === undefined) throw new EmcError('indicator-set-unknown', params.set);
      return { json: set };
    },
  }),
  route({
    id: 'evaluate',
    method: 'GET',
    path: '/evaluations/{set}',
    tag: 'evaluation',
    summary: { vi: 'Điểm và thứ hạng của mọi cơ quan trong một kỳ', en: 'Scores and ranks of all bodies in a period' },
    description: {
      vi: 'Cơ quan chưa kết nối đầy đủ thì không đánh giá; không bao giờ là 0 điểm. Cơ quan có quá ít số liệu theo set.ranking thì không có điểm, thứ hạng và xếp loại.',
      en: 'A body that is not fully connected is not evaluated; never zero. One with too little data by set.ranking has no score, place and grade.',
    },
    access: 'public',
    caching: 'figures',
    params: z.strictObject({ set: setId }),
    query: period,
    errors: ['indicator-set-unknown', 'period-invalid'],
    success: { status: 200, schema: evaluationSchema, description: { vi: 'Kết quả đánh giá', en: 'The evaluation' } },
    handle: async ({ params, query, services }) => ({ json: await services.evaluations.evaluate(params.set, query) }),
  }),
  route({
    id: 'reportCard',
    method: 'GET',
    path: '/evaluations/{set}/{body}',
    tag: 'evaluation',
    summary: { vi: 'Phiếu điểm của một cơ quan', en: 'The report card of a body' },
    access: 'public',
    caching: 'figures',
    params: z.strictObject({ set: setId, body: bodyCodeIn }),
    query: period,
    errors: ['indicator-set-unknown', 'period-invalid', 'body-unknown', 'body-not-valid-then'],
    success: {
      status: 200,
      schema: reportCardSchema,
      description: { vi: 'Từng chỉ số: công thức, số liệu, nguồn', en: 'Every indicator: formula, numbers, sources' },
    },
    handle: async ({ params, query, services }) => ({
      json: await services.evaluations.reportCard(params.set, params.body, query),
    }),
  }),
  route({
    id: 'portalDaysOfBody',
    method: 'GET',
    path: '/bodies/{code}/portal-days',
    tag: 'evaluation',
    summary: {
      vi: 'Số ngày có người sử dụng của từng cổng thuộc một cơ quan',
      en: 'Days on which each portal of a body was used',
    },
    description: {
      vi: 'Nguồn của hai số đo portal_days.expected và portal_days.used trên phiếu điểm.',
      en: 'Source of the measures portal_days.expected and portal_days.used of a report card.',
    },
    access: 'public',
    caching: 'figures',
    params: bodyParams,
    query: period,
    errors: ['period-invalid', 'body-unknown', 'body-not-valid-then'],
    success: {
      status: 200,
      schema: bodyPortalDaysSchema,
      description: { vi: 'Từng cổng và tổng cộng', en: 'Every portal, and the sum' },
    },
    handle: async ({ params, query, services }) => ({
      json: await services.evaluations.portalDays(params.code, query),
    }),
  }),
];
