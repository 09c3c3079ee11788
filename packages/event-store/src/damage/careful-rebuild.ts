import type { Day, Log } from '@emc/contract';
import type { EventStore } from '../event-store.ts';
import { hitsMissing } from './compare-day.ts';
import { daysOfPartition, type Ledger, monthOf } from './findings.ts';
import { rowsByDay } from './hit-days.ts';
import { partsSetAside } from './parts.ts';

interface CarefulOptions {
  store: EventStore;
  ledger: Pick<Ledger, 'read'>;
  log: Log;
}

/**
 * The store, which leaves the rollups of a day as they are when hits of it are missing: made again they would lose what only they
 * still know. The day is named as damaged, and a block of unknown outcome may lack in its rollups.
 */
export function keepingRollups({ store, ledger, log }: CarefulOptions): EventStore {
  return {
    ...store,
    rebuildDay: async (day, only) => {
      if (await lacksHits(store, ledger, day))
        log.error({ day }, 'hits of a day are missing: its rollups are left as they are');
      else await store.rebuildDay(day, only);
    },
  };
}

/** Whether a day has fewer hits than it had, or than were counted while a part of its month lies aside. */
async function lacksHits(store: EventStore, ledger: Pick<Ledger, 'read'>, day: Day): Promise<boolean> {
  const noted = (await ledger.read()).find((row) => row.table === 'hits' && row.day === day)?.rows ?? 0;
  const held = await store.ask(rowsByDay('hits'), { months: [monthOf(day)] });
  if ((held.find((row) => row.day === day)?.rows ?? 0) < noted) return true;
  // Without a part aside they may be fewer because a block of unknown outcome is in the rollups alone.
  return (await liesAside(store, day)) && (await hitsMissing(store, day)) > 0;
}

async function liesAside(store: EventStore, day: Day): Promise<boolean> {
  let aside = false;
  await store.onEachServer(async (client) => {
    for (const { table, partition } of await partsSetAside(client)) {
      const { from, to } = daysOfPartition(partition);
      if (table === 'hits' && from <= day && day <= to) aside = true;
    }
  });
  return aside;
}
