import { EmcError, liveSchema, recentSchema } from '@emc/contract';
import { z } from 'zod';
import { preferred } from '../negotiate.ts';
import { numberIn, siteParams } from '../parameters.ts';
import { route } from '../route.ts';

const liveQuery = z.strictObject({
  once: z
    .enum(['true', 'false'])
    .optional()
    .describe('true: one JSON answer instead of a stream; the same as Accept: application/json'),
});

/** What happens now: in the country as a stream, and at one portal for the engineer who connects it. */
export const liveRoutes = [
  route({
    id: 'live',
    method: 'GET',
    path: '/live',
    tag: 'usage',
    summary: { vi: 'Cả nước lúc này, cập nhật liên tục', en: 'The country now, as it changes' },
    description: {
      vi: 'Luồng sự kiện (server-sent events): sự kiện "live" đến ngay, rồi mỗi giây khi có thay đổi, và ít nhất mỗi 15 giây. Mỗi sự kiện là toàn bộ trạng thái. Sự kiện "problem" báo khi kho dữ liệu không trả lời; luồng vẫn mở.',
      en: 'Server-sent events: a "live" event at once, then each second when something changed, and at least every 15 seconds. Each event is the whole state. A "problem" event tells that a store does not answer; the stream stays open.',
    },
    access: 'public',
    caching: 'figures',
    query: liveQuery,
    errors: ['too-many-listeners'],
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
      if (streamed && query.once !== 'true') {
        if (services.live.full())
          throw new EmcError('too-many-listeners', `${services.live.followers()} follow already`);
        return { events: true };
      }
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
    description: { vi: 'Không có dữ liệu cá nhân.', en: 'Holds no personal data.' },
    access: 'public',
    caching: 'figures',
    params: siteParams,
    query: z.strictObject({
      minutes: numberIn(z.int().min(1).max(60)).default(30).describe('How far back; 30 when left out, 60 at most'),
    }),
    errors: ['portal-unknown'],
    success: { status: 200, schema: recentSchema, description: { vi: 'Các lượt gửi gần đây', en: 'What arrived' } },
    handle: async ({ params, query, services }) => ({
      json: await services.figures.recent(params.siteId, query.minutes),
    }),
  }),
];
