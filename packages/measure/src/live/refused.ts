import {
  addDays,
  createLanes,
  dayOf,
  localIso,
  OTHER_VALUES_MEANING,
  startOfDay,
  TOO_MANY_VALUES,
} from '@emc/contract';
import type { Clock, Day, Hierarchy, RefusedData, RefusedItem, Systems, WordsInBoth } from '@emc/contract';
import { defineQuery, type EventStore } from '@emc/event-store';
import { z } from 'zod';
import { meaningOfDrop } from '../dossiers/drop-meanings.ts';
import { meaningOf } from './drop-meanings.ts';

/** Nobody who sends has to mend these: the visitor's wish, robots, and what the collector could not take. */
const NOT_TO_MEND = ['bot', 'do-not-track', 'not-recording', 'spool-full'];
const MOST = 200;

const params = z.object({
  since_ms: z.int(),
  everything: z.int().describe('1 = of all senders'),
  ids: z.array(z.int()),
  not_to_mend: z.array(z.string()),
});
const asked = (id: string): string =>
  `minute >= toStartOfMinute(fromUnixTimestamp64Milli({since_ms:Int64}, 'UTC')) AND ({everything:UInt8} = 1 OR ${id} IN {ids:Array(UInt32)})`;
const row = z.object({
  id: z.int(),
  reason: z.string(),
  count: z.int(),
  first_ms: z.int(),
  last_ms: z.int(),
  sample: z.string(),
});

/** By sender and reason, most first; `host` tells apart those of one reason that each have to be mended where they come from. */
const refusedFrom = (id: string, table: string, host: string, sample: string): string =>
  `SELECT ${id} AS id, toString(reason) AS reason, sum(${table}.count) AS count,
    toUnixTimestamp(min(minute)) * 1000 AS first_ms, toUnixTimestamp(max(minute)) * 1000 AS last_ms, ${sample} AS sample
  FROM ${table} WHERE ${asked(id)} AND NOT has({not_to_mend:Array(String)}, toString(reason))
  GROUP BY id, reason, ${host} ORDER BY count DESC, id, reason, sample LIMIT ${MOST}`;
const leftOutOf = (id: string, table: string): string =>
  `SELECT sum(${table}.count) AS count FROM ${table} WHERE ${asked(id)} AND has({not_to_mend:Array(String)}, toString(reason))`;

const refusedHits = defineQuery({
  name: 'refused-hits',
  sql: refusedFrom(
    'site_id',
    'drops',
    "if(reason IN ('wrong-host', 'unknown-site'), sample_host, '')",
    'argMax(concat(sample_host, sample_path), minute)',
  ),
  params,
  row,
});
const refusedChanges = defineQuery({
  name: 'refused-changes',
  sql: refusedFrom('system_id', 'dossier_drops', "''", "''"),
  params,
  row,
});
const countRow = z.object({ count: z.int() });
const leftOutHits = defineQuery({ name: 'left-out-hits', sql: leftOutOf('site_id', 'drops'), params, row: countRow });
const leftOutChanges = defineQuery({
  name: 'left-out-changes',
  sql: leftOutOf('system_id', 'dossier_drops'),
  params,
  row: countRow,
});

interface RefusedOptions {
  eventStore: EventStore;
  hierarchy: Pick<Hierarchy, 'resolve' | 'portals'>;
  systems: Pick<Systems, 'systemsOn'>;
  clock: Clock;
  /** Portals of which hits since a day were stored with "other", most first, at most so many; none when left out. */
  otherHits?: (since: Day, most: number) => Promise<OtherHits[]>;
}

interface OtherHits {
  siteId: number;
  first: Day;
  last: Day;
  hits: number;
}

/** Readers at the same time: it is a page for those who mend something. */
const AT_ONCE = 1;

/** A way to ask what was not taken and why, by sender; it throws EmcError `body-unknown`. */
export function createRefused({ eventStore, hierarchy, systems, clock, otherHits }: RefusedOptions): RefusedData {
  const lanes = createLanes(AT_ONCE);
  return {
    refused: async ({ bodyCode, hours }) => {
      const now_ms = clock();
      const today = dayOf(now_ms);
      const known = await systems.systemsOn(today);
      const question = { since_ms: now_ms - hours * 3_600_000, everything: 1, not_to_mend: NOT_TO_MEND, ids: [] };
      const asking = { hits: question as Question, changes: question as Question };
      if (bodyCode !== undefined) {
        const { portals } = await hierarchy.resolve({ kind: 'body', code: bodyCode }, today);
        const own = known.filter((system) => system.bodyCode === bodyCode);
        asking.hits = { ...question, everything: 0, ids: portals.map(({ siteId }) => siteId) };
        asking.changes = { ...question, everything: 0, ids: own.map(({ systemId }) => systemId) };
      }
      const { hits: refused, changes, leftOut } = await lanes(() => readRefused(eventStore, asking));
      const others = (await otherHits?.(dayOf(question.since_ms), MOST)) ?? [];
      const hits = [...refused, ...others.filter(isAskedFor(asking.hits)).map(asRow(now_ms))];
      const portals = await hierarchy.portals([...new Set(hits.map(({ id }) => id))]);
      const portalOf = new Map(portals.map((portal) => [portal.siteId, portal]));
      const systemOf = new Map(known.map((system) => [system.systemId, system]));
      const items = [
        ...hits.map((found) => itemOf('portal', found, portalOf.get(found.id), meaningOfHit)),
        ...changes.map((found) => itemOf('system', found, systemOf.get(found.id), meaningOfDrop)),
      ];
      return { asOf: localIso(now_ms), hours, items: items.toSorted((a, b) => b.count - a.count), leftOut };
    },
  };
}

type Question = z.output<typeof params>;

const isAskedFor =
  ({ everything, ids }: Question) =>
  ({ siteId }: OtherHits): boolean =>
    everything === 1 || ids.includes(siteId);

/** Whole days: of "other" no more is known. */
const asRow =
  (now_ms: number) =>
  ({ siteId, first, last, hits }: OtherHits): z.output<typeof row> => ({
    id: siteId,
    reason: TOO_MANY_VALUES,
    count: hits,
    first_ms: startOfDay(first),
    last_ms: Math.min(now_ms, startOfDay(addDays(last, 1))),
    sample: '',
  });

const meaningOfHit = (reason: string): WordsInBoth =>
  reason === TOO_MANY_VALUES ? OTHER_VALUES_MEANING : meaningOf(reason);

/** One after another: nobody waits for this page, and readers of figures have few connections. */
async function readRefused(store: EventStore, { hits, changes }: Record<'hits' | 'changes', Question>) {
  const leftOut = [...(await store.ask(leftOutHits, hits)), ...(await store.ask(leftOutChanges, changes))];
  return {
    hits: await store.ask(refusedHits, hits),
    changes: await store.ask(refusedChanges, changes),
    leftOut: leftOut.reduce((sum, { count }) => sum + count, 0),
  };
}

function itemOf(
  kind: RefusedItem['kind'],
  { id, reason, count, first_ms, last_ms, sample }: z.output<typeof row>,
  sender: { name: string; bodyCode: string } | undefined,
  meaning: (reason: string) => WordsInBoth,
): RefusedItem {
  return {
    kind,
    id,
    bodyCode: sender?.bodyCode ?? null,
    name: sender?.name ?? null,
    reason,
    meaning: meaning(reason),
    count,
    firstAt: localIso(first_ms),
    lastAt: localIso(last_ms),
    sample,
  };
}
