import { createLanes, EmcError, localIso } from '@emc/contract';
import type { RecentPages } from '@emc/contract';
import { defineQuery } from '@emc/event-store';
import { z } from 'zod';
import type { FiguresOptions } from '../figures-options.ts';
import { meaningOf } from './drop-meanings.ts';

const params = z.object({ site_id: z.int(), since_ms: z.int() });
const OF_THE_SITE = "site_id = {site_id:UInt32} AND time > fromUnixTimestamp64Milli({since_ms:Int64}, 'UTC')";

/** One reading for the count and the newest; kinds and paths settle the order of hits of one instant. */
const newestHits = defineQuery({
  name: 'recent-hits',
  sql: `SELECT count() AS accepted,
    groupArraySorted(100)((-toUnixTimestamp64Milli(time), kind, path, host, title, device, browser)) AS hits
  FROM recent_hits WHERE ${OF_THE_SITE}`,
  params,
  row: z.object({
    accepted: z.int(),
    hits: z.array(
      z
        .tuple([z.int(), z.string(), z.string(), z.string(), z.string(), z.string(), z.string()])
        .transform(([minusAt_ms, kind, path, host, title, device, browser]) => ({
          at: localIso(-minusAt_ms),
          kind,
          host,
          path,
          title,
          device,
          browser,
        })),
    ),
  }),
});

const newestDrops = defineQuery({
  name: 'recent-drops',
  sql: `SELECT toUnixTimestamp(minute) * 1000 AS minute_ms, reason, sum(count) AS count,
    argMax(sample_host, batch_id) AS sampleHost, argMax(sample_path, batch_id) AS samplePath
  FROM drops
  WHERE site_id = {site_id:UInt32} AND minute >= toStartOfMinute(fromUnixTimestamp64Milli({since_ms:Int64}, 'UTC'))
  GROUP BY minute, reason ORDER BY minute DESC, count DESC, reason LIMIT 200`,
  params,
  row: z.object({
    minute_ms: z.int(),
    reason: z.string(),
    count: z.int(),
    sampleHost: z.string(),
    samplePath: z.string(),
  }),
});

/** Portals' last minutes that are read at the same time: it is a page for engineers, and reads the hits of all portals. */
const AT_ONCE = 2;

/** A way to ask what arrived from a portal in the last minutes, and what was not counted and why; it throws EmcError `portal-unknown`. */
export function createRecent(options: FiguresOptions): (siteId: number, minutes: number) => Promise<RecentPages> {
  const lanes = createLanes(AT_ONCE);
  return async (siteId, minutes) => {
    if ((await options.hierarchy.portal(siteId)) === undefined)
      throw new EmcError('portal-unknown', `siteId ${siteId}`);
    return lanes(() => readRecent(options, siteId, minutes));
  };
}

async function readRecent(
  { eventStore, clock }: FiguresOptions,
  siteId: number,
  minutes: number,
): Promise<RecentPages> {
  const now_ms = clock();
  const asked = { site_id: siteId, since_ms: now_ms - minutes * 60_000 };
  const [newest] = await eventStore.ask(newestHits, asked);
  const drops = await eventStore.ask(newestDrops, asked);
  return {
    siteId,
    asOf: localIso(now_ms),
    minutes,
    accepted: newest?.accepted ?? 0,
    hits: newest?.hits ?? [],
    drops: drops.map(({ minute_ms, ...drop }) =>
      Object.assign({ minute: localIso(minute_ms), meaning: meaningOf(drop.reason) }, drop),
    ),
  };
}
