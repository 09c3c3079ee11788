import { eventually } from '@emc/test-kit';
import { expect, test } from 'vitest';
import { sendHits } from './hits.ts';
import { pathsHeldOnce, startOnCluster } from './on-cluster.ts';

const HITS = 3000;

interface Usage {
  totals: { pageViews: number; visitors: number; visits: number };
}

// Part of `npm run test:servers` alone: it starts four servers of its own, of which it kills one.
test.skipIf(process.env['TEST_SERVERS'] !== 'outgrown')(
  'with one of four servers of the event store killed while hits come, every acknowledged hit is counted once, and the killed one catches up',
  async () => {
    await using started = await startOnCluster();
    const { cluster, program, event } = started;
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
      const all = await pathsHeldOnce(event);
      expect([...acknowledged].filter((path) => !all.has(path))).toEqual([]);
      expect([...all].filter((path) => !acknowledged.has(path) && !unanswered.has(path))).toEqual([]);
      const { totals } = (await program.api('GET', `/portals/${siteId}/usage`)) as Usage;
      expect(totals).toMatchObject({ pageViews: all.size, visitors: 1, visits: 1 });
      const country = (await program.api('GET', '/usage')) as Usage;
      expect(country.totals).toEqual(totals);
    }, 120_000);
  },
  600_000,
);
