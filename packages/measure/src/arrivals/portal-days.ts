import type { PortalDays } from '@emc/contract';
import { defineQuery } from '@emc/event-store';
import type { EventStore } from '@emc/event-store';
import { z } from 'zod';
import { inStore } from '../store-days.ts';

const daysWithPageViews = defineQuery({
  name: 'portal-days',
  sql: `SELECT site_id AS siteId, count() AS days
  FROM (
    SELECT site_id, day FROM site_hours WHERE day BETWEEN {from:Date} AND {to:Date}
    GROUP BY site_id, day HAVING sum(page_views) > 0
  )
  GROUP BY site_id`,
  params: z.object({ from: z.string(), to: z.string() }),
  row: z.object({ siteId: z.int(), days: z.int() }),
});

/** Days on which each portal was used: with at least one page view. */
export function createPortalDays({ eventStore }: { eventStore: EventStore }): PortalDays {
  return {
    usedDays: async ({ from, to }) => {
      const rows = await eventStore.ask(daysWithPageViews, { from: inStore(from), to: inStore(to) });
      return new Map(rows.map(({ siteId, days }) => [siteId, days]));
    },
  };
}
