import { BoundFile, type OtherCount, ValueBound } from '@emc/collect';
import { addDays, dayOf, type Log } from '@emc/contract';
import { forgetOtherValues, noteOtherValues, readOwnOtherValues, readSecret } from '@emc/control-store';
import { atMost, repeat, STOP_PATIENCE_MS } from '../patience.ts';
import type { StartRooms } from './start-rooms.ts';

const NOTED_EVERY_MS = 2_000;
/** Longer than a year may be compared with the one before. */
const KEPT_DAYS = 800;

interface StartBound extends Pick<StartRooms, 'clock' | 'stack'> {
  data: Pick<StartRooms['data'], 'place' | 'processId'>;
  stores: { control: Pick<StartRooms['stores']['control'], 'db'> };
  log: Log;
}

/**
 * The bound of different values per portal and day, with what it knew before a restart: places and values from its own directory, since
 * they are needed before any store answers and are more than any store has of them; its counts from the control store, where the
 * owners of portals read them. The key is the same for all collectors, so that their counts of different values can be put together.
 */
export async function startBound({ data, stores, clock, log, stack }: StartBound): Promise<ValueBound> {
  const { db } = stores.control;
  const bound = new ValueBound({ key: await readSecret(db, 'bound-key') });
  const file = await BoundFile.open({ dir: data.place('bound'), bound, clock, log });
  stack.defer(() => file.close());
  const today = dayOf(clock());
  bound.others.restore(await readOwnOtherValues(db, data.processId, addDays(today, -1)));
  await forgetOtherValues(db, addDays(today, -KEPT_DAYS));
  const warn = warner(log);
  let away = false;
  const note = async (): Promise<void> => {
    const counts = bound.others.takeChanged();
    warn(counts);
    try {
      await noteOtherValues(db, data.processId, counts);
      away = false;
    } catch (error) {
      bound.others.giveBack(counts);
      if (!away) log.warn({ error: String(error) }, 'what went to "other" cannot be noted; it will be');
      away = true;
    }
  };
  const noting = repeat(NOTED_EVERY_MS, note);
  stack.defer(async () => {
    await atMost(STOP_PATIENCE_MS, noting.stop().then(note));
  });
  return bound;
}

/** Says in the log, once for a portal and day, that it brings too many different values. */
function warner(log: Log): (counts: readonly OtherCount[]) => void {
  const warned = new Map<number, string>();
  return (counts) => {
    for (const { siteId, day, field } of counts) {
      if (field !== 'any' || (warned.get(siteId) ?? '') >= day) continue;
      warned.set(siteId, day);
      log.warn(
        { siteId, day },
        'a portal brings more different values than a day has places for; new ones are "other"',
      );
    }
  };
}
