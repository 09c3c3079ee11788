import { startOfDay } from '@emc/contract';
import { type EventStore, forReaders, type ReaderStore } from '@emc/event-store';
import { type FreshStores, freshStores } from '@emc/test-kit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createFigures, createRefresher } from '../src/index.ts';
import { computationParams } from '../src/visits/stale.ts';
import { computeVisitDays, visitSettings } from '../src/visits/visit-days.ts';
import { hit } from './journeys.ts';
import { hierarchyOf, insert, portal } from './store-helpers.ts';

const quiet = { info: () => {}, warn: () => {}, error: () => {} };
const DAY = '2024-06-10';
const NOON_MS = startOfDay(DAY) + 12 * 3_600_000;
const clock = () => NOON_MS;
/** Each with a path, a title and a referrer of its own, by a visitor of its own. */
const FLOODED = 100_000;
const FLOODED_SITE = 7;
const HONEST_SITE = 8;
/** Below what the list of the flooded portal's pages takes at once, above what it takes when it goes on on disk. */
const LITTLE_BYTES = 150_000_000;
/** Below what it takes however it is done. */
const TOO_LITTLE_BYTES = 30_000_000;

let stores: FreshStores;
let store: EventStore;
beforeAll(async () => {
  stores = await freshStores();
  store = stores.event;
  const begin_ms = startOfDay(DAY);
  const long = (seed: string, times: number): string => `repeat(hex(sipHash128(${seed})), ${times})`;
  const time = (ms: string): string => `fromUnixTimestamp64Milli(toInt64(${ms}), 'UTC')`;
  await store.write.command({
    query: `INSERT INTO hits (site_id, time, received, visitor, kind, host, path, title, referrer_kind, referrer, device, browser, os, batch_id)
      SELECT ${FLOODED_SITE}, ${time(`${begin_ms} + number % 40000000`)}, ${time(String(begin_ms))}, number, 'page_view', 'a.gov.vn',
        concat('/', ${long('number', 28)}), ${long('number + 1', 9)}, 'website', concat('h', toString(number), '.com'),
        'desktop', 'Chrome', 'Linux', 1 FROM numbers(${FLOODED})`,
  });
  await insert(store, [hit({ siteId: HONEST_SITE, time_ms: NOON_MS, visitor: 1n })]);
  await createRefresher({ eventStore: store, clock, log: quiet }).refreshNow();
}, 120_000);
afterAll(() => stores.close());

function readersWith(questionMemory_bytes: number): ReaderStore {
  return forReaders(store, {
    heartbeat: { whileAnswering: (ask) => ask(new AbortController().signal) },
    clock,
    questionMemory_bytes,
  });
}

const usage = (eventStore: EventStore, subject: { kind: 'country' } | { kind: 'portal'; siteId: number }) =>
  createFigures({
    eventStore,
    hierarchy: hierarchyOf([portal(FLOODED_SITE), portal(HONEST_SITE)]),
    clock,
    simulated: false,
    loaderStatus: () => ({ loadedThrough_ms: clock() }),
  }).usage(subject, { from: DAY, to: DAY, interval: 'day' });

test('a day of 100,000 different pages is listed by going on on disk, for the portal and for the country', async () => {
  const readers = readersWith(LITTLE_BYTES);
  // What it takes at once is more than there is.
  const atOnce = store.read.query({
    query: 'SELECT host, path, max(title) FROM site_pages GROUP BY host, path ORDER BY path LIMIT 1',
    clickhouse_settings: {
      max_memory_usage: String(LITTLE_BYTES),
      max_bytes_before_external_group_by: '0',
      max_bytes_ratio_before_external_group_by: 0,
    },
  });
  await expect(atOnce).rejects.toThrow(/memory limit exceeded/i);
  for (const subject of [{ kind: 'country' }, { kind: 'portal', siteId: FLOODED_SITE }] as const) {
    const { totals, pages, referrers } = await usage(readers, subject);
    const honest = subject.kind === 'country' ? 1 : 0;
    expect([totals.pageViews, totals.visits, pages?.length, referrers?.length]).toEqual([
      FLOODED + honest,
      FLOODED + honest,
      50,
      50,
    ]);
  }
  expect(readers.unanswered()).toBeUndefined();
});

test('a list that cannot be made says so and takes no total and no other list with it, and it is known that it could not', async () => {
  const readers = readersWith(TOO_LITTLE_BYTES);
  const flooded = await usage(readers, { kind: 'portal', siteId: FLOODED_SITE });
  expect([flooded.pages, flooded.totals.pageViews, flooded.totals.visits]).toEqual([null, FLOODED, FLOODED]);
  expect(flooded.searches).toEqual([]);
  expect(readers.unanswered()?.questions).toContain('usage-pages');
  // Another portal's is not touched.
  const honest = await usage(readers, { kind: 'portal', siteId: HONEST_SITE });
  expect([honest.pages?.length, honest.devices?.length, honest.totals.visits]).toEqual([1, 1, 1]);
});

test('visits of a day whose visitors do not fit into memory are computed on disk', async () => {
  const params = computationParams([{ siteId: FLOODED_SITE, day: DAY, hits: FLOODED, computedHits: 0 }]);
  const little_bytes = 60_000_000;
  const inMemory = {
    max_memory_usage: String(little_bytes),
    max_bytes_before_external_group_by: '0',
    max_bytes_ratio_before_external_group_by: 0,
  };
  await expect(store.run({ ...computeVisitDays, settings: inMemory }, params)).rejects.toThrow(
    /memory limit exceeded/i,
  );
  await store.run({ ...computeVisitDays, settings: visitSettings(little_bytes) }, params);
  const { totals } = await usage(readersWith(LITTLE_BYTES), { kind: 'portal', siteId: FLOODED_SITE });
  expect([totals.visits, totals.bounces]).toEqual([FLOODED, FLOODED]);
});
