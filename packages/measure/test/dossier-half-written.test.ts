import { startOfDay } from '@emc/contract';
import { defineQuery, emptyDossierChange, type EventStore } from '@emc/event-store';
import { freshStores } from '@emc/test-kit';
import type { FreshStores } from '@emc/test-kit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { createDossierRefresher } from '../src/index.ts';
import { enterChanges } from './dossier-helpers.ts';

const log = { info: () => {}, warn: () => {}, error: () => {} };
const DAY = '2024-03-05';

let stores: FreshStores;
beforeAll(async () => (stores = await freshStores()));
afterAll(() => stores.close());

const receivedQuery = defineQuery({
  name: 'test-received',
  sql: 'SELECT arraySum(received) AS received FROM dossier_days FINAL WHERE system_id = {system_id:UInt32}',
  params: z.object({ system_id: z.int() }),
  row: z.object({ received: z.int() }),
});

/** A server that ends when events are written and what its view makes of them is not; it is back when told. */
function endingStore(systemId: number): EventStore & { comesBack(): void } {
  let [away, ended] = [false, false];
  const unlessAway = <T>(work: () => Promise<T>): Promise<T> =>
    away ? Promise.reject(new Error('the server ended')) : work();
  return {
    ...stores.event,
    comesBack: () => (away = false),
    ask: (query, params) => unlessAway(() => stores.event.ask(query, params)),
    run: (statement, params) =>
      unlessAway(async () => {
        await stores.event.run(statement, params);
        if (ended || statement.name !== 'resolve-touched-dossiers') return;
        const query = `DELETE FROM dossier_event_days WHERE system_id = ${systemId}`;
        await stores.event.onEachServer((server) => server.command({ query }).then(() => undefined));
        [away, ended] = [true, true];
        throw new Error('the server ended');
      }),
  };
}

test.each([
  { who: 'the same process', systemId: 1 },
  { who: 'the next process', systemId: 2 },
])('what a server held of events without their days when it ended, $who counts', async ({ who, systemId }) => {
  const at_ms = startOfDay(DAY) + 3_600_000;
  const times = { received_ms: at_ms, version_ms: at_ms, receivedByDesk_ms: at_ms };
  const told = { systemId, feed: 'synchronisation', dossier: 'H56-240305-00001', status: 2, ...times } as const;
  await enterChanges(stores.event, [{ ...emptyDossierChange(), ...told }]);
  const ending = endingStore(systemId);
  const options = { clock: () => startOfDay('2024-06-01'), log };
  const first = createDossierRefresher({ eventStore: ending, ...options });
  await expect(first.refreshNow()).rejects.toThrow('the server ended');
  ending.comesBack();
  const isSame = who === 'the same process';
  const next = isSame ? first : createDossierRefresher({ eventStore: stores.event, ...options });
  await next.refreshNow();
  expect(await stores.event.ask(receivedQuery, { system_id: systemId })).toEqual([{ received: 1 }]);
});
