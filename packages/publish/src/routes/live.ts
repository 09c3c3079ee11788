import { livePagesSchema, liveSchema, otherValuesSchema, recentPagesSchema, recentSchema } from '@emc/contract';
import { z } from 'zod';
import { preferred } from '../negotiate.ts';
import { bodyCodeIn, numberIn, siteParams } from '../parameters.ts';
import { route } from '../route.ts';
import { bodyOfPortal } from './portals.ts';

const liveQuery = z.strictObject({
  once: z
    .enum(['true', 'false'])
    .optional()
    .describe('true: one JSON answer instead of a stream; the same as Accept: application/json'),
});

const recentQuery = z.strictObject({
  minutes: numberIn(z.int().min(1).max(60)).default(30).describe('How far back; 30 when left out, 60 at most'),
});

/**
 * What happens now: in the country as a stream, and at one portal for the engineer who connects it. Everybody sees that
 * something arrived, when and what became of it; of which page it was, only the body of the portal and the operator.
 */
export const liveRoutes = [
  route({
    id: 'live',
    method: 'GET',
    path: '/live',
    tag: 'usage',
    summary: { vi: 'Cả nước lúc này, cập nhật liên tục', en: 'The country now, as it changes' },
    description: {
      vi: 'Luồng sự kiện (server-sent events): sự kiện "live" đến ngay, rồi mỗi giây khi có thay đổi, và ít nhất mỗi 15 giây. Mỗi sự kiện là toàn bộ trạng thái. Sự kiện "problem" báo khi kho dữ liệu không trả lời; luồng vẫn mở. Khi quá nhiều người theo dõi (tất cả, hoặc từ một địa chỉ), luồng gửi trạng thái, sự kiện "poll" rồi kết thúc: hỏi bằng ?once=true mỗi "everySeconds" giây.',
      en: 'Server-sent events: a "live" event at once, then each second when something changed, and at least every 15 seconds. Each event is the whole state. A "problem" event tells that a store does not answer; the stream stays open. When too many follow (in all, or from one address), the stream gives the state and a "poll" event and ends: ask with ?once=true every "everySeconds" seconds.',
    },
    access: 'public',
    caching: 'figures',
    query: liveQuery,
    errors: [],
    success: {
      status: 200,
      schema: liveSchema,
      description: { vi: 'Trạng thái lúc này', en: 'The state now' },
      alsoAs: [
        {
          type: 'text/event-stream',
          description: {
            vi: 'event: live, data: cùng nội dung dạng JSON trên một dòng',
            en: 'event: live, data: the same as JSON on one line',
          },
        },
      ],
    },
    handle: async ({ query, accept, services }) => {
      const streamed = preferred(accept, ['text/event-stream', 'application/json'] as const) === 'text/event-stream';
      if (streamed && query.once !== 'true') return { events: true };
      return { json: await services.live.once(), headers: { vary: 'Accept' } };
    },
  }),
  route({
    id: 'recentOfPortal',
    method: 'GET',
    path: '/portals/{siteId}/recent',
    tag: 'usage',
    summary: {
      vi: 'Những gì một cổng vừa gửi, và lý do từng mục bị loại',
      en: 'What arrived from a portal in the last minutes, and why what was dropped was dropped',
    },
    description: {
      vi: 'Thời điểm, loại và lý do. Trang, tiêu đề và tên miền ở /portals/{siteId}/recent/pages, dành cho cơ quan của cổng và đơn vị vận hành.',
      en: 'Time, kind and reason. Pages, titles and hosts are at /portals/{siteId}/recent/pages, for the body of the portal and the operator.',
    },
    access: 'public',
    caching: 'figures',
    params: siteParams,
    query: recentQuery,
    errors: ['portal-unknown'],
    success: { status: 200, schema: recentSchema, description: { vi: 'Các lượt gửi gần đây', en: 'What arrived' } },
    // The schema leaves out what is not for everybody.
    handle: async ({ params, query, services }) => ({
      json: await services.figures.recent(params.siteId, query.minutes),
    }),
  }),
  route({
    id: 'recentPagesOfPortal',
    method: 'GET',
    path: '/portals/{siteId}/recent/pages',
    tag: 'usage',
    summary: {
      vi: 'Những gì một cổng vừa gửi, kèm trang, tiêu đề và tên miền',
      en: 'What arrived from a portal in the last minutes, with pages, titles and hosts',
    },
    access: { roles: ['operator', 'body'], bodyOf: bodyOfPortal },
    caching: 'never',
    params: siteParams,
    query: recentQuery,
    errors: ['portal-unknown'],
    success: {
      status: 200,
      schema: recentPagesSchema,
      description: { vi: 'Các lượt gửi gần đây', en: 'What arrived' },
    },
    handle: async ({ params, query, services }) => ({
      json: await services.figures.recent(params.siteId, query.minutes),
    }),
  }),
  route({
    id: 'livePages',
    method: 'GET',
    path: '/live/pages',
    tag: 'usage',
    summary: { vi: 'Các lượt mới nhất, kèm trang', en: 'The last hits, with their pages' },
    access: { roles: ['operator', 'body'], bodyOf: ({ query }) => query.body ?? null },
    caching: 'never',
    query: z.strictObject({
      body: bodyCodeIn.optional().describe('Only of its portals; a body account must name its own'),
    }),
    errors: ['body-unknown', 'body-not-valid-then'],
    success: { status: 200, schema: livePagesSchema, description: { vi: 'Các lượt mới nhất', en: 'The last hits' } },
    handle: async ({ query, services }) => ({ json: await services.figures.livePages(query.body) }),
  }),
  route({
    id: 'otherValuesOfPortal',
    method: 'GET',
    path: '/portals/{siteId}/other-values',
    tag: 'usage',
    summary: {
      vi: 'Bao nhiêu lượt và giá trị của một cổng được ghi là "other" mỗi ngày',
      en: 'How many hits and values of a portal were stored as "other" on each day',
    },
    description: {
      vi: 'Mỗi cổng mỗi ngày có một số chỗ nhất định cho các giá trị khác nhau (trang, tiêu đề, từ khóa…). Giá trị mới vượt mức được ghi là "other"; mọi lượt vẫn được đếm.',
      en: 'A portal has a number of places a day for different values (pages, titles, keywords …). New values beyond it are stored as "other"; every hit is still counted.',
    },
    access: 'public',
    caching: 'figures',
    params: siteParams,
    query: z.strictObject({
      days: numberIn(z.int().min(1).max(90)).default(7).describe('How many days, today included; 7 when left out'),
    }),
    errors: ['portal-unknown'],
    success: {
      status: 200,
      schema: otherValuesSchema,
      description: { vi: 'Theo ngày và theo loại giá trị', en: 'By day and kind of value' },
    },
    handle: async ({ params, query, services }) => ({
      json: await services.figures.otherValues(params.siteId, query.days),
    }),
  }),
];
