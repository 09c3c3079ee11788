import { freshDirectory, startClickHouseCluster, type TestCluster } from '@emc/test-kit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import {
  defineQuery,
  defineStatement,
  DOSSIER_ROW_VERSION,
  emptyDossierChange,
  encodeDossierChange,
  openEventStore,
  ROLLUPS,
  RowWriter,
} from '../src/index.ts';
import type { EventStore } from '../src/index.ts';
import { batchOf, plainHit } from './fixtures.ts';

const HITS_IN_BLOCK = 2;
const sumsQuery = defineQuery({
  name: 'sums',
  sql: `SELECT (SELECT count() FROM hits) AS hits, (SELECT uniqExact(batch_id) FROM hits) AS blocks,
    (SELECT sum(page_views) FROM site_hours) AS pageViews, (SELECT uniqExactMerge(visitors) FROM site_day_visitors) AS visitors`,
  params: z.object({}),
  row: z.object({ hits: z.int(), blocks: z.int(), pageViews: z.int(), visitors: z.int() }),
});

const enterVisits = defineStatement({
  name: 'enter-visits',
  sql: "INSERT INTO visit_days (site_id, day, computed_at) VALUES ({site:UInt32}, '2026-11-22', now64(3))",
  params: z.object({ site: z.int() }),
});

/** Each of the others takes ten seconds: `npm run test:servers` runs them all. */
const thorough = test.skipIf(process.env['TEST_SERVERS'] !== 'outgrown');

