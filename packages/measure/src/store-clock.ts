import { defineQuery, type EventStore } from '@emc/event-store';
import { z } from 'zod';

/** The store's clock: what `touched_at` is measured by. */
export const storeClock = defineQuery({
  name: 'store-clock',
  sql: "SELECT toUnixTimestamp64Milli(now64(3, 'UTC')) AS now_ms",
  params: z.object({}),
  row: z.object({ now_ms: z.int() }),
});

/** More than an answer takes, and than the clocks of several servers of a store differ. */
const SET_BY_MS = 15_000;

/** @throws EmcError store-unavailable */
export async function askClock(store: Pick<EventStore, 'ask'>): Promise<number> {
  return (await store.ask(storeClock, {}))[0]?.now_ms ?? 0;
}

/**
 * A look at the store's clock that notices when it was set since the look before (or the machine slept): then nothing follows from how
 * old something seems. The first look may follow on one by a process that is gone.
 */
export function createClockLook(store: Pick<EventStore, 'ask'>): () => Promise<{ looked_ms: number; wasSet: boolean }> {
  let before_ms: number | undefined;
  return async () => {
    const looked_ms = await askClock(store);
    const ahead_ms = looked_ms - performance.now();
    const wasSet = before_ms === undefined || Math.abs(ahead_ms - before_ms) > SET_BY_MS;
    before_ms = ahead_ms;
    return { looked_ms, wasSet };
  };
}

/** Takes out what was noted by a clock that was ahead: the newest row holds, so it would hold until the clock is there again. */
export async function forgetAhead(
  store: Pick<EventStore, 'onEachServer'>,
  table: 'visit_rounds' | 'dossier_rounds',
  now_ms: number,
): Promise<void> {
  const query_params = { after_ms: now_ms + SET_BY_MS };
  const ahead = "looked_at > fromUnixTimestamp64Milli({after_ms:Int64}, 'UTC')";
  await store.onEachServer(async (server) => {
    const found = await server.query({
      query: `SELECT 1 FROM ${table} WHERE ${ahead}`,
      query_params,
      format: 'JSONEachRow',
    });
    if ((await found.json()).length > 0)
      await server.command({ query: `DELETE FROM ${table} WHERE ${ahead}`, query_params });
  });
}
