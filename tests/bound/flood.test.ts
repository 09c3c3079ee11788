import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { createLoader } from '@emc/collect';
import { dayOf, startOfDay } from '@emc/contract';
import { readOtherHits, readOtherValues } from '@emc/control-store';
import { createFigures, createRefused } from '@emc/measure';
import { eventually, type FreshStores, freshDirectory, freshStores } from '@emc/test-kit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startBound } from '../../apps/emc/src/roles/bound.ts';
import { startCollector } from '../../packages/collect/test/support.ts';
import { hierarchyOf, portal } from '../../packages/measure/test/store-helpers.ts';

const DAY = '2024-06-10';
const clock = () => startOfDay(DAY) + 12 * 3_600_000;
const quiet = { info: () => {}, warn: () => {}, error: () => {} };
const SITE = 5;
/** One network's part of the places for new pages. */
const PART = 5_000;

let stores: FreshStores;
const directory = freshDirectory();
beforeAll(async () => (stores = await freshStores()));
afterAll(async () => {
  await stores.close();
  directory.remove();
});

/** A collector as the program starts it, up to the event store, on the data directory of this file. */
async function start() {
  const stack = new AsyncDisposableStack();
  const data = { place: (name: string) => path.join(directory.path, name), processId: 'the collector' };
  const bound = await startBound({ data, stores, clock, log: quiet, stack });
  const running = await startCollector({ clock, bound });
  const loader = createLoader({ spool: running.spool, eventStore: stores.event, clock, log: quiet });
  await loader.start();
  const send = async (from: number, to: number): Promise<void> => {
    for (let first = from; first < to; first += 1_000) {
      const pages = Array.from({ length: Math.min(1_000, to - first) }, (_, at) => `trang-${first + at}`);
      const requests = pages.map(
        (page) => `?idsite=${SITE}&rec=1&action_name=Trang&url=https://dichvucong.example.gov.vn/${page}`,
      );
      const reply = await running.send('POST', '/matomo.php', {}, JSON.stringify({ requests }));
      expect(reply.status).toBe(200);
    }
    await loader.drain();
  };
  return {
    send,
    stop: async () => {
      await loader.stop();
      await running.stop();
      await stack.disposeAsync();
    },
  };
}

async function storedPages(): Promise<{ pages: number; views: number; others: number }> {
  const reply = await stores.event.read.query({
    query: `SELECT toUInt32(uniqExact(path)) AS pages, toUInt32(sum(page_views)) AS views,
      toUInt32(sumIf(page_views, path = 'other')) AS others FROM site_pages WHERE site_id = ${SITE}`,
    format: 'JSONEachRow',
  });
  return (await reply.json<{ pages: number; views: number; others: number }>())[0]!;
}

const figures = () =>
  createFigures({
    eventStore: stores.event,
    hierarchy: hierarchyOf([portal(SITE)]),
    clock,
    simulated: false,
    loaderStatus: () => ({ loadedThrough_ms: clock() }),
    otherValues: (siteId, since) => readOtherValues(stores.control.db, siteId, since),
  });

/** What the operator's morning page lists, or that of a body. */
const listed = async (bodyCode?: string) => {
  const refused = createRefused({
    eventStore: stores.event,
    hierarchy: hierarchyOf([portal(SITE)]),
    systems: { systemsOn: async () => [] },
    clock,
    otherHits: (since, most) => readOtherHits(stores.control.db, since, most),
  });
  const { items } = await refused.refused({ hours: 24, ...(bodyCode === undefined ? {} : { bodyCode }) });
  return items.map(({ id, name, reason, count, firstAt, lastAt }) => [id, name, reason, count, firstAt, lastAt]);
};

test('beyond the bound "other" is stored, a rebuild gives the same, owner and operator are informed, and a restart changes nothing', async () => {
  const first = await start();
  await first.send(0, PART + 600);
  const stored = { pages: PART + 1, views: PART + 600, others: 600 };
  expect(await storedPages()).toEqual(stored);
  await stores.event.rebuildDay(dayOf(clock()));
  expect(await storedPages()).toEqual(stored);
  await eventually(async () => {
    const [day] = (await figures().otherValues(SITE, 7)).days;
    expect(day).toMatchObject({ day: DAY, hits: 600, fields: [{ field: 'page', places: 50_000, hits: 600 }] });
    expect(Math.abs(day!.fields[0]!.values - 600)).toBeLessThan(90);
  });
  const line = [SITE, `Cổng ${SITE}`, 'too-many-values', 600, `${DAY}T00:00:00+07:00`, `${DAY}T12:00:00+07:00`];
  expect([await listed(), await listed('H56')]).toEqual([[line], [line]]);
  await first.stop();

  const second = await start();
  await second.send(PART + 600, PART + 700);
  await second.stop();
  expect(await storedPages()).toEqual({ pages: PART + 1, views: PART + 700, others: 700 });
  const [day] = (await figures().otherValues(SITE, 1)).days;
  expect(day).toMatchObject({ hits: 700, fields: [{ field: 'page', hits: 700 }] });
  expect(Math.abs(day!.fields[0]!.values - 700)).toBeLessThan(105);
});

test('what is kept of it on disk holds no text and no address', () => {
  const dir = path.join(directory.path, 'bound');
  const kept = Buffer.concat(readdirSync(dir).map((name) => readFileSync(path.join(dir, name))));
  expect(kept.length).toBeGreaterThan(PART * 12);
  for (const secret of ['127.0.0', 'trang-1', 'dichvucong', '\u007f\u0000\u0000\u0001'])
    expect(kept.includes(Buffer.from(secret, 'latin1'))).toBe(false);
});
