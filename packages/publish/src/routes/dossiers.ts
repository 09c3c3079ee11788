import { bodyDossiersSchema, dossierFiguresSchema, periodQuerySchema } from '@emc/contract';
import { z } from 'zod';
import { bodyParams } from '../parameters.ts';
import { route } from '../route.ts';

const period = z.strictObject(periodQuerySchema.shape);
const figures = {
  status: 200,
  schema: dossierFiguresSchema,
  description: {
    vi: 'Số liệu hồ sơ, kèm kỳ, thời điểm và mức đầy đủ; null là chưa biết',
    en: 'The figures, with period, as-of time and completeness; null is not known',
  },
} as const;

/** Dossiers: received by channel, full-online, on time, paid online. Counts only; nothing about applicants is kept. */
export const dossierRoutes = [
  route({
    id: 'dossiersOfCountry',
    method: 'GET',
    path: '/dossiers',
    tag: 'dossiers',
    summary: { vi: 'Hồ sơ trên cả nước', en: 'Dossiers in the whole country' },
    access: 'public',
    caching: 'figures',
    query: period,
    errors: ['period-invalid'],
    success: figures,
    handle: async ({ query, services }) => ({ json: await services.dossiers.figures({ kind: 'country' }, query) }),
  }),
  route({
    id: 'dossiersByBody',
    method: 'GET',
    path: '/dossiers/by-body',
    tag: 'dossiers',
    summary: { vi: 'Hồ sơ theo từng cơ quan', en: 'Dossiers, body by body' },
    description: { vi: 'Cộng các cơ quan lại bằng cả nước.', en: 'The sum of the bodies is the country.' },
    access: 'public',
    caching: 'figures',
    query: period,
    errors: ['period-invalid'],
    success: {
      status: 200,
      schema: bodyDossiersSchema,
      description: { vi: 'Mọi cơ quan, theo mã', en: 'Every body, in order of code' },
    },
    handle: async ({ query, services }) => ({ json: await services.dossiers.byBody(query) }),
  }),
  route({
    id: 'dossiersOfBody',
    method: 'GET',
    path: '/bodies/{code}/dossiers',
    tag: 'dossiers',
    summary: { vi: 'Hồ sơ của một cơ quan', en: 'Dossiers of a body' },
    access: 'public',
    caching: 'figures',
    params: bodyParams,
    query: period,
    errors: ['period-invalid', 'body-unknown', 'body-not-valid-then'],
    success: figures,
    handle: async ({ params, query, services }) => ({
      json: await services.dossiers.figures({ kind: 'body', code: params.code }, query),
    }),
  }),
];
