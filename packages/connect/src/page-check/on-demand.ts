import type { Database, Kysely } from '@emc/control-store';
import { type Clock, EmcError } from '@emc/contract';
import { claimCheck } from './check-store.ts';
import { hostOf, type LookedAt } from './look-at.ts';
import type { createTurns } from './turns.ts';

/** On demand a page is fetched once a minute at most. */
const PAUSE_MS = 60_000;
/** Looks on demand that a body may have within the window. */
const MOST_IN_WINDOW = 20;
const WINDOW_MS = 10 * 60_000;

/** Counts the looks on demand of each body. */
function createDemand() {
  const taken = new Map<string, number[]>();
  return {
    /**
     * Counts one look.
     * @returns takes it back, for one that was not made
     * @throws EmcError page-checks-too-many with when the next one is free
     */
    take(bodyCode: string, now_ms: number): () => void {
      // Those of a clock that was ahead count for nothing.
      const recent = (taken.get(bodyCode) ?? []).filter((at_ms) => at_ms > now_ms - WINDOW_MS && at_ms <= now_ms);
      taken.set(bodyCode, recent);
      if (recent.length >= MOST_IN_WINDOW) {
        const text = `${MOST_IN_WINDOW} pages of ${bodyCode} were fetched within the last ten minutes.`;
        const refusal = new EmcError('page-checks-too-many', text);
        refusal.retryAfter_s = Math.ceil((recent[0]! + WINDOW_MS - now_ms) / 1000);
        throw refusal;
      }
      recent.push(now_ms);
      return () => {
        const left = taken.get(bodyCode) ?? [];
        const place = left.indexOf(now_ms);
        if (place >= 0) left.splice(place, 1);
      };
    },
  };
}

interface LooksOnDemand {
  db: Kysely<Database>;
  clock: Clock;
  inTurn: ReturnType<typeof createTurns>;
  lookNow: (page: LookedAt) => Promise<void>;
}

/** Gives what looks at a page when it is its turn; once a minute at most, in whatever process. */
export function createLooksOnDemand({ db, clock, inTurn, lookNow }: LooksOnDemand) {
  const demand = createDemand();
  const asked = new Set<number>();
  const busy = (siteId: number): EmcError =>
    new EmcError('page-check-busy', `The page of portal ${siteId} was fetched within the last minute.`);
  return async ({ bodyCode, ...page }: LookedAt & { bodyCode: string }): Promise<void> => {
    const { siteId } = page;
    if (asked.has(siteId)) throw busy(siteId);
    const giveBack = demand.take(bodyCode, clock());
    asked.add(siteId);
    let begun = false;
    try {
      await inTurn({ host: hostOf(page), bodyCode }, async () => {
        begun = await claimCheck(db, siteId, clock(), PAUSE_MS);
        if (!begun) throw busy(siteId);
        await lookNow(page);
      });
    } finally {
      asked.delete(siteId);
      if (!begun) giveBack();
    }
  };
}
