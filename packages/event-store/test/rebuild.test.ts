import { dayOf } from '@emc/contract';
import { eventually, freshStores } from '@emc/test-kit';
import type { FreshStores } from '@emc/test-kit';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ROLLUPS } from '../src/index.ts';
import type { Hit, Rollup } from '../src/index.ts';
import { arbitraryHit } from './arbitrary-hit.ts';
import { batchOf, plainHit, rowsOf } from './fixtures.ts';

let stores: FreshStores;
/** Runs statements on the tables of every server itself: on a cluster each has its own. */
const everywhere = (...queries: string[]): Promise<void> =>
  stores.event.onEachServer(async (server) => {
    for (const query of queries) await server.command({ query });
  });
beforeAll(async () => {
  stores = await freshStores();
});
afterAll(() => stores.close());

/** Clocks of the store, which a rebuild sets anew. */
const CLOCKS = new Set(['touched_at']);

/** A rollup read as its figures are: merged by key. */
function merged(rollup: Rollup): string {
  const keys = rollup.keys.map(({ name }) => name).filter((name) => !CLOCKS.has(name));
  const measures = rollup.measures
    .filter(({ name }) => !CLOCKS.has(name))
    .map(({ name, type }) => {
      const simple = /^SimpleAggregateFunction\((\w+),/.exec(type)?.[1];
      return simple === undefined ? `uniqExactMerge(${name})` : `toString(${simple}(${name}))`;
    });
  return `SELECT toString(tuple(${[...keys, ...measures].join(', ')})) AS row FROM ${rollup.name} GROUP BY ${keys.join(', ')} ORDER BY row`;
}

async function allRollups(): Promise<Record<string, unknown>> {
  const read = ROLLUPS.map(async (rollup) => [rollup.name, await rowsOf(stores.event, merged(rollup))] as const);
  return Object.fromEntries(await Promise.all(read));
}

test('rebuilding days from the hits gives the same rollups as the inserts did', async () => {
  const now_ms = Date.now();
  const plain = fc.record({ hit: arbitraryHit, siteId: fc.integer({ min: 1, max: 3 }) });
  let batchId = 0n;
  await fc.assert(
    fc.asyncProperty(fc.array(plain, { minLength: 2, maxLength: 40 }), async (generated) => {
      const hits = generated.map(({ hit, siteId }): Hit => ({
        ...hit,
        siteId,
        eventValue: Math.round(hit.eventValue % 1000),
        received_ms: now_ms,
      }));
      const half = hits.length >> 1;
      await stores.event.insertHits(batchOf(++batchId, hits.slice(0, half)));
      await stores.event.insertHits(batchOf(++batchId, hits.slice(half)));
      const before = await allRollups();
      const days = await stores.event.daysOfBatches([batchId - 1n, batchId]);
      expect(days).toEqual([...new Set(hits.map(({ time_ms }) => dayOf(time_ms)))].sort());
      for (const day of days.slice(0, 2)) await stores.event.rebuildDay(day);
      expect(await allRollups()).toEqual(before);
    }),
    { numRuns: 3 },
  );
});

test('a rebuild brings back what a rollup lost and removes what it has too much', async () => {
  const { event } = stores;
  await event.insertHits(batchOf(500n, [plainHit({ time_ms: Date.UTC(2026, 9, 5, 3), siteId: 9 })]));
  const before = await allRollups();
  await everywhere(
    "DELETE FROM site_pages WHERE day = '2026-10-05'",
    "INSERT INTO site_hours (site_id, day, hour, hits, page_views) VALUES (9, '2026-10-05', '2026-10-05 03:00:00', 7, 7)",
  );
  await event.rebuildDay('2026-10-05');
  expect({ ...(await allRollups()), recent_hits: 0 }).toEqual({ ...before, recent_hits: 0 });
});

test('inserts that arrive during a rebuild are counted once', async () => {
  const { event } = stores;
  const day_ms = Date.UTC(2026, 8, 9, 3);
  const work: Promise<void>[] = [];
  for (let i = 0n; i < 6n; i++) {
    work.push(event.insertHits(batchOf(600n + i, [plainHit({ time_ms: day_ms, siteId: 8, received_ms: Date.now() })])));
    if (i % 3n === 1n) work.push(event.rebuildDay('2026-09-09'));
  }
  await Promise.all(work);
  for (const table of ['site_hours', 'site_days']) {
    expect(await rowsOf(event, `SELECT sum(hits) AS n FROM ${table} WHERE site_id = 8`)).toEqual([{ n: '6' }]);
  }
});

test('a rebuild waits for an insert whose connection broke, which the gate does not know of', async () => {
  const { event } = stores;
  const query_id = `emc-${event.database}-hits-999`;
  const rows = "SELECT 6, toDateTime64('2026-09-10 03:00:00', 3, 'UTC') FROM numbers(10) WHERE sleepEachRow(0.1) = 0";
  let begun = (): void => undefined;
  const running = new Promise<void>((resolve) => (begun = resolve));
  let first = true;
  const abandoned = event.onEachServer(async (server) => {
    if (!first) return;
    first = false;
    const insert = server.command({ query: `INSERT INTO hits (site_id, time) ${rows}`, query_id });
    await eventually(async () => {
      const reply = await server.query({
        query: 'SELECT 1 FROM system.processes WHERE query_id = {query_id:String}',
        query_params: { query_id },
        format: 'JSONEachRow',
      });
      expect(await reply.json()).toHaveLength(1);
    });
    begun();
    await insert;
  });
  await running;
  await event.rebuildDay('2026-09-10');
  // Had it not waited, it would have ended before the insert.
  let found = 0;
  await event.onEachServer(async (server) => {
    const reply = await server.query({
      query: 'SELECT toUInt32(count()) AS n FROM hits WHERE site_id = 6',
      format: 'JSONEachRow',
    });
    found += (await reply.json<{ n: number }>())[0]!.n;
  });
  expect(found).toBe(10);
  await abandoned;
  // Of a cluster one replica alone holds them.
  await event.catchUp();
});

test('while a day is rebuilt its visitors of the country stay readable, and are known to be out of date', async () => {
  const { event } = stores;
  await event.insertHits(batchOf(700n, [plainHit({ time_ms: Date.UTC(2026, 7, 9, 3), siteId: 8 })]));
  await event.write.command({
    query: "INSERT INTO country_days (day, computed_at, hits, visitors) VALUES ('2026-08-09', now64(3), 1, 1)",
  });
  await event.rebuildDay('2026-08-09');
  const [row] = await rowsOf(event, "SELECT visitors, hits FROM country_days FINAL WHERE day = '2026-08-09'");
  expect(row).toMatchObject({ visitors: '1' });
  expect(row?.['hits']).not.toBe('1');
});

test('a rebuild that was cut off is made good by the next, and leaves no table behind', async () => {
  const { event } = stores;
  const before = await allRollups();
  await everywhere(
    'CREATE TABLE site_pages_rebuilt AS site_pages',
    "INSERT INTO site_pages_rebuilt (site_id, day, host, path, page_views) VALUES (8, '2026-08-09', 'a.gov.vn', '/', 9)",
    "DELETE FROM site_pages WHERE day = '2026-08-09'",
  );
  await event.rebuildDay('2026-08-09');
  expect(await allRollups()).toEqual(before);
  const left = "SELECT name FROM system.tables WHERE database = currentDatabase() AND name LIKE '%rebuilt'";
  await event.onEachServer(async (server) => {
    expect(await (await server.query({ query: left, format: 'JSONEachRow' })).json()).toEqual([]);
  });
});

test('what is recent holds the present alone, from inserts as from a rebuild', async () => {
  const { event } = stores;
  const now_ms = Date.now();
  await event.insertHits(batchOf(800n, [plainHit({ time_ms: now_ms, siteId: 88, received_ms: now_ms })]));
  await event.insertHits(batchOf(801n, [plainHit({ time_ms: now_ms - 7_300_000, siteId: 88, received_ms: now_ms })]));
  const recent = () => rowsOf(event, 'SELECT toUnixTimestamp64Milli(time) AS at FROM recent_hits WHERE site_id = 88');
  expect(await recent()).toEqual([{ at: String(now_ms) }]);
  await event.rebuildDay(dayOf(now_ms));
  expect(await recent()).toEqual([{ at: String(now_ms) }]);
});

test('whether a block is there is answered without reading the hits of other blocks', async () => {
  const { event } = stores;
  const query = 'EXPLAIN indexes = 1 SELECT DISTINCT day FROM hits WHERE batch_id IN [1234567]';
  await event.onEachServer(async (server) => {
    const plan = await server.query({ query, format: 'JSONEachRow' });
    const text = (await plan.json<{ explain: string }>()).map(({ explain }) => explain).join('\n');
    expect(text).toMatch(/Name: batches[\s\S]*Granules: 0\//);
  });
});

test('which batches are there is told exactly, for hits and for drops', async () => {
  const { event } = stores;
  const large = 0xffff_ffff_ffff_fff0n;
  await event.insertHits(batchOf(large, [plainHit()]));
  await event.insertDrops({
    batchId: large + 1n,
    drops: [{ siteId: 1, minute_ms: Date.now(), reason: 'bot', count: 3, sampleHost: 'h', samplePath: '/p' }],
  });
  expect(await event.batchExists([large, large + 1n])).toEqual(new Set([large]));
  expect(await event.dropBatchExists([large, large + 1n])).toEqual(new Set([large + 1n]));
});
