import { createLanes, type PortalDays } from '@emc/contract';
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

/** Periods that are read at the same time, for all readers together. */
const AT_ONCE = 2;

/** Days on which each portal was used: with at least one page view. */
export function createPortalDays({ eventStore }: { eventStore: EventStore }): PortalDays {
  const lanes = createLanes(AT_ONCE);
  return {
    usedDays: async ({ from, to }) => {
      const asked = { from: inStore(from), to: inStore(to) };
      const rows = await lanes(() => eventStore.ask(daysWithPageViews, asked));
      return new Map(rows.map(({ siteId, days }) => [siteId, days]));
    },
  };
}
