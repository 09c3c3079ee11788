import { openEventStore, type EventStore } from '@emc/event-store';
import { eventually, freshDirectory, sharedServers, startClickHouseCluster, startProgram } from '@emc/test-kit';
import { expect, test } from 'vitest';
import { sendHits } from './hits.ts';

const HITS = 3000;

interface Usage {
  totals: { pageViews: number; visitors: number; visits: number };
}

/** Per node that answers: the paths that it holds, each as often as it holds it. */
async function pathsByNode(event: EventStore): Promise<string[][]> {
  const nodes: string[][] = [];
  await event.onEachServer(async (server) => {
    const reply = await server.query({ query: 'SELECT path FROM hits ORDER BY path', format: 'JSONEachRow' });
    nodes.push((await reply.json<{ path: string }>()).map(({ path }) => path));
  });
  return nodes;
}

// Part of `npm run test:servers` alone: it starts four servers of its own, of which it kills one.
test.skipIf(process.env['TEST_SERVERS'] !== 'outgrown')(
  'with one of four servers of the event store killed while hits come, every acknowledged hit is counted once, and the killed one catches up',
  async () => {
    using directory = freshDirectory();
    const cluster = await startClickHouseCluster(`${directory.path}/clickhouse`);
    const address = new URL('/emc', cluster.url);
    address.username = cluster.writer.user;
    address.password = cluster.writer.password;
    const env = {
      ...(await sharedServers(directory.path)),
      EMC_CLICKHOUSE_URL: address.href,
      EMC_CLICKHOUSE_CLUSTER: cluster.name,
    };
    const program = await startProgram({ dataDir: `${directory.path}/data`, env });
    const event = openEventStore({ ...cluster, database: 'emc', cluster: cluster.name });
    try {
      const portal = { bodyCode: 'H56', name: 'Portal', kind: 'other', url: 'https://portal.gov.vn' };
      const { siteId } = (await program.api('POST', '/portals', portal)) as { siteId: number };
      const victim = cluster.shards[1]![0]!;
      let killed: Promise<void> | undefined;
      const { acknowledged, unanswered } = await sendHits(program.url, siteId, HITS, (count) => {
        if (count >= HITS / 3) killed ??= cluster.kill(victim);
      });
      await killed;
      await program.quiet();
      await eventually(async () => {
        const { totals } = (await program.api('GET', `/portals/${siteId}/usage`)) as Usage;
        expect(totals.pageViews).toBeGreaterThanOrEqual(acknowledged.size);
      }, 30_000);

      await cluster.bringBack(victim);
      await eventually(async () => {
        const nodes = await pathsByNode(event);
        const held = nodes.map((paths) => paths.join());
        // Two and two hold the same.
        expect(new Set(held).size).toBe(2);
        expect(held.map((one) => held.filter((other) => other === one).length)).toEqual([2, 2, 2, 2]);
        const all = [...new Map(nodes.map((paths) => [paths.join(), paths])).values()].flat();
        expect(new Set(all).size).toBe(all.length);
        expect([...acknowledged].filter((path) => !all.includes(path))).toEqual([]);
        expect(all.filter((path) => !acknowledged.has(path) && !unanswered.has(path))).toEqual([]);
        const { totals } = (await program.api('GET', `/portals/${siteId}/usage`)) as Usage;
        expect(totals).toMatchObject({ pageViews: all.length, visitors: 1, visits: 1 });
        const country = (await program.api('GET', '/usage')) as Usage;
        expect(country.totals).toEqual(totals);
      }, 60_000);
    } finally {
      await event.close();
      await program.stop();
      await cluster.stop();
    }
  },
  240_000,
);