/** Several loopback addresses exist on Linux only. */
describe.skipIf(process.platform !== 'linux')('two shards of two replicas', () => {
  const directory = freshDirectory();
  let cluster: TestCluster;
  let event: EventStore;
  let last = 0n;

  const open = (): EventStore => openEventStore({ ...cluster, database: 'emc', cluster: cluster.name });
  beforeAll(async () => {
    cluster = await startClickHouseCluster(directory.path);
    event = open();
    await event.applySchema();
    await event.catchUp();
  });
  afterAll(async () => {
    await event?.close();
    await cluster?.stop();
    directory.remove();
  });

  /** As the loader does: what fails is looked for before it is sent again. */
  const insert = async (count: number): Promise<void> => {
    const ids = Array.from({ length: count }, () => ++last);
    const one = async (batchId: bigint): Promise<void> => {
      const hit = { siteId: Number(batchId % 3n) + 1, visitor: batchId % 5n, path: `/${batchId}` };
      const batch = batchOf(batchId, [plainHit(hit), plainHit({ ...hit, kind: 'ping' })]);
      for (let inDoubt = false; ; inDoubt = true) {
        try {
          if (inDoubt && (await event.batchExists([batchId])).has(batchId)) return;
          return await event.insertHits(batch);
        } catch {
          await new Promise((resolve) => setTimeout(resolve, 50));
        }
      }
    };
    const worker = async (): Promise<void> => {
      for (let id = ids.pop(); id !== undefined; id = ids.pop()) await one(id);
    };
    await Promise.all([worker(), worker(), worker(), worker()]);
  };

  /** What each node that answers holds itself: its blocks, row by row, and the first measure of every rollup. */
  const held = async (): Promise<{ shard: string; blocks: string; rollups: string }[]> => {
    const sums = ROLLUPS.filter(({ measures }) => measures.length > 0).map(({ name, measures }) => {
      const [first] = measures;
      return `(SELECT ${first!.type.startsWith('Simple') ? 'sum' : 'uniqExactMerge'}(${first!.name}) FROM ${name})`;
    });
    const nodes: { shard: string; blocks: string; rollups: string }[] = [];
    await event.onEachServer(async (server) => {
      const reply = await server.query({
        query: `SELECT toString(min(batch_id) % 2) AS shard, toString(arraySort(groupArray(batch_id))) AS blocks,
          toString(tuple(${sums.join(', ')})) AS rollups FROM hits`,
        format: 'JSONEachRow',
      });
      nodes.push(...(await reply.json<(typeof nodes)[number]>()));
    });
    return nodes.sort((a, b) => (a.shard < b.shard ? -1 : 1));
  };

  /** The portals of which each node that answers holds computed visits, node by node. */
  const visits = async (): Promise<string[]> => {
    const nodes: string[] = [];
    await event.onEachServer(async (server) => {
      const query = 'SELECT toString(arraySort(groupArray(site_id))) AS sites FROM visit_days FINAL';
      nodes.push(
        ...(await (await server.query({ query, format: 'JSONEachRow' })).json<{ sites: string }>()).map(
          ({ sites }) => sites,
        ),
      );
    });
    return nodes.sort();
  };

  const allHeldOnce = async (): Promise<void> => {
    const [a, b, c, d] = await held();
    expect([a, c]).toEqual([b, d]);
    const blocks = Number(last);
    expect(await event.ask(sumsQuery, {})).toEqual([
      { hits: blocks * HITS_IN_BLOCK, blocks, pageViews: blocks, visitors: Math.min(blocks, 5) },
    ]);
  };

  test('a block is on one shard whole, on both of its replicas, and figures are over all', async () => {
    await insert(10);
    const [a, , c] = await held();
    expect([a!.shard, c!.shard]).toEqual(['0', '1']);
    await allHeldOnce();
  });

  test('with one replica killed under way loading and reading go on, and when it is back it holds each block once', async () => {
    const [, victim] = cluster.shards[0]!;
    const loading = insert(30);
    await new Promise((resolve) => setTimeout(resolve, 100));
    await cluster.kill(victim!);
    await loading;
    await insert(10);
    const blocks = Number(last);
    expect(await event.ask(sumsQuery, {})).toMatchObject([{ hits: blocks * HITS_IN_BLOCK, blocks, pageViews: blocks }]);
    expect(await event.catchUp()).toEqual([victim]);

    await cluster.bringBack(victim!);
    expect(event.lacking()).toEqual([victim]);
    const reader = open();
    reader.avoid(event.lacking());
    // It answers, and lacks the last blocks: neither who knows that nor who was told asks it.
    for (const store of [event, reader, event, reader, event, reader, event, reader])
      expect(await store.ask(sumsQuery, {})).toMatchObject([
        { hits: blocks * HITS_IN_BLOCK, blocks, pageViews: blocks },
      ]);
    await reader.close();
    const again = insert(10);
    await expect.poll(() => event.catchUp(), { timeout: 180_000 }).toEqual([]);
    await again;
    expect(event.lacking()).toEqual([]);
    await allHeldOnce();
  });

  thorough('when the server goes that the program was told of, the others answer', async () => {
    const [[first]] = cluster.shards as [[string]];
    await cluster.kill(first);
    const blocks = Number(last);
    expect(await event.ask(sumsQuery, {})).toMatchObject([{ blocks }]);
    expect(await event.batchExists([1n, last, last + 1n])).toEqual(new Set([1n, last]));
    await event.rebuildDay('2026-11-22');
    const begunNow = openEventStore({
      ...cluster,
      otherUrls: [cluster.url.replace(first, cluster.shards[1]![0]!)],
      database: 'emc',
      cluster: cluster.name,
    });
    expect(await begunNow.ask(sumsQuery, {})).toMatchObject([{ blocks }]);
    await begunNow.close();
    await insert(4);
    await cluster.bringBack(first);
    await expect.poll(() => event.catchUp(), { timeout: 180_000 }).toEqual([]);
    await allHeldOnce();
  });

  thorough(
    'a block that a killed loader left on one replica, and in no rollup there, is made good by the next loader',
    async () => {
      // As a kill between the hits and their views leaves it: node by node, by hand.
      let turn = 0;
      await event.onEachServer(async (server) => {
        if (turn++ === 0) await server.command({ query: `DELETE FROM site_pages WHERE path = '/2' OR path = '/3'` });
        if (turn === 2) await server.command({ query: 'DELETE FROM hits WHERE batch_id IN (2, 3, 4, 5)' });
      });
      const next = open();
      try {
        expect(await next.catchUp()).toEqual([]);
      } finally {
        await next.close();
      }
      await allHeldOnce();
    },
  );

  thorough('a dossier whose state a killed server did not write is made good by the next loader', async () => {
    const rows = new RowWriter();
    encodeDossierChange(
      { ...emptyDossierChange(), systemId: 1, dossier: 'H56-261122-0001', received_ms: Date.UTC(2026, 10, 22, 1) },
      rows,
    );
    await event.insertDossierChanges({ batchId: 2n, rows: rows.copy(), rowVersion: DOSSIER_ROW_VERSION });
    const states = async (): Promise<string[]> => {
      const counts: string[] = [];
      await event.onEachServer(async (server) => {
        const query = `SELECT concat(toString((SELECT count() FROM dossier_changes)), ' ', toString((SELECT count() FROM dossiers FINAL)), ' ',
          toString((SELECT count() FROM system_days FINAL))) AS counts`;
        const reply = await server.query({ query, format: 'JSONEachRow' });
        counts.push((await reply.json<{ counts: string }>())[0]!.counts);
      });
      return counts.sort();
    };
    const whole = ['0 0 0', '0 0 0', '1 1 1', '1 1 1'];
    expect(await states()).toEqual(whole);
    // As a kill between the changes and their views leaves it, on one of the replicas.
    let done = false;
    await event.onEachServer(async (server) => {
      const reply = await server.query({ query: 'SELECT 1 FROM dossiers', format: 'JSONEachRow' });
      if ((await reply.json()).length === 0 || done) return;
      done = true;
      for (const table of ['dossiers', 'system_days']) await server.command({ query: `TRUNCATE TABLE ${table}` });
    });
    expect(await states()).toEqual(['0 0 0', '0 0 0', '1 0 0', '1 1 1']);
    const next = open();
    expect(await next.catchUp()).toEqual([]);
    await next.close();
    expect(await states()).toEqual(whole);
  });

  thorough('a node that comes back without its tables gets them, and all that they held', async () => {
    const [, host] = cluster.shards[1]!;
    for (const site of [1, 2, 3, 4, 5, 6]) await event.run(enterVisits, { site });
    const before = await visits();
    expect(before[0]).toBe(before[1]);
    expect(before[2]).toBe(before[3]);
    await cluster.lose(host!);
    await cluster.bringBack(host!);
    const next = open();
    await next.catchUp();
    await next.close();
    await allHeldOnce();
    // What is computed too, which nobody sends again.
    expect(await visits()).toEqual(before);
  });

  // The last: it leaves them as they are.
  thorough('while none of a shard is there a question is refused, never answered in part', async () => {
    for (const host of cluster.shards[0]!) await cluster.kill(host);
    for (let turn = 0; turn < 4; turn++)
      await expect(event.ask(sumsQuery, {})).rejects.toMatchObject({ code: 'store-unavailable' });
  });
});
