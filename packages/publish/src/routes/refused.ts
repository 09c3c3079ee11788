import { refusedListSchema } from '@emc/contract';
import { z } from 'zod';
import { bodyCodeIn, numberIn } from '../parameters.ts';
import { route } from '../route.ts';

/** What arrived and was not taken: where it comes from is nobody's business but the sender's own body's and the operator's. */
export const refusedRoutes = [
  route({
    id: 'listRefused',
    method: 'GET',
    path: '/refused',
    tag: 'connection',
    summary: { vi: 'Dữ liệu đã đến nhưng bị từ chối, và lý do', en: 'What arrived and was not taken, and why' },
    description: {
      vi: 'Gộp theo cổng hoặc hệ thống gửi và theo lý do. Gồm cả các cổng gửi nhiều giá trị khác nhau hơn mức một ngày ("too-many-values"). Không gồm bot và người dùng không muốn được đếm.',
      en: 'Together by portal or system and by reason. Portals that brought more different values than a day has places for are among them ("too-many-values"). Without robots and visitors who do not want to be counted.',
    },
    access: { roles: ['operator', 'committee', 'body'], bodyOf: ({ query }) => query.body ?? null },
    caching: 'never',
    query: z.strictObject({
      body: bodyCodeIn.optional().describe('Only from this body; a body account must name its own'),
      hours: numberIn(z.int().min(1).max(168)).default(24).describe('How far back; 24 when left out'),
    }),
    errors: ['body-unknown', 'body-not-valid-then'],
    success: {
      status: 200,
      schema: refusedListSchema,
      description: { vi: 'Nơi gửi, lý do, số lượng', en: 'Who sent it, why, how many' },
    },
    handle: async ({ query, services }) => ({
      json: await services.refused.refused({ bodyCode: query.body, hours: query.hours }),
    }),
  }),
];
