import { defineQuery, defineStatement } from '@emc/event-store';
import type { EventStore } from '@emc/event-store';
import { z } from 'zod';

/**
 * How far the counts of dossiers are: told in the store by whoever computes them, and read by whoever shows them. What is
 * told stays true for ever, since what was counted once stays counted; so nobody who reads it needs to know who tells, or
 * whether anybody still does.
 */
export interface HowFar {
  /** Clock of the store before the look with which the last round began. */
  looked_ms: number;
  /** What was acknowledged before (clock of the collectors) is counted, but of the systems that are behind. */
  through_ms: number;
  /** Systems of which not everything is counted that the look found. */
  behind: ReadonlyMap<number, Behind>;
}

interface Behind {
  /** The first insert that is not counted, clock of the store. */
  since_ms: number;
  /** What the system was acknowledged before is counted; 0 = nothing is known to be. */
  through_ms: number;
}

const newestRound = defineQuery({
  name: 'newest-dossier-round',
  sql: `SELECT toUnixTimestamp64Milli(now64(3, 'UTC')) AS now_ms, toUnixTimestamp64Milli(looked_at) AS looked_ms,
    toUnixTimestamp64Milli(through) AS through_ms, behind,
    arrayMap(at -> toUnixTimestamp64Milli(at), behind_since) AS since_ms,
    arrayMap(at -> toUnixTimestamp64Milli(at), behind_through) AS throughs_ms
  FROM dossier_rounds ORDER BY looked_at DESC LIMIT 1`,
  params: z.object({}),
  row: z.object({
    now_ms: z.int(),
    looked_ms: z.int(),
    through_ms: z.int(),
    behind: z.array(z.int()),
    since_ms: z.array(z.int()),
    throughs_ms: z.array(z.int()),
  }),
});

const tellRound = defineStatement({
  name: 'tell-dossier-round',
  sql: `INSERT INTO dossier_rounds
  SELECT 0, fromUnixTimestamp64Milli({looked_ms:Int64}, 'UTC'), fromUnixTimestamp64Milli({through_ms:Int64}, 'UTC'), {behind:Array(UInt32)},
    arrayMap(at -> fromUnixTimestamp64Milli(at, 'UTC'), {since_ms:Array(Int64)}),
    arrayMap(at -> fromUnixTimestamp64Milli(at, 'UTC'), {throughs_ms:Array(Int64)})`,
  params: newestRound.row.omit({ now_ms: true }),
});

/** What was told last, and the clock of the store; undefined before the first. @throws EmcError store-unavailable */
export async function readHowFar(store: EventStore): Promise<(HowFar & { now_ms: number }) | undefined> {
  const [row] = await store.ask(newestRound, {});
  if (row === undefined) return undefined;
  const { now_ms, looked_ms, through_ms, since_ms, throughs_ms } = row;
  const behind = row.behind.map((systemId, index): [number, Behind] => [
    systemId,
    { since_ms: since_ms[index]!, through_ms: throughs_ms[index]! },
  ]);
  return { now_ms, looked_ms, through_ms, behind: new Map(behind) };
}

/** What a round came to: when it looked, what was loaded by then, and since when what it left waits, by system. */
export type Round = Pick<HowFar, 'looked_ms' | 'through_ms'> & { left: ReadonlyMap<number, number> };

/** Rounds in which nothing was to do are told no more often. */
const TOLD_EVERY_MS = 3_000;

/** A way to tell what each round came to; a system that stays behind is counted through what it was when it fell behind. */
export function createTelling(store: EventStore) {
  let told: HowFar | undefined;
  return async ({ looked_ms, through_ms, left }: Round, idle: boolean): Promise<void> => {
    if (idle && left.size === 0 && told?.behind.size === 0 && Math.abs(looked_ms - told.looked_ms) < TOLD_EVERY_MS)
      return;
    const before = told ?? (await readHowFar(store));
    const reached = (systemId: number): number => before?.behind.get(systemId)?.through_ms ?? before?.through_ms ?? 0;
    const behind = [...left].map(([systemId, since_ms]) => ({ systemId, since_ms, through_ms: reached(systemId) }));
    await store.run(tellRound, {
      looked_ms,
      through_ms,
      behind: behind.map(({ systemId }) => systemId),
      since_ms: behind.map((one) => one.since_ms),
      throughs_ms: behind.map((one) => one.through_ms),
    });
    told = { looked_ms, through_ms, behind: new Map(behind.map((one) => [one.systemId, one])) };
  };
}
