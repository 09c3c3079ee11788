import { defineQuery, openEventStore } from '@emc/event-store';
import {
  dossierStates,
  eventually,
  numberOfChange,
  readDossierChanges,
  readDossierStates,
  sendDossiers,
  type DossierSender,
} from '@emc/test-kit';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { outcomesOf, reckonDossiers } from '../../packages/measure/test/dossier-reckoning.ts';
import { sendHits } from './hits.ts';
import { heldByShard, type OnCluster, pathsHeldOnce, startOnCluster } from './on-cluster.ts';

const HITS = 400;
const CHANGES = 800;

interface Usage {
  totals: { pageViews: number; visitors: number; visits: number };
  completeness: { loadedThrough: string };
}

interface Taken {
  paths: Set<string>;
  /** Nobody knows whether they were taken. */
  doubtful: Set<string>;
  changes: number[];
}

/** Sends hits and changes of dossiers, and notes what was acknowledged. */
async function sendSome(program: OnCluster['program'], sender: DossierSender, taken: Taken, round: number) {
  const [hits, changes] = await Promise.all([
    sendHits(program.url, sender.siteId, HITS, () => undefined, `trang-${round}`),
    sendDossiers(sender, round * 100_000, (count) => count >= CHANGES),
  ]);
  for (const path of hits.acknowledged) taken.paths.add(path);
  for (const path of hits.unanswered) taken.doubtful.add(path);
  taken.changes.push(...changes);
}

async function register({ program }: OnCluster): Promise<DossierSender> {
  const url = 'https://portal.gov.vn';
  const portal = { bodyCode: 'H56', name: 'Portal', kind: 'public-service-portal', url };
  const { siteId } = (await program.api('POST', '/portals', portal)) as { siteId: number };
  const system = { bodyCode: 'H56', name: 'System', agencyCode: 'H56', siteId, addresses: ['127.0.0.1'] };
  const { key } = (await program.api('POST', '/systems', system)) as { key: string };
  return { port: program.port, key, siteId };
}

/** Everything that was acknowledged is in the stores once, on both replicas of its shard, and in every figure. */
async function expectAllOnce({ program, event }: OnCluster, siteId: number, taken: Taken): Promise<void> {
  const paths = await pathsHeldOnce(event);
  expect([...taken.paths].filter((path) => !paths.has(path))).toEqual([]);
  expect([...paths].filter((path) => !taken.paths.has(path) && !taken.doubtful.has(path))).toEqual([]);
  await heldByShard(event, 'SELECT * EXCEPT touched_at FROM dossiers FINAL');
  for (const address of [`/portals/${siteId}/usage`, '/usage']) {
    const { totals } = (await program.api('GET', address)) as Usage;
    expect(totals).toMatchObject({ pageViews: paths.size, visitors: 1, visits: 1 });
  }
  const changes = await readDossierChanges(event.write);
  const numbers = changes.map(numberOfChange);
  const there = new Set(numbers);
  expect(there.size).toBe(numbers.length);
  expect(taken.changes.filter((number) => !there.has(number))).toEqual([]);
  expect(await readDossierStates(event.write)).toEqual(dossierStates(changes));
  const answer = await program.api('GET', DOSSIERS);
  const expected = reckonDossiers(outcomesOf(changes), () => false, '2024-01-01', '2024-12-30');
  expect((answer as { totals: object }).totals).toEqual(expected);
}

const DOSSIERS = '/systems/1/dossiers?from=2024-01-01&to=2024-12-30';
const through = ({ completeness }: Usage): number => Date.parse(completeness.loadedThrough);
const hitsQuery = defineQuery({
  name: 'hits-held',
  sql: 'SELECT count() AS count FROM hits',
  params: z.object({}),
  row: z.object({ count: z.int() }),
});

// Part of `npm run test:servers` alone: it starts four servers of its own, and kills one shard of them.
test.skipIf(process.env['TEST_SERVERS'] !== 'outgrown')(
  'while a whole shard is away what comes is kept and figures are refused; while one of its replicas is back they say through when they are whole; then all is counted once',
  async () => {
    await using started = await startOnCluster();
    const { cluster, program } = started;
    const sender = await register(started);
    const usage = async () => (await program.api('GET', `/portals/${sender.siteId}/usage`)) as Usage;
    const taken: Taken = { paths: new Set(), doubtful: new Set(), changes: [] };
    let round = 0;
    await sendSome(program, sender, taken, round++);
    await program.quiet();

    // The first goes, and the second takes some alone.
    const [first, second] = cluster.shards[0] as [string, string];
    const url = cluster.url.replace(first, second);
    await using stack = new AsyncDisposableStack();
    const alone = openEventStore({ ...cluster, url, database: 'emc_local' });
    stack.defer(() => alone.close());
    const held = async () => (await alone.ask(hitsQuery, {}))[0]!.count;
    const before = await held();
    await cluster.kill(first);
    while ((await held()) === before) {
      await sendSome(program, sender, taken, round++);
      await program.quiet();
    }
    const tookAlone_ms = Date.now();

    // So does the second, under way.
    await Promise.all([sendSome(program, sender, taken, round++), cluster.kill(second)]);
    await sendSome(program, sender, taken, round++);
    for (const address of [`/portals/${sender.siteId}/usage`, '/usage', DOSSIERS])
      await expect(program.api('GET', address)).rejects.toThrow('store-unavailable');

    // Back comes the one that lacks what the other took alone.
    await cluster.bringBack(first);
    await eventually(() => program.quiet(), 60_000);
    const { value } = await eventually(usage, 60_000);
    expect(value.totals.pageViews).toBeLessThan(taken.paths.size);
    expect(through(value)).toBeLessThan(tookAlone_ms);

    await cluster.bringBack(second);
    await eventually(() => expectAllOnce(started, sender.siteId, taken), 180_000);
    await eventually(async () => expect(through(await usage())).toBeGreaterThan(tookAlone_ms));
  },
  900_000,
);
