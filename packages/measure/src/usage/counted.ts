import type { Day } from '@emc/contract';
import { defineQuery, type EventStore } from '@emc/event-store';
import { z } from 'zod';
import { inStore } from '../store-days.ts';

const countedOn = defineQuery({
  name: 'counted-on',
  sql: 'SELECT count() > 0 AS counted FROM site_days WHERE day = {day:Date}',
  params: z.object({ day: z.string() }),
  row: z.object({ counted: z.int().transform((value) => value === 1) }),
});

/** Whether the store has any hit of a day. */
export async function isCounted(store: Pick<EventStore, 'ask'>, day: Day): Promise<boolean> {
  const [row] = await store.ask(countedOn, { day: inStore(day) });
  return row?.counted === true;
}
