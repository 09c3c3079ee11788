import {
  bodyCampaignListSchema,
  campaignDetailSchema,
  campaignListSchema,
  decisionListSchema,
  decisionSchema,
  newCampaignSchema,
} from '@emc/contract';
import { z } from 'zod';
import { asOfQuery, bodyCodeIn, bodyParams, numberIn } from '../parameters.ts';
import { route } from '../route.ts';

const idIn = numberIn(z.int().min(1).max(2_147_483_647)).describe('Number of a campaign');
const detail = {
  schema: campaignDetailSchema,
  description: { vi: 'Đợt kết nối và danh sách đề xuất', en: 'The campaign and its proposals' },
} as const;

/** The operator's written time limits, and who is proposed not to be evaluated. */
export const campaignRoutes = [
  route({
    id: 'listCampaigns',
    method: 'GET',
    path: '/campaigns',
    tag: 'connection',
    summary: { vi: 'Các đợt hoàn thành kết nối', en: 'The campaigns for completing the connection' },
    access: { roles: ['operator', 'committee'] },
    caching: 'never',
    errors: [],
    success: { status: 200, schema: campaignListSchema, description: { vi: 'Các đợt', en: 'The campaigns' } },
    handle: async ({ services }) => ({ json: await services.connections.listCampaigns() }),
  }),
  route({
    id: 'addCampaign',
    method: 'POST',
    path: '/campaigns',
    tag: 'connection',
    summary: { vi: 'Mở một đợt, với thời hạn bằng văn bản', en: 'Open a campaign, with a written time limit' },
    access: { roles: ['operator'] },
    caching: 'never',
    body: newCampaignSchema,
    errors: ['body-unknown', 'body-not-valid-then'],
    success: {
      ...detail,
      status: 201,
      headers: { Location: { vi: 'Địa chỉ của đợt mới', en: 'Address of the new campaign' } },
    },
    handle: async ({ body, caller, services }) => {
      const added = await services.connections.addCampaign(body, caller.name);
      return { json: added, headers: { location: `/api/v1/campaigns/${added.id}` } };
    },
  }),
  route({
    id: 'getCampaign',
    method: 'GET',
    path: '/campaigns/{id}',
    tag: 'connection',
    summary: {
      vi: 'Một đợt và danh sách đề xuất "không đánh giá"',
      en: 'A campaign and its proposals "not evaluated"',
    },
    access: { roles: ['operator', 'committee'] },
    caching: 'never',
    params: z.strictObject({ id: idIn }),
    errors: ['campaign-unknown'],
    success: { ...detail, status: 200 },
    handle: async ({ params, services }) => ({ json: await services.connections.getCampaign(params.id) }),
  }),
  route({
    id: 'campaignsOfBody',
    method: 'GET',
    path: '/bodies/{code}/campaigns',
    tag: 'connection',
    summary: {
      vi: 'Các đợt liên quan đến một cơ quan, đề xuất và quyết định về cơ quan đó',
      en: 'The campaigns that concern a body, with what is proposed and decided about it',
    },
    access: { roles: ['operator', 'committee', 'body'], bodyOf: ({ params }) => params.code },
    caching: 'never',
    params: bodyParams,
    errors: ['body-unknown'],
    success: { status: 200, schema: bodyCampaignListSchema, description: { vi: 'Các đợt', en: 'The campaigns' } },
    handle: async ({ params, services }) => ({ json: await services.connections.campaignsOf(params.code) }),
  }),
  route({
    id: 'decideProposal',
    method: 'POST',
    path: '/campaigns/{id}/proposals/{body}',
    tag: 'connection',
    summary: { vi: 'Quyết định một đề xuất, kèm lý do', en: 'Decide a proposal, with a reason' },
    access: { roles: ['operator'] },
    caching: 'never',
    params: z.strictObject({ id: idIn, body: bodyCodeIn }),
    body: decisionSchema,
    errors: ['campaign-unknown', 'proposal-unknown', 'limit-not-passed'],
    success: { ...detail, status: 200 },
    handle: async ({ params, body, caller, services }) => ({
      json: await services.connections.decide(params.id, params.body, body, caller.name),
    }),
  }),
  route({
    id: 'listDecisions',
    method: 'GET',
    path: '/decisions',
    tag: 'connection',
    summary: {
      vi: 'Quyết định về các đề xuất "không đánh giá", kèm lý do',
      en: 'Decisions on the proposals "not evaluated", with reasons',
    },
    access: 'public',
    caching: 'figures',
    query: asOfQuery,
    errors: [],
    success: {
      status: 200,
      schema: decisionListSchema,
      description: { vi: 'Quyết định mới nhất của từng cơ quan', en: 'The newest decision on each body' },
    },
    handle: async ({ query, services }) => ({ json: await services.connections.decisions(query.asOf) }),
  }),
];
