import { EmcError, localIso } from '@emc/contract';
import type { Recent } from '@emc/contract';
import { defineQuery } from '@emc/event-store';
import { z } from 'zod';
import type { FiguresOptions } from '../figures-options.ts';
import { meaningOf } from './drop-meanings.ts';

const params = z.object({ site_id: z.int(), since_ms: z.int() });
const OF_THE_SITE = "site_id = {site_id:UInt32} AND time > fromUnixTimestamp64Milli({since_ms:Int64}, 'UTC')";

const acceptedCount = defineQuery({
  name: 'recent-accepted',
  sql: `SELECT count() AS accepted FROM recent_hits WHERE ${OF_THE_SITE}`,
  params,
  row: z.object({ accepted: z.int() }),
});

const newestHits = defineQuery({
  name: 'recent-hits',
  sql: `SELECT toUnixTimestamp64Milli(time) AS at_ms, kind, host, path, title, device, browser
  FROM recent_hits WHERE ${OF_THE_SITE} ORDER BY time DESC, kind, path LIMIT 100`,
  params,
  row: z.object({
    at_ms: z.int(),
    kind: z.string(),
    host: z.string(),
    path: z.string(),
    title: z.string(),
    device: z.string(),
    browser: z.string(),
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

/** What arrived from a portal in the last minutes, and what was not counted and why. @throws EmcError portal-unknown */
export async function readRecent(options: FiguresOptions, siteId: number, minutes: number): Promise<Recent> {
  if ((await options.hierarchy.portal(siteId)) === undefined) throw new EmcError('portal-unknown', `siteId ${siteId}`);
  const { eventStore } = options;
  const now_ms = options.clock();
  const asked = { site_id: siteId, since_ms: now_ms - minutes * 60_000 };
  const [accepted, hits, drops] = await Promise.all([
    eventStore.ask(acceptedCount, asked),
    eventStore.ask(newestHits, asked),
    eventStore.ask(newestDrops, asked),
  ]);
  return {
    siteId,
    asOf: localIso(now_ms),
    minutes,
    accepted: accepted[0]?.accepted ?? 0,
    hits: hits.map(({ at_ms, ...hit }) => Object.assign({ at: localIso(at_ms) }, hit)),
    drops: drops.map(({ minute_ms, ...drop }) =>
      Object.assign({ minute: localIso(minute_ms), meaning: meaningOf(drop.reason) }, drop),
    ),
  };
}
