import { addDays, type Day, dayOf, startOfDay } from '@emc/contract';
import { freshStores } from '@emc/test-kit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildCountry, simulateDay } from '../src/country-day.ts';
import { planCountry, simulateHistory } from '../src/index.ts';
import { referenceBodies } from './bodies.ts';

type Stores = Awaited<ReturnType<typeof freshStores>>;
let stores: Stores;
beforeAll(async () => {
  stores = await freshStores();
});
afterAll(() => stores.close());

const SCALE = 0.2;
const FROM = '2026-10-27';
const plan = planCountry(2026, referenceBodies(), '2026-11-22');
const history = (to_ms: number, onProgress?: (progress: { done_ms: number; total_ms: number; hits: number }) => void) =>
  simulateHistory({ plan, eventStore: stores.event, from: FROM, to_ms, scale: SCALE, onProgress });

/** What was generated, counted without the store. */
function expected(to_ms: number): Record<string, number> {
  const country = buildCountry(plan);
  const counts: Record<string, number> = {};
  for (let day: Day = FROM; day <= dayOf(to_ms); day = addDays(day, 1)) {
    simulateDay(country, day, SCALE, ({ kind, serviceState, time_ms }) => {
      if (time_ms >= to_ms) return;
      const name = kind === 'service' ? `service ${serviceState}` : kind;
      counts[name] = (counts[name] ?? 0) + 1;
    });
  }
  return counts;
}

async function rows<Row>(query: string): Promise<Row[]> {
  return (await stores.event.read.query({ query, format: 'JSONEachRow' })).json<Row>();
}

async function stored(): Promise<Record<string, number>> {
  const found = await rows<{ name: string; count: string }>(
    `SELECT if(kind = 'service', concat('service ', toString(service_state)), toString(kind)) AS name, toString(count()) AS count FROM hits GROUP BY name`,
  );
  return Object.fromEntries(found.map(({ name, count }) => [name, Number(count)]));
}

const NOW_MS = startOfDay('2026-11-02') + 10.3 * 3_600_000;

test('what is in the store after a run is what was generated, in the raw table and in what is summed up from it', async () => {
  const seen: number[] = [];
  const { hits } = await history(NOW_MS, ({ done_ms, total_ms }) => seen.push(done_ms / total_ms));
  const counts = expected(NOW_MS);
  expect(await stored()).toEqual(counts);
  expect(hits).toBe(Object.values(counts).reduce((sum, count) => sum + count, 0));
  expect(seen.at(-1)).toBe(1);
  expect(seen).toEqual(seen.toSorted((one, other) => one - other));
  const [sums] = await rows<Record<string, string>>(
    `SELECT toString(sum(hits)) AS hits, toString(sum(page_views)) AS views, toString(sum(service_submissions)) AS submissions, toString(max(hour)) AS last FROM site_hours`,
  );
  expect(sums).toMatchObject({
    hits: String(hits),
    views: String(counts['page_view']),
    submissions: String(counts['service 1']),
  });
});

test('each block of the history is in the store as one', async () => {
  const [answer] = await rows<{ parted: string }>(
    `SELECT toString(max(days)) AS parted FROM (SELECT uniqExact(toYYYYMM(day)) AS days FROM hits GROUP BY batch_id)`,
  );
  expect(answer?.parted).toBe('1');
});

test('a second run adds nothing', async () => {
  const before = await stored();
  expect(await history(NOW_MS)).toEqual({ hits: 0, blocks: 0 });
  expect(await stored()).toEqual(before);
});

test('a later run adds what has become past since, but for the hour that had begun', async () => {
  const before = await stored();
  const { hits } = await history(NOW_MS + 26 * 3_600_000);
  expect(hits).toBeGreaterThan(0);
  const after = await stored();
  const total = (counts: Record<string, number>) => Object.values(counts).reduce((sum, count) => sum + count, 0);
  expect(total(after)).toBe(total(before) + hits);
  const [first] = await rows<{ holes: string }>(
    `SELECT toString(count()) AS holes FROM (SELECT visitor, time, kind, path, count() AS copies FROM hits GROUP BY ALL HAVING copies > 1)`,
  );
  expect(first?.holes).toBe('0');
});
